"""How well and how fast staleness is told: `python -m benchmarks.staleness [--json] [--misses] [--seed N]`.

Cases are made from phrases with labels (see `stale_phrases`), each with people, systems and numbers of its
own, put into one MEMORY.md per half, and assessed together, so that cases may also be taken for one another.
Precision is the share of the reasons given that are right, recall the share of the labels that are found.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, timedelta
from itertools import count
from random import Random
from time import process_time
from typing import Final, NamedTuple

from benchmarks import stale_pairs
from benchmarks.phrases import sentence
from benchmarks.stale_pairs import Pairs
from benchmarks.stale_phrases import BEGINNINGS, HELD_OUT, KNOWN, THINGS, Phrases
from dreamtui.engine.settings import StalenessSettings
from dreamtui.engine.staleness import assess
from dreamtui.entries import Evidence, MemoryEntry
from dreamtui.files.sources import WorkspaceSources
from dreamtui.instants import DAY_MS, parse_instant
from dreamtui.model import MemoryFile, Snapshot, State
from dreamtui.review.usage import evidence

TODAY: Final = date(2026, 9, 1)
NOW: Final = parse_instant(f"{TODAY}T12:00:00Z") or 0
SAID: Final = date(2026, 4, 14)
SAID_LATER: Final = date(2026, 5, 19)
"""Both are Tuesdays."""
ROUNDS: Final = 8
"""How often each phrase is filled."""
RUNS: Final = 3
FAST: Final = 10_000
"""Entries of the run that is timed."""
CODES: Final = (
    "source-gone", "source-changed", "unused", "duplicate", "superseded", "contradicted", "junk", "past-date"
)  # fmt: skip


class Case(NamedTuple):
    """An entry, what is known of it, and for which reasons a person would call it stale."""

    entry: MemoryEntry
    known: Evidence
    labels: frozenset[str]


class Figures(NamedTuple):
    """Of one reason: how many labels there were, how many were given, and how many of those were right."""

    labelled: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the given ones that are right; 1 where none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled ones that were given; 1 where there was none."""
        return self.right / self.labelled if self.labelled else 1.0


# --- cases ---------------------------------------------------------------------------------------


UNKNOWN: Final = Evidence()


