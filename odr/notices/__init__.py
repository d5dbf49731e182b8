"""Words sent out of the platform to say that something waits inside it."""
