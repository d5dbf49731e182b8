"""The public log: pages and plain answers for anybody."""
