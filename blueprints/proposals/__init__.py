"""The mediator's double-blind proposals: put, answered in the browser, and what came of them."""
