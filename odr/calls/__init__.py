"""Voice and video inside a channel: the same people hear a call as hear the words."""
