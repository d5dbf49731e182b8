"""One module per family of grounds on which a court refuses to confirm; one function per rule of law."""
