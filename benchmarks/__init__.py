"""Measurements of the commands on large stores; no part of the program, and not of its tests."""
