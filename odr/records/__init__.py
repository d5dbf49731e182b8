"""What leaves the room: undisputed facts, the record of a sitting, words passed on with consent, how it ended."""
