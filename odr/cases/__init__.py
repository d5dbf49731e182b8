"""The dispute: its sides, the people admitted to it, and its life."""
