"""The file for the court: only what may leave, all of it verifiable."""
