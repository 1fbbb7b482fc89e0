"""What must not become memory: the engine's own output, secrets, text that says nothing."""

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


# --- secrets ------------------------------------------------------------------------------------

_MASK = r"(?:\*{3}|[^\s\"'`@/]{1,6}…)"
"""How a masked secret begins: nothing that begins so is a secret itself."""
_PREFIX = (
    r"\b(?:sk-|gh[opusr]_|github_pat_|glpat-|npm_|hf_|gsk_|pplx-|xai-|dop_v1_|xox[a-z]-|xapp-|(?-i:AIza|eyJ))"
)
_TOKENS = (
    rf"{_PREFIX}[A-Za-z0-9_-]{{8,}}(?:\.[A-Za-z0-9_-]+)*",
    r"\b(?-i:(?:AKIA|ASIA)[A-Z0-9]{16})\b",
    r"(?<!\d)\d{6,}+:[A-Za-z0-9_-]{30,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)",
)
# Begun only where a run of letters begins, lest a long one is read again from each of its letters.
_NAME = (
    r"(?<![\w-])(?=[\w-]*?(?:api[_-]?key|secret|token(?!s\b)|passw(?:or)?d|passphrase|private[_-]?key"
    r"|access[_-]?key))[\w-]++[\"']?\s*[=:]\s*[\"']?"
)
_NAMED = rf"{_NAME}(?P<value>(?!{_MASK})(?=[^\s\"'`]*(?:\d|[^\w\s.,]))[^\s\"'`]{{6,}})"
_BEARER = r"\b(?:bearer|basic)\s+"
_CARRIED = rf"{_BEARER}(?P<bearer>(?=\S*[\d=])[A-Za-z0-9._~+/=-]{{16,}})"
_LOGIN = r"(?<=[a-z0-9+.-])://[^\s:/@]+:"
_URL = rf"{_LOGIN}(?P<login>(?!{_MASK})[^\s@/]+)@"
_SECRET = re.compile(rf"(?P<token>{'|'.join(_TOKENS)})|{_NAMED}|{_CARRIED}|{_URL}", re.IGNORECASE | re.DOTALL)
_MASKED = re.compile(
    rf"(?:{_NAME}|{_BEARER}|{_LOGIN}){_MASK}|[=:]\s*[\"']?\*{{3}}(?![*\w])|(?:{_PREFIX}|\b(?-i:AKIA|ASIA)|\d{{6}})[\w-]{{0,3}}…[\w-]{{4}}\b",
    re.IGNORECASE,
)
_SHORT_SECRET = 18


def secret(text: str) -> Reason | None:
    """Whether a text holds a secret, or the mask of one: neither belongs into MEMORY.md."""
    if _SECRET.search(text):
        return Reason("secret", "holds what looks like a password, key or token")
    if _MASKED.search(text):
        return Reason("secret", "holds a masked secret, which helps nobody")
    return None


def redact(text: str) -> str:
    """The text with every secret masked: its ends stay where it is long enough, else `***`."""
    while (masked := _SECRET.sub(_mask, text)) != text:
        text = masked  # where secrets touch, one hides the next
    return text


def _mask(match: re.Match[str]) -> str:
    group = next(name for name, value in match.groupdict().items() if value is not None)
    value = match[group]
    mask = "***" if len(value) < _SHORT_SECRET or value.startswith("-----") else f"{value[:6]}…{value[-4:]}"
    start = match.start(group) - match.start()
    whole = match[0]
    return whole[:start] + mask + whole[start + len(value) :]


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
    return found
