"""The bundle for the court: what goes in, what never does, and its download."""
