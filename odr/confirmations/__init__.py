"""Judicial confirmation (司法确认) of a signed agreement."""
