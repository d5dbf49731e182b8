"""The text the parties agree on, clause by clause."""
