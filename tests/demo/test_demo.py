"""The sample workspace: the same for the same instant, believable at any, with something of everything."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import NamedTuple, get_args
from zoneinfo import ZoneInfo

import pytest

from dreamtui.config.settings import Settings
from dreamtui.demo import Demo, build, notes, package_data, rows
from dreamtui.demo.days import Days
from dreamtui.demo.rows import Row
from dreamtui.engine import deep, light, rem
from dreamtui.engine.eligibility import rankable
from dreamtui.engine.staleness import assess
from dreamtui.engine.tidy import tidy
from dreamtui.entries import StaleCode
from dreamtui.errors import BadInput
from dreamtui.files import corpus, diary, log_tail, memory_md
from dreamtui.files.memory_outline import parse
from dreamtui.files.state import open_state
from dreamtui.files.workspace import Workspace
from dreamtui.instants import parse_instant
from dreamtui.javascript import fold
from dreamtui.model import Candidate, Snapshot, Verdict
from dreamtui.review import rules
from dreamtui.review.snapshot import read_snapshot
from dreamtui.review.usage import evidence

BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")

WHEN = [
    pytest.param("2026-11-20T10:20", BERLIN, id="a morning"),
    pytest.param("2026-11-20T23:59", LOS_ANGELES, id="before midnight"),
    pytest.param("2026-11-20T00:10", TOKYO, id="after midnight"),
    pytest.param("2026-11-20T04:00", KIRITIMATI, id="an hour after the sweep"),
    pytest.param("2026-11-20T03:59", UTC, id="less than an hour after the sweep"),
    pytest.param("2027-03-28T03:30", BERLIN, id="clocks go forward"),
    pytest.param("2027-04-12T12:00", BERLIN, id="after the clocks went forward"),
    pytest.param("2026-11-01T12:00", LOS_ANGELES, id="clocks go back"),
    pytest.param("2027-01-01T00:30", TOKYO, id="new year"),
    pytest.param("2028-02-29T18:00", timezone(timedelta(hours=5, minutes=30)), id="a zone without a name"),
]


class Sample(NamedTuple):
    """A built sample workspace, and what it was built from."""

    demo: Demo
    now_ms: int
    zone: tzinfo

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.demo.workspace)

    def snapshot(self) -> Snapshot:
        workspace = self.workspace
        return read_snapshot(workspace, open_state(workspace), [("main", self.demo.transcripts)])

    def rows(self) -> dict[str, Row]:
        """Rows by the key under which they are remembered; those of the session corpus have none yet."""
        days = Days(self.now_ms, self.zone)
        table = [row for row in rows.read(days, notes.read(days)) if row.passage]
        return {row.passage.key: row for row in table if row.passage}


class Verdicts(NamedTuple):
    """What Deep makes of a sample at the default settings."""

    by_kind: dict[str, list[tuple[Candidate, Verdict]]]
    eligible: list[Candidate]
    near: list[tuple[Candidate, str]]
    """Candidates that fail a single gate and nothing else, with the gate."""
    failing: list[Candidate]


def make(folder: Path, when: str = "2026-11-20T10:20", zone: tzinfo = BERLIN) -> Sample:
    now_ms = round(datetime.fromisoformat(when).replace(tzinfo=zone).timestamp() * 1000)
    return Sample(build(folder, now_ms, zone), now_ms, zone)


def judge(sample: Sample) -> Verdicts:
    settings = Settings()
    snapshot = sample.snapshot()
    state = snapshot.state
    kinds = {key: row.kind for key, row in sample.rows().items()}
    how = rules.score_settings(settings.dreaming.phases.deep)
    ranked = deep.rank(state.recall.entries, state.phases.entries, sample.now_ms, how, include_promoted=True)
    found = Verdicts({}, [], [], [])
    for candidate, verdict in deep.select(ranked, rules.rules(settings, snapshot), None):
        kind = kinds.get(candidate.entry.key, "other")
        found.by_kind.setdefault(kind, []).append((candidate, verdict))
        failed = [gate.name for gate in verdict.gates if not gate.passed]
        if verdict.eligible:
            found.eligible.append(candidate)
        elif len(failed) == 1 and len(verdict.reasons) == 1:
            found.near.append((candidate, failed[0]))
        elif failed:
            found.failing.append(candidate)
    return found


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Path to bytes and whole milliseconds of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns // 1_000_000)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make(tmp_path_factory.mktemp("demo") / "sample")


@pytest.fixture(scope="module")
def verdicts(sample: Sample) -> Verdicts:
    return judge(sample)


# --- building -----------------------------------------------------------------------------------


def test_same_arguments_give_the_same_bytes_and_times(tmp_path: Path) -> None:
    target = tmp_path / "sample"
    make(target)
    first = contents(target)
    target.rename(tmp_path / "earlier")
    make(target)

    assert contents(target) == first


def test_dates_move_with_now(tmp_path: Path) -> None:
    one = make(tmp_path / "one", "2026-11-20T10:20").workspace
    later = make(tmp_path / "two", "2027-06-03T10:20").workspace

    moved = {
        (datetime.fromisoformat(b.day) - datetime.fromisoformat(a.day)).days
        for a, b in zip(one.notes(), later.notes(), strict=True)
    }
    assert moved == {195}
    assert b"2026-11" not in (later.read_bytes("MEMORY.md") or b"")
    assert "*June 2, 2027 at 3:00 AM*" in (later.read_bytes("DREAMS.md") or b"").decode()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert make(tmp_path).demo.workspace == tmp_path / "workspace"


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")

    with pytest.raises(BadInput, match="is not empty"):
        make(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(BadInput, match="name an empty folder"):
        make(tmp_path / "file")
    with pytest.raises(BadInput, match="name "):
        make(tmp_path / "file" / "below")


def test_the_content_of_the_package_is_not_touched(tmp_path: Path) -> None:
    package = Path(str(package_data.CONTENT))
    before = contents(package)
    make(tmp_path / "sample")

    assert before
    assert contents(package) == before


def test_no_placeholder_is_left(sample: Sample) -> None:
    root = sample.demo.config.parent
    left = {
        name: found[0]
        for name, (raw, _) in contents(root).items()
        if (found := re.search(rb"\{\{[^}]*\}\}|\}\}\}\}|undefined", raw)) and not found[0].startswith(b"}}")
    }
    assert left == {}


# --- at any time, in any zone ---------------------------------------------------------------------


@pytest.mark.parametrize(("when", "zone"), WHEN)
def test_something_of_everything_at_any_time(tmp_path: Path, when: str, zone: tzinfo) -> None:
    sample = make(tmp_path / "sample", when, zone)
    verdicts = judge(sample)

    assert 12 <= len(verdicts.eligible) <= 16
    assert Counter(gate for _, gate in verdicts.near) == {
        "score": 6,
        "recallCount": 3,
        "uniqueQueries": 3,
        "maxAge": 3,
    }
    assert 40 <= len(verdicts.failing) <= 80
    assert {theme.tag for theme in reflect(sample).themes} >= {"kiln", "glaze"}


@pytest.mark.parametrize(("when", "zone"), WHEN)
def test_nothing_lies_in_the_future(tmp_path: Path, when: str, zone: tzinfo) -> None:
    sample = make(tmp_path / "sample", when, zone)
    said = b"".join(raw for raw, _ in contents(sample.demo.config.parent).values()).decode()
    instants = [parse_instant(text) for text in re.findall(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", said)]

    assert len(instants) > 500
    assert max(filter(None, instants)) <= sample.now_ms
    assert max(time for _, time in contents(sample.demo.config.parent).values()) <= sample.now_ms
    assert max(note.day for note in sample.workspace.notes()) <= Days(sample.now_ms, zone).day_of(
        sample.now_ms
    )


def test_the_configuration_names_workspace_and_zone(tmp_path: Path, sample: Sample) -> None:
    pyjson5 = pytest.importorskip("pyjson5")
    config = pyjson5.decode(sample.demo.config.read_text(encoding="utf-8"))
    agent = config["agents"]["defaults"]
    assert agent == {"workspace": str(sample.demo.workspace), "userTimezone": "Europe/Berlin"}
    assert config["plugins"]["entries"]["memory-core"]["config"]["dreaming"] == {"enabled": True}

    for name, zone, said in (
        ("utc", UTC, 'userTimezone: "UTC"'),
        ("west", timezone(timedelta(hours=-8)), 'userTimezone: "Etc/GMT+8"'),
        ("odd", timezone(timedelta(hours=5, minutes=30)), "// userTimezone:"),
    ):
        made = make(tmp_path / name, zone=zone)
        assert said in made.demo.config.read_text(encoding="utf-8")


# --- what was remembered --------------------------------------------------------------------------


def test_the_store_parses_and_keeps_the_rules(sample: Sample) -> None:
    state = sample.snapshot().state

    assert not state.recall.invalid
    assert not state.phases.invalid
    assert state.phases.entries.keys() <= state.recall.entries.keys()
    assert len(state.phases.entries) >= 30
    for key, entry in state.recall.entries.items():
        place = f"memory:{entry.path}:{entry.start_line}:{entry.end_line}"
        assert key == (f"{place}:{entry.claim_hash}" if entry.claim_hash else place)
        assert entry.signal_count > 0
        assert 0 < entry.total_score <= entry.signal_count
        assert entry.first_recalled_at <= entry.last_recalled_at


def test_every_row_quotes_the_lines_of_its_note(sample: Sample) -> None:
    days = Days(sample.now_ms, sample.zone)
    texts = notes.read(days)
    table = package_data.table("recalls.toml")["snippet"]
    by_id = {row.id: row for row in rows.read(days, texts)}

    assert len(by_id) == len(table)
    for fields in table:
        passage = by_id[fields["id"]].passage
        if passage:
            lines = texts.lines(fields.get("version", "notes"), fields["note"])
            quoted = fold("\n".join(lines[passage.start - 1 : passage.end]))
            assert fields["quote"] in quoted
            assert fields.get("chunk") or passage.text == quoted


def test_every_entry_of_a_living_note_can_be_found_in_it(sample: Sample) -> None:
    """All that a snippet says stands on its lines, but for headings, list marks and the cut."""
    snapshot = sample.snapshot()
    kinds = ("stale", "moved", "ambiguous")
    changed = {key for key, row in sample.rows().items() if row.kind in kinds or row.id == "yoon-reorders"}
    for key, entry in snapshot.state.recall.entries.items():
        if key in changed or not (sample.demo.workspace / entry.path).exists():
            continue
        raw = sample.workspace.read_bytes(entry.path) or b""
        lines = raw.decode("utf-8-sig").splitlines()[entry.start_line - 1 : entry.end_line]
        words = set(re.findall(r"\w+", " ".join(map(corpus.strip_prefix, lines))))
        context = {"Market", "kiln", "and", "glaze", "for", "the", "Packing", "list"}
        said = re.findall(r"\w+", entry.snippet)[: -1 if len(entry.snippet) >= 279 else None]
        assert {word for word in said if word not in words} <= context | headings(raw.decode("utf-8-sig")), (
            key
        )


def headings(text: str) -> set[str]:
    return {word for line in re.findall(r"(?m)^#+ (.*)$", text) for word in re.findall(r"\w+", line)}


def test_what_is_wrong_with_them_is_seen(verdicts: Verdicts) -> None:
    def codes(kind: str) -> list[set[str]]:
        return [{reason.code for reason in verdict.reasons} for _, verdict in verdicts.by_kind[kind]]

    assert sorted(code for found in codes("stale") for code in found) == [
        "fragment",
        "source-changed",
        "source-missing",
    ]
    assert codes("ambiguous") == [{"ambiguous"}]
    assert codes("junk") == [{"junk"}] * 5
    assert codes("secret") == [{"secret"}]
    assert all("promoted" in found for found in codes("promoted"))
    assert len(verdicts.by_kind["promoted"]) == 12


def test_what_is_not_even_ranked(sample: Sample, verdicts: Verdicts) -> None:
    entries = sample.snapshot().state.recall.entries
    kept_out = Counter(
        (row.kind, reason.code)
        for key, row in sample.rows().items()
        if key in entries and (reason := rankable(entries[key]))
    )
    assert kept_out == {("contaminated", "contaminated"): 3, ("untrusted", "provenance"): 1}
    assert not verdicts.by_kind.keys() & {"contaminated", "untrusted"}


def test_eligible_ones_show_how_they_were_found(sample: Sample, verdicts: Verdicts) -> None:
    def only(kind: str) -> tuple[Candidate, Verdict]:
        [(candidate, verdict)] = verdicts.by_kind[kind]
        assert verdict.eligible
        assert verdict.live
        return candidate, verdict

    assert only("moved")[1].live.match == "moved"  # type: ignore[union-attr]
    assert "; " in only("joined")[0].entry.snippet
    assert 275 <= len(only("long")[0].entry.snippet) <= 280
    assert "[bold red]" in only("markup")[0].entry.snippet
    assert [flag.code for flag in only("suspicion")[1].flags] == ["shell-command"]
    assert only("duplicate")[0].entry.snippet in (sample.workspace.read_bytes("MEMORY.md") or b"").decode()
    assert all(verdict.eligible for _, verdict in verdicts.by_kind["cjk"])
    near = [candidate.entry.snippet for candidate, _ in verdicts.near]
    assert any("\u001b[31m" in snippet for snippet in near)
    assert any(re.search("[가-힣]", snippet) for snippet in near)


def test_scores_stay_clear_of_the_threshold(verdicts: Verdicts) -> None:
    """A near miss must not become eligible because an hour has passed, nor the other way round."""
    assert min(candidate.score for candidate in verdicts.eligible) >= 0.82
    missed = [candidate.score for candidate, gate in verdicts.near if gate == "score"]
    assert 0.74 <= min(missed) <= max(missed) <= 0.79


def reflect(sample: Sample) -> rem.Reflection:
    entries = tidy(sample.snapshot().state.recall.entries).values()
    recent = [entry for entry in entries if light.inside(entry, sample.now_ms, 7)]
    return rem.reflect(recent, limit=10, min_strength=0.75)


def test_themes_and_truths(sample: Sample) -> None:
    seen = reflect(sample)
    assert [theme.tag for theme in seen.themes] == ["kiln", "glaze", "market"]
    assert len(seen.truths) == 3


# --- the files around it ----------------------------------------------------------------------------


def test_notes_of_many_shapes(sample: Sample) -> None:
    found = sample.workspace.notes()
    raws = {note.path: sample.workspace.read_bytes(note.path) or b"" for note in found}

    assert len(found) == 26
    assert len({note.day for note in found}) == 25
    assert sum(raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw for raw in raws.values()) == 1
    assert sum(b"\r\n" in raw for raw in raws.values()) == 1
    assert sum(raw.startswith(b"---\n") for raw in raws.values()) == 1
    assert sum(b"openclaw:dreaming:light:start" in raw for raw in raws.values()) == 1
    assert sum(path.endswith("-harbour-market.md") for path in raws) == 1


def test_a_sweep_would_find_notes_and_messages_to_read(sample: Sample) -> None:
    snapshot = sample.snapshot()
    known = snapshot.state.notes.entries
    recent = [note for note in snapshot.notes if note.path in known]
    fresh = [note for note in snapshot.notes if note.day > max(n.day for n in recent)]
    changed = [note for note in recent if known[note.path][:2] != note.stamp[:2]]
    assert (len(recent), len(changed), len(fresh)) == (7, 2, 1)

    names = {transcript.name: transcript for transcript in snapshot.transcripts}
    assert sorted(transcript.kind for transcript in snapshot.transcripts) == ["cron"] + ["interactive"] * 4
    read = {
        key.removeprefix("main:sessions/"): stamp for key, stamp in snapshot.state.transcripts.entries.items()
    }
    level = [name for name, stamp in read.items() if stamp[:2] == names[name].stamp[:2]]
    assert (len(read), len(level)) == (3, 2)
    corpus_lines = sum(snapshot.corpus_lines.values())
    assert corpus_lines == sum(len(seen) for seen in snapshot.state.seen_messages.values())


def test_memory_has_sections_of_four_nights_within_budget(sample: Sample) -> None:
    raw = sample.workspace.read_bytes("MEMORY.md") or b""
    text = raw.decode()
    entries = sample.snapshot().state.recall.entries
    promoted = {key for key, entry in entries.items() if entry.promoted_at}

    assert text.count("## Promoted From Short-Term Memory") == 4
    [older] = memory_md.promoted_keys(raw) - promoted  # the store does not reach back to it
    assert Days(sample.now_ms, sample.zone).day(-97) in older
    assert promoted < memory_md.promoted_keys(raw)
    assert text.count("<!-- importance:") == 3
    assert 8500 <= len(text) <= 8900


def test_memory_has_something_stale_of_each_kind_but_over_budget(sample: Sample) -> None:
    snapshot, settings = sample.snapshot(), Settings()
    entries = parse(snapshot.memory.raw or b"").entries
    known = evidence(entries, snapshot, log_tail.recalls(sample.workspace), sample.zone)
    how = rules.staleness_settings(settings.memory.staleness)
    found = assess(entries, known, how, sample.now_ms, sample.zone, settings.memory.budget)
    codes = {reason.code for stale in found.values() for reason in stale.reasons}
    assert codes == set(get_args(StaleCode)) - {"over-budget"}


def test_the_diary_has_gaps_a_fallback_and_a_repeat(sample: Sample) -> None:
    raw = sample.workspace.read_bytes("DREAMS.md") or b""
    found = diary.parse(raw).entries

    assert len(found) == 14
    assert raw.decode().count("A memory trace surfaced, but details were unavailable in this run.") == 1
    assert raw.decode().count("openclaw:dreaming:backfill-entry") == 1


def test_the_log_tells_of_nights_that_promoted_nothing(sample: Sample) -> None:
    log = (sample.workspace.read_bytes("memory/.dreams/events.jsonl") or b"").decode()
    records = [json.loads(line) for line in log.splitlines()]
    kinds = Counter(record["type"] for record in records)

    assert kinds.keys() == {
        "memory.recall.recorded",
        "memory.dream.completed",
        "memory.promotion.applied",
    }
    nights = {r["timestamp"][:10] for r in records if r["type"] == "memory.dream.completed"}
    assert len(nights) >= 20
    assert kinds["memory.promotion.applied"] == 3
    assert [r["timestamp"] for r in records] == sorted(r["timestamp"] for r in records)
