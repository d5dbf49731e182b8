"""Certificate and time-stamp authorities: two ports, one embedded authority, one remote time-stamp service."""
