"""Signing, time-stamping and checking agreements: stands alone, so that a court can install it without the platform."""
