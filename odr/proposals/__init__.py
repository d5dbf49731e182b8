"""The mediator's double-blind proposal: one text to all, yes or no, and only a yes of everybody is ever told."""
