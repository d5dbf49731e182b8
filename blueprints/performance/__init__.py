"""Performance of the agreement: what each side owes, proof and confirmation, what is overdue, enforcement."""
