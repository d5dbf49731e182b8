"""Voice and video in the room's page."""
