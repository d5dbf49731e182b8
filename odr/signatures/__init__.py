"""Signing the final text with keys that only the signatories hold."""
