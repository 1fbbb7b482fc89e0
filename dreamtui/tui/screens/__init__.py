"""Screens that lie over the tabs: help, progress of a sweep, the diff, small questions."""
