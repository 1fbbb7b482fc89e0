"""MEMORY.md as the Memory tab lists it: entries, protected text between them, filters, orders; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dreamtui.entries import StaleCode
from dreamtui.files.memory_outline import Kind, Span
from dreamtui.instants import DAY_MS
from dreamtui.javascript import fold
from dreamtui.service.listing import SUGGESTED_ABOVE, Listing, Row
from dreamtui.tui.widgets.filters import Kinds

FILTERS: Final = Kinds(
    ("suggested", "stale", "promoted", "by hand", "locked", "staged", "all"),
    {"suggested": "sugg", "promoted": "prom", "by hand": "hand", "locked": "lock", "staged": "stag"},
    {
        "suggested": "Nothing that was promoted looks stale.",
        "stale": "Nothing looks stale.",
        "promoted": "Nothing was promoted yet.",
        "by hand": "Nothing was written by hand.",
        "locked": "Nothing is locked (l locks).",
        "staged": "Nothing is marked to be written (x, e, m).",
        "all": "There is nothing here.",
    },
)
SHOWN_CHARS: Final = 400
"""Characters of a text that a list can show at most."""
TITLES: Final[dict[StaleCode, str]] = {
    "source-gone": "source gone",
    "source-changed": "source changed",
    "unused": "unused",
    "duplicate": "duplicate",
    "superseded": "superseded",
    "contradicted": "contradicted",
    "junk": "shape of junk",
    "past-date": "past its date",
    "over-budget": "over budget",
}
"""What is said of an entry for each reason why it may be stale."""
_Asked = tuple[str, str, str | None, bool]
"""A view: the filter, the words, the order, whether it is reversed."""
_RANK: Final = {"prune": 0, "merge": 1, "edit": 2}
_SOURCES: Final = ("gone", "changed", "live", "unknown")


class Item(NamedTuple):
    """A row of the list: an entry, or (`row` is None) text that is protected."""

    key: str
    row: Row | None
    span: Span
    said: str
    """The beginning of its text, in one line; of a staged edit of the new one."""
    days: float | None
    """Since it was promoted."""

    @property
    def open(self) -> bool:
        """Whether it is suggested and nobody has decided on it."""
        return self.row is not None and self.row.open and self.score > SUGGESTED_ABOVE

    @property
    def score(self) -> float:
        """How stale it is."""
        return self.row.staleness.score if self.row else 0.0


class Contents:
    """The rows, in the order of the file."""

    def __init__(self, listing: Listing, now_ms: int, before: Contents | None = None) -> None:
        self.listing = listing
        self.now_ms = now_ms
        self._views: dict[_Asked, list[int]] = {}
        self._texts: list[str] = []
        if before is not None and before.listing.outline is listing.outline and before.now_ms == now_ms:
            self._renew(before)
        else:
            self.rows: tuple[Item, ...] = tuple(_items(listing, now_ms))
            self.by_key: Mapping[str, int] = {item.key: index for index, item in enumerate(self.rows)}
            self._tally = _tally(self.rows)

    def _renew(self, before: Contents) -> None:
        """The rows of before with what is known and decided now: what did not change is the very same,
        and costs nothing."""
        items, old, new = list(before.rows), [], []
        for now, then in zip(self.listing.rows, before.listing.rows, strict=True):
            if now is not then:
                place = before.by_key[now.id]
                old.append(items[place])
                items[place] = _item(now, items[place].span, self.now_ms)
                new.append(items[place])
        self.rows, self.by_key = tuple(items), before.by_key
        known, gone, come = before._tally, _tally(old), _tally(new)
        self._tally = {name: known[name] - gone[name] + come[name] for name in known}
        if all(map(_only_decided, old, new)):
            self._texts = before._texts
            self._views = {asked: at for asked, at in before._views.items() if _still(asked, old, new)}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each quick filter shows."""
        return {name: self._tally[name] for name in FILTERS.order}

    @property
    def left(self) -> int:
        """How many are suggested and not decided on."""
        return self._tally["left"]

    @property
    def texts(self) -> list[str]:
        """What words are searched in: the texts, and of entries where they came from and what makes them
        stale."""
        if not self._texts:
            raw = self.listing.outline.raw
            texts = (_searched(item.row) if item.row else whole(item.span, raw) for item in self.rows)
            self._texts = [text.casefold() for text in texts]
        return self._texts

    def view(self, shown: str, words: str, sort: str | None, *, reverse: bool) -> list[int]:
        """Indices of the rows to show. None sorts by place, what is suggested or stale by staleness."""
        asked: _Asked = shown, words.casefold(), sort, reverse
        if asked not in self._views:
            self._views[asked] = self._view(*asked)
        return self._views[asked]

    def _view(self, shown: str, words: str, sort: str | None, reverse: bool) -> list[int]:
        test = _TESTS[shown]
        found = [index for index, item in enumerate(self.rows) if test(item)]
        for word in words.split():
            texts = self.texts
            found = [index for index in found if word in texts[index]]
        sort = sort or ("score" if shown in ("suggested", "stale") else "line")
        if sort == "line":
            return found[::-1] if reverse else found
        of = _ORDERS[sort]
        told = [index for index in found if self.rows[index].row]
        told.sort(key=lambda index: of(self.rows[index]), reverse=reverse)
        return told + [index for index in found if not self.rows[index].row]


