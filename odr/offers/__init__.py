"""Sealed bargaining: offers nobody can read, opened once by a process of its own, which tells only if they meet."""
