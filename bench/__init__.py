"""Measures the platform against a bare broadcast in the same run. Nothing here is asserted by a test."""
