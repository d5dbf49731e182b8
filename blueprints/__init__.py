"""The web: parse, call one command or query, show."""
