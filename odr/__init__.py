"""The domain of online mediation: no web, no HTML, no sockets."""
