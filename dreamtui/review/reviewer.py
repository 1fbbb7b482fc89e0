"""One workspace under review: load the queue, decide, write what is approved, take it back. No screen in it."""

from __future__ import annotations
