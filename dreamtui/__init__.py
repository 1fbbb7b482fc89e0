"""dreamtui: review what your AI agents dream, from the terminal."""

__version__ = "0.1.0"
