"""Which scripts a text is written in, as far as tags and audits care."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

Script = Literal["latin", "cjk", "mixed", "other"]


def script_of(tags: Iterable[str]) -> Script:
    """Which scripts a set of tags is written in, taken together."""
    joined = " ".join(tags)
    latin, cjk = holds_latin(joined), holds_cjk(joined)
    if latin and cjk:
        return "mixed"
    return "latin" if latin else "cjk" if cjk else "other"


def holds_latin(text: str) -> bool:
    """Whether a Latin letter stands in a text."""
    return text.lower() != text.upper() if text.isascii() else bool(_latin().search(text))


def holds_cjk(text: str) -> bool:
    """Whether a Chinese, Japanese or Korean character stands in a text."""
    return not text.isascii() and bool(_cjk().search(text))


@cache
def _latin() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff]")


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(
        r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
        r"\uac00-\ud7af\uf900-\ufaff]"
    )
