"""Pages of the mediator: the console of one room, and all rooms with what needs attention first."""
