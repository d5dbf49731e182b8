"""Exhibits: put into a channel, listed and downloaded by those who hear it."""
