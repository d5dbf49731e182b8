"""Who may know and do what: the one policy of pages, API and sockets."""
