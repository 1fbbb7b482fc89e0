"""Fixtures of these tests; laws are tried on the same examples every time."""

from hypothesis import HealthCheck, settings

from tests.home import home

__all__ = ["home"]

settings.register_profile(
    "same", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")
