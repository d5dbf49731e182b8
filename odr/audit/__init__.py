"""The append-only trail of acts: ids and keyed digests, never words."""
