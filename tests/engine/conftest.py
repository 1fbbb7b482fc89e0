"""Fixtures of these tests."""

from tests.home import home

__all__ = ["home"]
