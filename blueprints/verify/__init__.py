"""The public check of a bundle or a signed agreement."""
