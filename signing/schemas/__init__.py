"""JSON Schemas of the records, as published in the documentation."""
