"""Trying other settings on what is there and on what was: pure functions, as all of the engine."""
