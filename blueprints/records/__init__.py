"""What leaves the room: the pad of undisputed facts, records of sittings, words passed on with consent."""
