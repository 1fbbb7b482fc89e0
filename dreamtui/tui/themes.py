"""Colour themes of its own, safe for eyes that do not tell red from green, or blue from yellow."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DEFAULT: Final = "textual-dark"

THEMES: Final = (
    # red and green look alike with deuteranopia (and protanopia): blue is good, orange is bad
    Theme(
        name="deuteranopia",
        primary="#3b82c4",
        secondary="#5fa8dd",
        accent="#e69f00",
        success="#56b4e9",
        warning="#f0e442",
        error="#e69f00",
        foreground="#e6e6e6",
        background="#101418",
        surface="#171c22",
        panel="#222a33",
    ),
    Theme(
        name="deuteranopia-light",
        primary="#3b82c4",
        secondary="#5fa8dd",
        accent="#e69f00",
        success="#0060a8",
        warning="#8a6a00",
        error="#a34700",
        foreground="#1b1f24",
        background="#f7f7f5",
        surface="#ededea",
        panel="#dfdfda",
        dark=False,
    ),
    # blue and yellow look alike with tritanopia: teal is good, red is bad
    Theme(
        name="tritanopia",
        primary="#2a9d8f",
        secondary="#56b7ab",
        accent="#d55e83",
        success="#3fc1b0",
        warning="#f2b8c6",
        error="#f0506e",
        foreground="#e6e6e6",
        background="#121416",
        surface="#1a1d20",
        panel="#262a2e",
    ),
    Theme(
        name="tritanopia-light",
        primary="#2a9d8f",
        secondary="#56b7ab",
        accent="#d55e83",
        success="#00695c",
        warning="#a0405c",
        error="#b00020",
        foreground="#1b1f24",
        background="#f7f7f5",
        surface="#ededea",
        panel="#dfdfda",
        dark=False,
    ),
)
