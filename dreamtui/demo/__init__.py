"""The sample workspace of `dreamtui --demo`: four weeks of an invented agent, made anew for any instant."""

from dreamtui.demo.build import Demo, build

__all__ = ["Demo", "build"]
