"""The room: pages, catch-up reads, and what it says over the socket."""
