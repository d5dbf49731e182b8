"""Exhibits: encrypted files heard by the same people as the channel they were put in."""