class Maker:
    """Makes cases, each on lines of its own and of people and things that no other speaks of."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.made: list[Case] = []
        self._names = count(1)

    def pair(self, code: str, pair: tuple[str, str]) -> None:
        """Two entries, said five weeks apart; which of two that say the same should go is not labelled."""
        words = self.words()
        older, newer = (text.format(**words) for text in pair)
        label = frozenset() if code == "different" else frozenset([code])
        self.add(older, SAID, label)
        self.add(newer, SAID_LATER, frozenset())

    def add(self, text: str, day: date, labels: frozenset[str], known: Evidence = UNKNOWN) -> None:
        """One entry, promoted from the note of a day."""
        line = 2 * len(self.made) + 3
        path = f"memory/{day}.md"
        entry = MemoryEntry(
            f"e{line}", f"memory:{path}:{line}:{line}", text, line * 1000, line * 1000 + 900, line, line, (),
            day.isoformat(), (path, line, line), True, len(text), len(text) // 4,
        )  # fmt: skip
        self.made.append(Case(entry, known, labels))

    def words(self) -> dict[str, object]:
        """What stands in the places of a phrase."""
        random = self.random
        n, m = random.sample(range(2, 60), 2)
        i, j = random.sample(THINGS, 2)
        soon = SAID + timedelta(days=random.randint(2, 20))
        sooner = soon + timedelta(days=3)
        later, gone = SAID + timedelta(days=400), SAID - timedelta(days=40)
        return {
            **{place: self._name() for place in "pqr"},
            **{place: f"{self._name()}{random.choice(('db', 'lab', 'hub'))}" for place in "st"},
            **{place: f"{self._name()}{random.choice(('burg', 'ton', 'stad'))}" for place in "cd"},
            "i": i, "j": j, "n": n, "m": m, "h": random.randint(1, 9),
            "soon": f"{soon:%B} {soon.day}", "sooner": f"{sooner:%B} {sooner.day}",
            "later": f"{later:%B} {later.day}, {later.year}", "gone": f"{gone:%B} {gone.day}",
            "soon_iso": soon.isoformat(), "gone_iso": gone.isoformat(),
            "soon_german": f"{soon.day}. {('April', 'Mai')[soon.month - 4]}",
            "soon_spanish": f"{soon.day} de {('abril', 'mayo')[soon.month - 4]}",
            "soon_chinese": f"{soon.month}月{soon.day}日",
        }  # fmt: skip

    def _name(self) -> str:
        number = next(self._names)
        parts = []
        for _ in range(4):
            number, place = divmod(number, len(BEGINNINGS))
            parts.append(BEGINNINGS[place])
        return "".join(parts).capitalize()


def cases(phrases: Phrases, seed: int) -> list[Case]:
    """The cases of one half, filled; the same seed gives the same cases."""
    maker = Maker(seed)
    for _ in range(ROUNDS):
        for code in ("superseded", "contradicted", "duplicate", "different"):
            for pair in getattr(phrases, code):
                maker.pair(code, pair)
        for label, texts in (("past-date", phrases.past_date), ("junk", phrases.junk)):
            for text in texts:
                _single(maker, text, frozenset([label]))
        for text in (*phrases.no_past_date, *phrases.no_junk):
            _single(maker, text, frozenset())
    _habits(maker)
    return maker.made


def _single(maker: Maker, text: str, labels: frozenset[str]) -> None:
    said = text.format(**maker.words())
    if all(case.entry.text != said for case in maker.made):  # without a place every filling is the same
        maker.add(said, SAID, labels)


def _habits(maker: Maker) -> None:
    """Entries that are used at random, with a mean interval of their own; some stopped being of use.

    One that stopped was last used six of its intervals and four months ago, or never in a year.
    """
    random = maker.random
    for number in range(40 * ROUNDS):
        name, mean = maker.words()["p"], random.choice((3, 10, 30, 60)) * DAY_MS
        stopped = number % 2 == 0
        until = NOW - max(6 * mean, 120 * DAY_MS) if stopped else NOW
        promoted = until - 12 * mean
        uses: list[int] = []
        moment = float(promoted)
        while (moment := moment + random.expovariate(1 / mean)) < until:
            uses.append(int(moment))
        if number % 10 == 0:
            uses, promoted = [], NOW - 365 * DAY_MS
        known = Evidence(promoted, uses=tuple(uses), watched=True)
        maker.add(f"{name} keeps bees.", SAID, frozenset(["unused"] if stopped else []), known)


def sources(seed: int) -> list[Case]:
    """Entries whose notes were left alone, reflowed, moved about, edited, cleared or deleted since."""
    maker = Maker(seed)
    notes: dict[str, bytes] = {}
    kinds = ("same", "moved", "bullet", "quoted", "wrapped", "value", "cleared", "cut", "deleted")
    for number in range(len(kinds) * 6 * ROUNDS):
        kind = kinds[number % len(kinds)]
        said = sentence(maker.random, number)
        labels = {"value": "source-changed", "cleared": "source-changed", "cut": "source-changed"}
        label = labels.get(kind, "source-gone" if kind == "deleted" else "")
        maker.add(said, SAID, frozenset([label] if label else []))
        case = maker.made[-1]
        path = f"memory/{SAID}-{number}.md"
        entry = case.entry._replace(source=(path, 3, 3), key=f"memory:{path}:3:3")
        maker.made[-1] = case._replace(entry=entry)
        if kind != "deleted":
            notes[path] = f"# Notes\n\n{_edited(said, kind)}\nThe end.\n".encode()
    found = WorkspaceSources(notes.get)
    snapshot = Snapshot("", State(), (), (), found, {}, MemoryFile())
    known = evidence([case.entry for case in maker.made], snapshot, (), UTC)
    return [case._replace(known=known[case.entry.id]) for case in maker.made]


def _edited(said: str, kind: str) -> str:
    half = len(said) // 2
    middle = said.find(" ", half) if " " in said[half:] else half
    forms = {
        "same": said,
        "moved": f"Another line.\n\nAnd one more.\n\n{said}",
        "bullet": f"* {said}",
        "quoted": f"> {said}",
        "wrapped": f"{said[:middle]}\n{said[middle:].strip()}",
        "value": "".join(chr((ord(sign) - 47) % 10 + 48) if sign.isdecimal() else sign for sign in said),
        "cleared": "Nothing to see here.",
        "cut": said[:middle],
    }
    return forms[kind]


# --- figures -------------------------------------------------------------------------------------


def judged(made: Sequence[Case]) -> Iterator[tuple[Case, frozenset[str]]]:
    """Each case with the reasons that the rules give, over budget left aside."""
    entries = [case.entry for case in made]
    known = {case.entry.id: case.known for case in made}
    found = assess(entries, known, StalenessSettings(), NOW, UTC, 10**9)
    for place, case in enumerate(made):
        given = frozenset[str](reason.code for reason in found[case.entry.id].reasons)
        other = made[place + 1] if place + 1 < len(made) else None
        if "duplicate" in case.labels and "duplicate" not in given and other is not None:
            # which of the two goes is not labelled
            beside = {reason.code for reason in found[other.entry.id].reasons}
            given |= {"duplicate"} & beside
        if place and "duplicate" in made[place - 1].labels:
            given -= {"duplicate"}
        yield case, given


def figures(made: Sequence[Case]) -> dict[str, Figures]:
    """Precision and recall of each reason that is labelled or given."""
    labelled: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case, told in judged(made):
        labelled.update(case.labels)
        given.update(told)
        right.update(told & case.labels)
    return {code: Figures(labelled[code], given[code], right[code]) for code in CODES if labelled[code]}


CONFLICT: Final = "superseded, contradicted"
"""The two are one here: which of them it is, "no longer" may be told either way."""
PAIR_CODES: Final = (CONFLICT, "duplicate", "junk")


class Trial(NamedTuple):
    """A note, or the older of two and the newer one; what is right of it and what the rules give."""

    texts: tuple[str, ...]
    right: frozenset[str]
    given: tuple[str, ...]


def trials(pairs: Pairs) -> Iterator[Trial]:
    """Every pair and every single note of one language, each assessed by itself."""
    labelled = ((CONFLICT, pairs.changed), ("duplicate", pairs.same), ("", pairs.different))
    singles = (("junk", pairs.junk), ("", pairs.no_junk))
    for label, several in labelled:
        for older, newer in several:
            yield _trial((older, newer), label)
    for label, texts in singles:
        for text in texts:
            yield _trial((text,), label)


def _trial(texts: tuple[str, ...], label: str) -> Trial:
    maker = Maker(1)
    for text, day in zip(texts, (SAID, SAID_LATER), strict=False):
        maker.add(text, day, frozenset())
    given = [given for _, given in judged(maker.made)]
    told = [CONFLICT] * bool(given[0] & {"superseded", "contradicted"})
    told += ["newer superseded"] * any(later & {"superseded", "contradicted"} for later in given[1:])
    told += [code for code in ("duplicate", "junk") if any(code in one for one in given)]
    return Trial(texts, frozenset([label] if label else []), tuple(told))


def pair_figures(tried: Sequence[Trial]) -> dict[str, Figures]:
    """Precision and recall of what can be told from two notes, or from the shape of one."""
    found = {}
    for code in PAIR_CODES:
        labelled = sum(code in one.right for one in tried)
        right = sum(code in one.given and code in one.right for one in tried)
        given = sum(code in one.given for one in tried)
        if code == CONFLICT:
            given += sum("newer superseded" in one.given for one in tried)
        found[code] = Figures(labelled, given, right)
    return found


def seconds(entries: int, seed: int) -> tuple[float, float]:
    """CPU time of assessing so many new entries, and of assessing them again (the best of three)."""
    random = Random(seed)
    maker = Maker(seed)
    for number in range(entries):
        maker.add(sentence(random, number), SAID + timedelta(days=number % 30), frozenset())
    many = [case.entry for case in maker.made]
    taken = []
    for _ in range(1 + RUNS):
        start = process_time()
        assess(many, {}, StalenessSettings(), NOW, UTC, 10**9)
        taken.append(process_time() - start)
    return taken[0], min(taken[1:])


def parse_seconds(entries: int, seed: int) -> float:
    """CPU time in which markdown-it-py parses a MEMORY.md of so many entries, for scale."""
    from markdown_it import MarkdownIt

    random = Random(seed)
    rows = (
        f"<!-- openclaw-memory-promotion:memory:memory/{SAID}.md:{n}:{n} -->\n- {sentence(random, n)}"
        for n in range(entries)
    )
    content = "\n".join(rows)
    taken = []
    for _ in range(RUNS):
        start = process_time()
        MarkdownIt("commonmark").parse(content)
        taken.append(process_time() - start)
    return min(taken)


def _table(halves: Mapping[str, Mapping[str, Figures]]) -> str:
    lines = ["| reason | phrasings | labelled | precision | recall |", "| --- | --- | ---: | ---: | ---: |"]
    for code in CODES:
        for half, found in halves.items():
            if code in found:
                one = found[code]
                lines.append(f"| {code} | {half} | {one.labelled} | {one.precision:.2f} | {one.recall:.2f} |")
    return "\n".join(lines)


def _pair_table(tried: Mapping[tuple[str, str], Sequence[Trial]]) -> str:
    lines = [
        "| in twos | phrasings | language | labelled | given | precision | recall |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for code in PAIR_CODES:
        for half in ("seen", "held out"):
            several = {language: each for (which, language), each in tried.items() if which == half}
            several["all"] = [one for each in several.values() for one in each]
            for language, each in several.items():
                one = pair_figures(each)[code]
                shares = f"{one.labelled} | {one.given} | {one.precision:.2f} | {one.recall:.2f}"
                lines.append(f"| {code} | {half} | {language} | {shares} |")
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="list the cases that are told wrongly")
    options = parser.parse_args()
    halves = {"known": cases(KNOWN, options.seed), "held out": cases(HELD_OUT, options.seed)}
    halves["edits"] = sources(options.seed)
    found = {half: figures(made) for half, made in halves.items()}
    twos = (("seen", stale_pairs.SEEN), ("held out", stale_pairs.HELD_OUT))
    tried = {(half, name): list(trials(pairs)) for half, each in twos for name, pairs in each.items()}
    (first, again), parsing = seconds(FAST, options.seed), parse_seconds(FAST, options.seed)
    if options.json:
        told = {half: {code: one._asdict() for code, one in each.items()} for half, each in found.items()}
        for (half, language), each in tried.items():
            told[f"{half}, {language}"] = {code: one._asdict() for code, one in pair_figures(each).items()}
        times = {"seconds": first, "secondsAgain": again, "parseSeconds": parsing}
        print(json.dumps({"figures": told, **times}, indent=2))
        return
    print(_table(found))
    print(f"\n{_pair_table(tried)}")
    print(f"\n{FAST:,} entries: assessed in {first:.2f} s, again in {again:.2f} s of CPU time;", end=" ")
    print(f"markdown-it-py parses them in {parsing:.2f} s")
    for half, made in halves.items() if options.misses else ():
        for case, given in judged(made):
            if given != case.labels:
                print(f"{half}: {sorted(given)} instead of {sorted(case.labels)}: {case.entry.text}")
    for (half, language), each in tried.items() if options.misses else ():
        for one in each:
            if frozenset(one.given) != one.right:
                wrong, right = (", ".join(codes) or "nothing" for codes in (one.given, one.right))
                print(f"{half}, {language}: {wrong} instead of {right}: {' / '.join(one.texts)}")


if __name__ == "__main__":
    main()
