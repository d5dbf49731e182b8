"""The agreement: drafting it together, accepting exact words, making it final, reading it."""
