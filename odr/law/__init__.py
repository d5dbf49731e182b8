"""The rules of law the platform relies on: pure functions over plain values, each naming its article."""
