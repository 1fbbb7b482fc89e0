"""Colour themes of its own, safe for eyes that do not tell red from green or blue from yellow; legibility."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.color import BLACK, WHITE, Color, ColorParseError
from textual.theme import Theme

DEFAULT: Final = "textual-dark"

TEXT_RATIO, LINE_RATIO = 5.0, 3.5
"""How much text and what is drawn differ from what lies behind at least.

WCAG 2.2 (1.4.3 and 1.4.11, level AA) asks for 4.5 and 3.
"""
_GROUNDS: Final = ("background", "surface", "panel")
_TEXTS: Final = ("primary", "secondary", "accent", "success", "warning", "error")
_STEP: Final = 0.02


def _states(success: str, warning: str, error: str) -> dict[str, str]:
    """The states as text: as they are, for tints of them would come closer to each other."""
    return {"text-success": success, "text-warning": warning, "text-error": error}


THEMES: Final = (
    # Red and green look alike with deuteranopia (and protanopia): blue is good, orange is bad.
    # In all four, good, doubtful and bad differ in lightness, too, each from the next by half as much again.
    Theme(
        name="deuteranopia",
        primary="#3b82c4",
        secondary="#5fa8dd",
        accent="#e69f00",
        success="#82c7ee",
        warning="#f4eb78",
        error="#dd8400",
        foreground="#e6e6e6",
        background="#101418",
        surface="#171c22",
        panel="#222a33",
        variables=_states("#82c7ee", "#f4eb78", "#dd8400"),
    ),
    Theme(
        name="deuteranopia-light",
        primary="#3b82c4",
        secondary="#5fa8dd",
        accent="#8a5a00",
        success="#002b4b",
        warning="#544000",
        error="#9c4400",
        foreground="#1b1f24",
        background="#f7f7f5",
        surface="#ededea",
        panel="#dfdfda",
        variables=_states("#002b4b", "#544000", "#9c4400"),
        dark=False,
    ),
    # Blue and yellow look alike with tritanopia: teal is good, red is bad.
    Theme(
        name="tritanopia",
        primary="#2a9d8f",
        secondary="#56b7ab",
        accent="#d55e83",
        success="#67d0c4",
        warning="#f9e1e7",
        error="#f36e85",
        foreground="#e6e6e6",
        background="#121416",
        surface="#1a1d20",
        panel="#262a2e",
        variables=_states("#67d0c4", "#f9e1e7", "#f36e85"),
    ),
    Theme(
        name="tritanopia-light",
        primary="#2a9d8f",
        secondary="#56b7ab",
        accent="#a03a60",
        success="#002f29",
        warning="#6e2e3f",
        error="#bf0024",
        foreground="#1b1f24",
        background="#f7f7f5",
        surface="#ededea",
        panel="#dfdfda",
        variables=_states("#002f29", "#6e2e3f", "#bf0024"),
        dark=False,
    ),
    # For weak eyes, weak screens and the sun: 7 to 1 at least (WCAG 2.2, 1.4.6, level AAA), no greys.
    Theme(
        name="high-contrast",
        primary="#7fb4ff",
        secondary="#cf9fff",
        accent="#ffc44d",
        success="#5fd7ff",
        warning="#ffff5f",
        error="#ff7766",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#0c0c0c",
        variables={**_states("#5fd7ff", "#ffff5f", "#ff7766"), "text-muted": "#e0e0e0"},
    ),
    Theme(
        name="high-contrast-light",
        primary="#003c82",
        secondary="#4b0082",
        accent="#5a3d00",
        success="#000f2a",
        warning="#4f3500",
        error="#a01800",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#f4f4f4",
        variables={**_states("#000f2a", "#4f3500", "#a01800"), "text-muted": "#202020"},
        dark=False,
    ),
)


OURS: Final[Mapping[str, str]] = {
    DEFAULT: "dark",
    "textual-light": "light",
    "deuteranopia": "dark, for eyes that do not tell red from green",
    "deuteranopia-light": "light, for eyes that do not tell red from green",
    "tritanopia": "dark, for eyes that do not tell blue from yellow",
    "tritanopia-light": "light, for eyes that do not tell blue from yellow",
    "high-contrast": "dark, everything far from black",
    "high-contrast-light": "light, everything far from white",
}
"""The themes that are looked at with every screen, and what each is for; all others are Textual's."""


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of any theme, with colours of text and lines moved away from what lies behind them.

    Each keeps its hue and moves no further than it must. Colours that the terminal gives are left to it.
    """
    names = (*_GROUNDS, *_TEXTS, *(f"text-{name}" for name in _TEXTS), *(f"{name}-muted" for name in _TEXTS))
    said = ((name, variables.get(name)) for name in (*names, "border", "scrollbar"))
    given = {name: colour for name, told in said if told and (colour := _parsed(told)) is not None}
    grounds = [given[name] for name in _GROUNDS if name in given]
    if not all(name in given for name in names):
        return dict(variables)
    found = dict(variables)
    for name in _TEXTS:
        found[name] = _apart(given[name], grounds, TEXT_RATIO).hex
        text = _apart(given[f"text-{name}"], grounds, TEXT_RATIO)
        found[f"text-{name}"] = text.hex
        found[f"{name}-muted"] = _apart(given[f"{name}-muted"], [text], TEXT_RATIO).hex
    found["primary-muted"] = _apart(given["primary-muted"], grounds[:2], LINE_RATIO).hex
    for name in ("border", "scrollbar"):
        if name in given:
            found[name] = _apart(given[name], grounds, LINE_RATIO).hex
    found["scrollbar-background"] = found["scrollbar-corner-color"] = given["background"].hex
    found["block-cursor-foreground"] = WHITE.hex
    found["block-cursor-background"] = _apart(given["primary"], [WHITE], TEXT_RATIO).hex
    return found


def contrast(one: Color, other: Color) -> float:
    """How much two colours differ: 1 (not at all) to 21; WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """How light a colour is, 0 to 1; WCAG 2.2, "relative luminance"."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _apart(colour: Color, grounds: list[Color], ratio: float) -> Color:
    """The colour, blended with white or black as far as it takes to differ from all grounds by a ratio."""
    lightest = max(map(luminance, grounds))
    end = BLACK if lightest > 0.18 else WHITE  # 0.18: the grey that is as far from black as from white
    moved, share = colour, 0.0
    while share < 1 and min(contrast(moved, ground) for ground in grounds) < ratio:
        share += _STEP
        moved = colour.blend(end, min(1.0, share))
    return moved


def _parsed(said: str) -> Color | None:
    try:
        colour = Color.parse(said)
    except ColorParseError:
        return None
    return None if colour.ansi is not None or colour.a < 1 else colour
