"""Signing: the ceremony page, the signing page, and what its script asks for."""
