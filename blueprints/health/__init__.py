"""Tells a supervisor whether the platform lives and is ready."""
