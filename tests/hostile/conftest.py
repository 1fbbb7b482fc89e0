"""The empty home that tests of this folder start from."""

from tests.home import home

__all__ = ["home"]
