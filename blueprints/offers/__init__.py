"""Sealed bargaining: rounds, their rules, sealing in the browser, and what came of it."""
