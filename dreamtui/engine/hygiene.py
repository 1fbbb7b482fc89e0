"""What must not become memory: the engine's own output, text that says nothing; and what deserves doubt."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dreamtui.engine.words import words
from dreamtui.javascript import fold
from dreamtui.model import Reason

if TYPE_CHECKING:
    from markdown_it.token import Token

# --- the engine's own output coming back (contamination) ----------------------------------------

_ITS_WORDS = ("openclaw", "dream diary", "theme:", "candidate", "reflection")
"""One of them stands in whatever the engine writes; looking for them first spares most texts the patterns."""
_MARKER = re.compile(r"<!--\s*openclaw-memory-promotion:|openclaw:dreaming:\w+:(?:start|end)", re.IGNORECASE)
_DIARY_PROMPT = re.compile(r"\bwrite a dream diary entry from these memory fragments\b", re.IGNORECASE)
_THEME = re.compile(r"\bTheme:\s*`[^`]*`\s+kept surfacing across\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:[-*+>]|\d+\.|\[[^\]]*\]|(?:user|assistant):)\s*)*(?:[^:\n]{1,80}:\s*)?(?:candidate|reflections?):\s",
    re.IGNORECASE,
)
_STAMPED_LEAD = re.compile(
    r"(?:(?:[-*+>]|\d+\.|(?:user|assistant):)\s*)*"
    r"\[\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?\]\s*(?:candidate|reflections?):\s",
    re.IGNORECASE,
)
_ROWS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bconfidence:\s*[01]?\.?\d",
        r"\bevidence:\s*memory/",
        r"\b(?:status:\s*staged|recalls:\s*\d|note:\s*reflection)",
    )
)


def contaminated(text: str) -> Reason | None:
    """Whether a text is a report, block or prompt of dreaming itself, come back as a memory."""
    lower = text.lower()
    if not any(map(lower.__contains__, _ITS_WORDS)):
        return None
    if _MARKER.search(text):
        return Reason("contaminated", "holds a marker that dreaming itself writes")
    if _DIARY_PROMPT.search(text):
        return Reason("contaminated", "is the prompt for a dream diary entry")
    if _THEME.search(text) or _STAMPED_LEAD.match(text):
        return Reason("contaminated", "is a reflection or candidate that dreaming itself wrote")
    rows = sum(bool(row.search(text)) for row in _ROWS)
    if rows == len(_ROWS) and _LEAD.match(text):
        return Reason("contaminated", "is a row of a dreaming report")
    return None


# --- text that says nothing (junk), and text that deserves a second look -------------------------

_PLAIN_START = re.compile(
    r"\s*+(?:(?:[-*+]|\d{1,9}[.)])\s++|>\s*+)*+(?:\[[ xX]\]\s++)?+(?!```|~~~|[#<\[|=-])(?P<text>.*)"
)
_UNDERLINE = re.compile(r"\s*(?:=+|-+)\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CHECKBOX = re.compile(r"\[[ xX]?\]")
_MOST_PARSED = 10_000
"""Brackets without end keep a parser of Markdown busy for minutes: longer texts are not parsed."""


def junk(markdown: str) -> Reason | None:
    """Whether a text is Markdown without content, decided by its parsed shape alone."""
    if len(markdown) > _MOST_PARSED:
        return None if _has_word(markdown) else Reason("junk", "nothing but marks without a word")
    return None if _begins_with_text(markdown) else _shape(markdown)


def _begins_with_text(markdown: str) -> bool:
    """Whether the first line is sure to be a paragraph with a word, so that nothing need be parsed."""
    first, _, rest = markdown.partition("\n")
    begin = _PLAIN_START.match(first)
    titled = bool(_UNDERLINE.fullmatch(rest.partition("\n")[0])) and bool(rest)
    return begin is not None and _has_word(_CHECKBOX.sub("", begin["text"])) and not titled


def _shape(markdown: str) -> Reason | None:
    from markdown_it import MarkdownIt  # 40 ms: only for the few texts that need it

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    empty_items = _empty_items(tokens)
    headings: list[str] = []
    for index, token in enumerate(tokens):
        seen = _COMMENT.sub("", token.content)
        if token.type in ("fence", "code_block", "html_block") and _has_word(seen):
            return None
        if token.type != "inline" or not _has_word(_CHECKBOX.sub("", seen)):
            continue
        if tokens[index - 1].type == "heading_open":
            headings.append(token.content)
        elif tokens[index - 1].type != "th_open":
            return None
    if len(headings) == 1 and not empty_items and sum(map(_has_word, words(headings[0]))) > 1:
        return None  # "## API keys rotated" says something, "## Notes" does not
    what = "headings without text" if headings else "empty items" if empty_items else _kind(tokens)
    return Reason("junk", f"nothing but {what}")


def _empty_items(tokens: list[Token]) -> int:
    pairs = pairwise(tokens)
    return sum(one.type == "list_item_open" and two.type == "list_item_close" for one, two in pairs)


def _kind(tokens: list[Token]) -> str:
    names = {"hr": "a rule", "fence": "an empty code block", "table_open": "a table without rows"}
    return next((names[token.type] for token in tokens if token.type in names), "marks without a word")


def _has_word(text: str) -> bool:
    return any(map(str.isalpha, text))


_SHELL = re.compile(
    r"(?:[-*+]\s+)?`?(?:[$%]\s+\S|(?:sudo|git|npm|pnpm|yarn|pip|uv|docker|kubectl|curl|wget|ssh|scp|rsync"
    r"|cd|ls|cat|rm|cp|mv|chmod|systemctl|apt|apt-get|brew|python3?|node|make)\s+(?:[-./~\w]*[-./~=][\w./~=-]*|\w+\s+-)[^.!?]*$)"
)
_LEVEL = "(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)"
_LOG_LINE = re.compile(
    rf"(?:[-*+]\s+)?\[?\d{{4}}-\d{{2}}-\d{{2}}[T ]\d{{2}}:\d{{2}}[\d:.,]*Z?\]?\s+\[?{_LEVEL}\b"
    rf"|(?:[-*+]\s+)?\[?{_LEVEL}\]?[:\s]\s*\S"
)
_UNFINISHED = re.compile(
    r"(?:[,;:(–—-]|\b(?:and|or|but|because|with|the|a|to|of|for|und|oder))$", re.IGNORECASE
)
_LAST_WORD = 8
"""Characters at the end of a text in which its last word begins, if it is one of those."""


_ANSWERS = frozenset(
    """
    yes|no|yep|nope|ok|okay|sure|right|correct|exactly|agreed|done|great|perfect|fine|thanks|thank you|got it
    |sounds good|never mind|ja|nein|genau|gut|danke|in ordnung|alles klar|erledigt|oui|non|merci|d'accord
    |parfait|sí|si|gracias|vale|claro|perfecto|de acuerdo|好|好的|是|是的|不|不是|对|嗯|行|可以|没问题|谢谢
    |收到|明白|はい|いいえ|了解|了解です|わかりました|承知しました|ありがとう|ありがとうございます|네|예|아니요
    |알겠습니다|감사합니다|좋아요
    """.replace("\n    ", "")
    .strip()
    .split("|")
)
_PAUSE = re.compile(r"\s*[,;.!?，。！？…]+\s*")
_LONGEST_ANSWER = 32
_BECAUSE = re.compile(
    r"(?:because|although|which|so that|weil|obwohl|parce qu[e']|bien que|porque|aunque)\b[^,;:.]*[.!]?"
    r"|(?:因为|因為|なぜなら|왜냐하면)[^，、,；。]*[。！]?"
)
"""A reason without what it is the reason of."""
_AND_THEN = re.compile(
    r"(?:and|but|or|so) (?:then|it|that|this|they|he|she|we|you|i)\b(?: \S+){0,4}"
    r"|(?:und|aber) (?:dann|es|das|sie|er|wir)\b(?: \S+){0,4}|et (?:puis|ensuite|alors)\b(?: \S+){0,4}"
    r"|y (?:luego|entonces|después)\b(?: \S+){0,4}"
    r"|(?:然后|于是|そして|それで)[^，、,；。]{0,8}[。！]?|(?:그리고 나서|그래서)(?: \S+){0,3}"
)
"""What goes on from something that is not there, and names nothing itself."""
_ROW = re.compile(r"\s*\|[^\n]*\|\s*")


def suspicions(text: str) -> list[Reason]:
    """Softer doubts, for a person's eye only: they never keep a text from being promoted."""
    said = fold(text)
    found: list[Reason] = []
    if _SHELL.match(said):
        found.append(Reason("shell-command", "looks like a shell command alone"))
    if _LOG_LINE.match(said):
        found.append(Reason("log-line", "looks like a line of a log"))
    if _UNFINISHED.search(said, max(0, len(said) - _LAST_WORD)) and _has_word(said):
        found.append(Reason("unfinished", "looks like a part of a sentence"))
    elif _BECAUSE.fullmatch(said) or _AND_THEN.fullmatch(said):
        found.append(Reason("fragment", "goes on from something that is not there"))
    if said.startswith("|") and _ROW.fullmatch(text):
        found.append(Reason("table-row", "looks like one row of a table"))
    if len(said) < _LONGEST_ANSWER and is_answer(said):
        found.append(Reason("answer", "is an answer to a question that is not there"))
    return found


def is_answer(text: str) -> bool:
    """Whether a text is nothing but "Yes", "OK, thanks!" or the like."""
    return _ANSWERS.issuperset(
        part for part in _PAUSE.split(text.strip().lower().replace("’", "'")) if part
    ) and any(map(str.isalpha, text))
