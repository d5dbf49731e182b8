"""The model clauses, family by family: what each asks for, how it reads in Chinese and English, what it is for."""
