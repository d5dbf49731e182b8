"""Judicial confirmation: the parties' page and the court clerk's desk."""
