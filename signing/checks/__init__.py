"""The numbered steps of a verification, grouped by what they look at."""
