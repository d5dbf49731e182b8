"""What a mediator notes: the issues, each side's interests, the offers made, and what may be passed on."""
