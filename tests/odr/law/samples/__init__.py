"""The specification of the check: sample clauses, each with what the article it stands on calls for."""
