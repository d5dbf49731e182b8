"""Where people speak: one joint channel and one caucus for each side."""
