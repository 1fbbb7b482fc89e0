"""The marks that pages are drawn with, and what stands for them where the output cannot show them."""

from __future__ import annotations

PASSED, FAILED = "●", "○"
YES, NO, FLAG = "✓", "✗", "⚑"
EIGHTHS = " ▏▎▍▌▋▊▉█"
HEIGHTS = " ▁▂▃▄▅▆▇█"

_PLAIN = {
    # one for one, since columns depend on them
    **dict(zip(EIGHTHS[1:], "...=####", strict=True)),
    PASSED: "+",
    FAILED: "-",
    YES: "y",
    NO: "n",
    FLAG: "!",
    "─": "-",
    "┄": ".",
    "▸": ">",
    "·": "-",
    "×": "x",
    "…": "~",
    "“": '"',
    "”": '"',
    "’": "'",
    # only in running text
    "→": "->",
    "≥": ">=",
    "≤": "<=",
}


def stand_ins(encoding: str) -> dict[int, str]:
    """What to write instead of marks (for `str.translate`): nothing, where the encoding has them all."""
    try:
        "".join(_PLAIN).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return {ord(mark): plain for mark, plain in _PLAIN.items()}
    return {}