def _tally(items: Sequence[Item]) -> dict[str, int]:
    """How many of these each quick filter shows, and how many are `left`; in one walk."""
    suggested = stale = promoted = locked = staged = entries = left = 0
    for item in items:
        row = item.row
        if row is None:
            continue
        entries += 1
        promoted += row.entry.key is not None
        locked += row.locked
        staged += row.staged is not None
        if row.staleness.score > SUGGESTED_ABOVE:
            stale += 1
            suggested += row.free
            left += row.open
    found = (suggested, stale, promoted, entries - promoted, locked, staged, len(items))
    return {**dict(zip(FILTERS.order, found, strict=True)), "left": left}


def _still(asked: _Asked, old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether a view has the same rows in the same order after these were decided on."""
    test = _TESTS[asked[0]]
    return asked[2] != "staged" and all(test(one) == test(other) for one, other in zip(old, new, strict=True))


def _only_decided(old: Item, new: Item) -> bool:
    """Whether only what is decided differs; but for that and the filters, orders know no difference."""
    one, other = old.row, new.row
    return one is not None and other is not None and one[:3] == other[:3]


def _items(listing: Listing, now_ms: int) -> list[Item]:
    raw = listing.outline.raw
    found = []
    for span in listing.outline.spans:
        if span.entry:
            found.append(_item(listing.row(span.entry.id), span, now_ms))
        elif span.kind != "blank":
            said = fold(raw[span.start : min(span.end, span.start + SHOWN_CHARS)].decode("utf-8", "replace"))
            found.append(Item(f"line {span.line}", None, span, said, None))
    return found


def _item(row: Row, span: Span, now_ms: int) -> Item:
    promoted = row.evidence.promoted_ms
    days = None if promoted is None else max(0.0, (now_ms - promoted) / DAY_MS)
    return Item(row.id, row, span, _said(row), days)


def _said(row: Row) -> str:
    staged = row.staged
    new = staged.text if staged and staged.text and staged.entry == row.id else ""
    return fold((new or row.entry.text)[:SHOWN_CHARS])


def _searched(row: Row) -> str:
    entry = row.entry
    source = [entry.source[0], row.evidence.source] if entry.source else []
    return "\n".join([entry.text, *source, *(TITLES[reason.code] for reason in row.staleness.reasons)])


def whole(span: Span, raw: bytes) -> str:
    """The text of a span as it stands in the file."""
    return raw[span.start : span.end].decode("utf-8", "replace")


# --- filters and orders ---------------------------------------------------------------------------


def _is(test: Callable[[Row], bool]) -> Callable[[Item], bool]:
    return lambda item: item.row is not None and test(item.row)


_TESTS: Final[Mapping[str, Callable[[Item], bool]]] = {
    "suggested": _is(lambda row: row.staleness.score > SUGGESTED_ABOVE and row.free),
    "stale": _is(lambda row: row.staleness.score > SUGGESTED_ABOVE),
    "promoted": _is(lambda row: row.entry.key is not None),
    "by hand": _is(lambda row: row.entry.key is None),
    "locked": _is(lambda row: row.locked),
    "staged": _is(lambda row: row.staged is not None),
    "all": lambda _item: True,
}


def _staged(item: Item) -> tuple[Any, ...]:
    assert item.row is not None
    staged = item.row.staged
    return (_RANK.get(staged.choice, 3) if staged else 4 if item.row.locked else 5, item.span.line)


def _of_row(value: Callable[[Row], Any]) -> Callable[[Item], tuple[Any, ...]]:
    def of(item: Item) -> tuple[Any, ...]:
        assert item.row is not None
        return (value(item.row), item.span.line)

    return of


_ORDERS: Final[Mapping[str, Callable[[Item], tuple[Any, ...]]]] = {
    "staged": _staged,
    "score": _of_row(lambda row: -row.staleness.score),
    "age": lambda item: (-(item.days or 0.0), item.span.line),
    "tokens": _of_row(lambda row: -row.entry.tokens),
    "uses": _of_row(lambda row: -len(row.evidence.uses)),
    "source": _of_row(lambda row: _SOURCES.index(row.evidence.source)),
    "origin": _of_row(lambda row: (row.entry.key is None, not row.entry.managed)),
    "text": _of_row(lambda row: fold(row.entry.text[:SHOWN_CHARS]).casefold()),
}


def kept_for(kind: Kind, text: str) -> str:
    """What protected text is, in a few words."""
    first = text.lstrip().split("\n", 1)[0].strip()
    if kind == "heading":
        return "a heading"
    if kind == "rest":
        return "what a person wrote into a promoted item"
    for beginning, name in _SHAPES.items():
        if first.startswith(beginning):
            return name
    return "text that is clearly no single entry"


_SHAPES: Final = {
    "```": "a block of code",
    "~~~": "a block of code",
    "|": "a table",
    ">": "a quotation",
    "<!--": "a comment",
    "<": "HTML",
    "---": "a rule, or settings at the head of the file",
    "***": "a rule",
    "[": "the definition of a link",
}
