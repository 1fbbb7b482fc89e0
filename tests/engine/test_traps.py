"""The inputs that broke OpenClaw for its users, taken literally, and what is required instead.

Numbers are those of the list of regression traps; most are met the way a user meets them, through a
small workspace and a command.
"""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dreamtui.engine import hygiene, similarity
from dreamtui.engine.eligibility import Rules, judge, rankable
from dreamtui.engine.recording import Hit, Signal, record
from dreamtui.engine.settings import Thresholds
from dreamtui.files import diary, recall_store, staging
from dreamtui.files.sources import WorkspaceSources
from dreamtui.instants import day_of, local, parse_instant
from dreamtui.javascript import utf16_length
from dreamtui.model import Candidate, Components, RecallEntry
from dreamtui.paths import short_term_day
from tests.home import Home, entry, message

NOTE = "memory/2026-04-10.md"
ALL = ("--min-score", "0", "--min-recall-count", "0", "--min-unique-queries", "0")
LIGHT = "## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n"
LIGHT_END = "<!-- openclaw:dreaming:light:end -->\n"


def _live(home: Home, note: str, start: int, end: int, snippet: str) -> dict[str, Any]:
    """The only candidate of a workspace with one note and one entry."""
    home.write(NOTE, note)
    home.recall(entry(NOTE, start, end, snippet))
    (found,) = home.json("promote", *ALL)["candidates"]
    candidate: dict[str, Any] = found
    return candidate


def _codes(candidate: dict[str, Any]) -> set[str]:
    return {reason["code"] for reason in candidate["reasons"]}


# --- rehydration --------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(2, 3), (1, 3), (2, 2), (3, 3), (9, 10)])
def test_trap_01_items_under_a_heading_come_back_whole(home: Home, start: int, end: int) -> None:
    note = "## Bisher heute\n- 11:18: A\n- 11:40: B\n"
    found = _live(home, note, start, end, "Bisher heute: 11:18: A; 11:40: B")
    assert found["eligible"]
    assert found["liveSource"]["text"] == "11:18: A; 11:40: B"
    home.json("sweep", "--apply")
    assert "- 11:18: A; 11:40: B [score=" in home.text("MEMORY.md")


def test_trap_02_a_diff_prefix_is_no_part_of_the_text(home: Home) -> None:
    snippet = "@@ -3,4 @@ (2 before, 31 after) - Bob asked for the invoice"
    found = _live(home, "x\n\n- Bob asked for the invoice\n", 3, 3, snippet)
    assert found["eligible"]
    assert found["liveSource"]["text"] == "- Bob asked for the invoice"


def test_trap_03_a_comment_between_lines_is_passed_over(home: Home) -> None:
    found = _live(home, "A\n<!-- x -->\nB\n", 1, 3, "A B")
    assert found["eligible"]
    assert found["liveSource"]["text"] == "A B"


@pytest.mark.parametrize(("second", "start", "end"), [(41, 22, 22), (40, 21, 22)])
def test_trap_04_two_places_equally_near_are_asked_about(
    home: Home, second: int, start: int, end: int
) -> None:
    lines = ["filler line"] * 50
    lines[2] = lines[second - 1] = "The router moved."
    found = _live(home, "\n".join(lines), start, end, "The router moved.")
    assert "ambiguous" in _codes(found)
    assert not found["eligible"]
    assert home.json("sweep", "--apply")["promotions"] == []


def test_trap_05_half_of_the_text_is_not_promoted(home: Home) -> None:
    found = _live(
        home, "- The router moved to VLAN 10.\n", 1, 2, "The router moved to VLAN 10.; Bob owns it."
    )
    assert _codes(found) == {"fragment"}
    assert found["liveSource"] is None
    assert home.json("sweep", "--apply")["promotions"] == []


def test_trap_06_a_heading_and_the_cut_at_280(home: Home) -> None:
    body = "**Architecture**: " + "the gateway talks to the router and to nobody else; " * 8
    snippet = f"Key Decisions Made: {body}"[:280]
    found = _live(home, f"### Key Decisions Made\n- {body}\n", 2, 2, snippet)
    assert found["eligible"]
    assert found["liveSource"]["text"] == f"- {body.strip()}"


# --- content class ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "## Tagesnotizen\n-\n\n## Entscheidungen\n-",
        "- [x]",
        "1.",
        "```bash\n```",
        "|---|---|",
        ">",
        "---",
        "- [ ]",
    ],
)
def test_trap_07_text_without_content_is_kept_out(home: Home, note: str) -> None:
    found = _live(home, note, 1, note.count("\n") + 1, " ".join(note.split()))
    assert "junk" in _codes(found)
    assert home.json("sweep", "--apply")["promotions"] == []


@pytest.mark.parametrize("note", ["## API keys rotated", "- [x] backups verified"])
def test_trap_07_text_with_content_is_not(home: Home, note: str) -> None:
    assert _live(home, note, 1, 1, note)["eligible"]


@pytest.mark.parametrize("end", [LIGHT_END, ""], ids=["terminated", "unterminated"])
def test_trap_08_nothing_comes_from_a_managed_block(home: Home, end: str) -> None:
    home.write(
        NOTE, f"- Moved the router to VLAN 10.\n\n{LIGHT}- Candidate: the gateway is at 10.0.0.1\n{end}"
    )
    home.json("sweep")
    assert [one["snippet"] for one in home.entries().values()] == ["Moved the router to VLAN 10."]


@pytest.mark.parametrize(
    "text",
    [
        "[2026-04-19T10:30Z] Candidate: the gateway is at 10.0.0.1",
        "- [2026-04-19T10:30:00.000+02:00] Candidate: the gateway is at 10.0.0.1",
        "User: [2026-04-19T10:30Z] Candidate: the gateway is at 10.0.0.1",
        "Theme: `X` kept surfacing across 344 memories.",
    ],
)
def test_trap_09_what_dreaming_wrote_is_no_candidate(home: Home, text: str) -> None:
    home.write(NOTE, text)
    home.recall(entry(NOTE, 1, 1, text))
    assert home.json("promote", *ALL)["candidates"] == []
    explained = home.json("promote-explain", entry(NOTE, 1, 1, text)["key"])["candidate"]
    assert "contaminated" in _codes(explained)


def test_trap_09_a_note_that_begins_with_candidate_is_kept(home: Home) -> None:
    text = "Candidate: Ken Ito, for the backend position; call him on Friday"
    assert _live(home, text, 1, 1, text)["eligible"]


NOISE = {
    "metadata": ("user", "Conversation info (untrusted metadata): {}"),
    "heartbeat": ("assistant", "HEARTBEAT_OK"),
    "narration": ("assistant", "Now inspect."),
    "dreaming's own output": ("user", "Write a dream diary entry from these memory fragments: x"),
}


def test_trap_10_noise_of_sessions_is_left_out_and_counted(home: Home) -> None:
    said = [message(text, role=role) for role, text in NOISE.values()]
    home.transcript("s1.jsonl", [message("The router moved to VLAN 10."), *said])
    light = home.json("sweep")["light"]
    assert light["excluded"] == dict.fromkeys(NOISE, 1)
    assert home.text("memory/.dreams/session-corpus/2026-04-10.txt").splitlines() == [
        "[main/sessions/s1.jsonl#L1] User: The router moved to VLAN 10."
    ]


def test_trap_11_front_matter_is_no_material_and_lines_keep_their_numbers(home: Home) -> None:
    home.write(NOTE, "---\nstatus: active\n---\n\n- Moved the router to VLAN 10.\n")
    home.json("sweep")
    (found,) = home.entries().values()
    assert (found["snippet"], found["startLine"]) == ("Moved the router to VLAN 10.", 5)


KEY = "sk-" + "proj1234567890abcdef"


@pytest.mark.parametrize(
    "text", [f"OPENAI_API_KEY={KEY}", "OPENAI_API_KEY=sk-…", "OPENAI_API_KEY=***", f"- the key is {KEY} now"]
)
def test_trap_12_no_secret_and_no_mask_reaches_memory(home: Home, text: str) -> None:
    found = _live(home, text, 1, 1, text)
    assert "secret" in _codes(found)
    assert home.json("sweep", "--apply")["promotions"] == []
    assert not (home.workspace / "MEMORY.md").exists()


def test_trap_12_secrets_of_sessions_do_not_reach_the_corpus(home: Home) -> None:
    home.transcript("s1.jsonl", [message(f"please use OPENAI_API_KEY={KEY} for that")])
    home.json("sweep")
    for path, (content, _) in home.listing().items():
        assert KEY.encode() not in (content or b"") or path.startswith(str(home.sessions))


def test_trap_13_a_list_marker_is_not_doubled(home: Home) -> None:
    _live(home, "- foo\n", 1, 1, "- foo")
    home.json("sweep", "--apply")
    assert "\n- foo [score=" in home.text("MEMORY.md")


# --- signals and gates --------------------------------------------------------------------------


def _stored(**fields: Any) -> RecallEntry:
    raw = entry(NOTE, 1, 1, "The router moved.", **fields)
    parsed = recall_store.parse({"version": 1, "entries": {raw["key"]: raw}}, "the store")
    (found,) = parsed.entries.values()
    return found


def test_trap_14_passive_signals_do_not_pass_for_recalls() -> None:
    found = _stored(recallCount=0, dailyCount=7, groundedCount=0, queryHashes=["615fbc88fa06"])
    nothing = Components(0, 0, 0, 0, 0, 0)
    candidate = Candidate(found, nothing, 0, 0, nothing, 0.91617, 0.0)
    verdict = judge(
        candidate, Rules(Thresholds(0.8, 3, 3, 30), WorkspaceSources(lambda _: b"The router moved."))
    )
    assert [reason.code for reason in verdict.reasons] == ["recallCount", "uniqueQueries"]


@pytest.mark.parametrize("hashes", [["h1"], ["h1", "h1", "h1"]])
def test_trap_15_days_are_not_queries(home: Home, hashes: list[str]) -> None:
    home.write(NOTE, "The router moved.")
    home.recall(
        entry(
            NOTE,
            1,
            1,
            "The router moved.",
            queryHashes=hashes,
            recallDays=["2026-04-08", "2026-04-09", "2026-04-10"],
        )
    )
    (found,) = home.json("promote", "--min-score", "0", "--min-unique-queries", "1")["candidates"]
    (gate,) = [gate for gate in found["gates"] if gate["name"] == "uniqueQueries"]
    assert gate["value"] == 1


def test_trap_16_a_note_counts_once_a_day(home: Home) -> None:
    for day in range(3):
        for hour in range(2):
            home.write(NOTE, "- The router moved.\n" + "\n" * (day + hour))
            home.json("sweep")
            home.sleep(1 / 24)
        home.sleep(1)
        (found,) = home.entries().values()
        assert found["dailyCount"] == day + 1


@pytest.mark.parametrize("claim_first", [True, False])
def test_trap_17_a_claim_with_two_keys_is_one_candidate(home: Home, claim_first: bool) -> None:
    text = "The router moved."
    home.write(NOTE, text)
    claim = similarity.claim_hash(text)
    by_claim = entry(NOTE, 1, 1, text, key=f"memory:claim:{claim}", recallCount=2, claimHash=claim)
    by_place = entry(NOTE, 1, 1, text, recallCount=3)
    home.recall(*(by_claim, by_place) if claim_first else (by_place, by_claim))
    (found,) = home.json("promote", *ALL)["candidates"]
    assert (found["key"], found["recallCount"]) == (f"memory:claim:{claim}", 5)
    home.json("sweep", "--apply")
    assert home.text("MEMORY.md").count("openclaw-memory-promotion:") == 1
    assert all(one["promotedAt"] for one in home.entries().values())
    home.sleep()
    assert home.json("sweep", "--apply")["promotions"] == []


def test_trap_17_a_recall_of_a_known_claim_opens_no_second_entry() -> None:
    text = "The router moved."
    claim = f"memory:claim:{similarity.claim_hash(text)}"
    entries = {claim: _stored(key=claim)}
    record(entries, [Hit(NOTE, 7, 7, 0.9, text)], Signal("router", "recall", 0, "2026-04-10"))
    assert list(entries) == [claim]
    assert entries[claim].recall_count == 11


def test_trap_18_a_crowd_of_new_entries_drives_nothing_out(home: Home) -> None:
    crowd = [
        entry(NOTE, n, n, f"Line {n} of the note.", recallCount=0, dailyCount=1, lastRecalledAt=home.now)
        for n in range(1, 513)
    ]
    old = "memory/2026-04-09.md"
    home.write(NOTE, "".join(f"Line {n} of the note.\n" for n in range(1, 513)))
    home.write(old, "The router moved.")
    home.recall(*crowd, entry(old, 1, 1, "The router moved.", recallCount=5, totalScore=4.9))
    home.json("sweep")
    assert home.entries()[f"memory:{old}:1:1"]["recallCount"] == 5
    assert [one["key"] for one in home.json("sweep", "--apply")["promotions"]] == [f"memory:{old}:1:1"]


@pytest.mark.parametrize("origin", ["untrusted", "system"])
@pytest.mark.parametrize("nested", [True, False])
def test_trap_19_what_others_said_is_not_ranked_and_takes_no_place(
    home: Home, origin: str, nested: bool
) -> None:
    noted = {"provenance": {"originClass": origin}} if nested else {"originClass": origin}
    home.write(NOTE, "Foreign words.\nThe router moved.\n")
    home.recall(
        entry(NOTE, 1, 1, "Foreign words.", totalScore=10, **noted), entry(NOTE, 2, 2, "The router moved.")
    )
    wanted = [f"memory:{NOTE}:2:2"]
    assert [one["key"] for one in home.json("promote", *ALL, "--limit", "1")["candidates"]] == wanted
    assert "provenance" in _codes(home.json("promote-explain", "Foreign")["candidate"])
    home.set(phases__deep__limit=1)
    assert [one["key"] for one in home.json("sweep", "--apply")["promotions"]] == wanted


def test_trap_20_rem_prefers_what_is_recent_to_what_was_once_popular(home: Home) -> None:
    old = "memory/2026-03-20.md"
    home.write(NOTE, "The router moved to VLAN 10.")
    home.write(old, "Old glory.")
    days = ["2026-03-20", "2026-03-21", "2026-03-22"]
    home.recall(
        entry(
            old,
            1,
            1,
            "Old glory.",
            recallCount=40,
            recallDays=days,
            lastRecalledAt="2026-03-22T10:00:00.000Z",
        ),
        entry(
            NOTE,
            1,
            1,
            "The router moved to VLAN 10.",
            recallCount=1,
            totalScore=0.9,
            recallDays=["2026-04-10"],
        ),
    )
    swept = home.json("sweep")
    assert swept["light"]["staged"] == [f"memory:{NOTE}:1:1"]
    assert swept["rem"]["candidateKeys"] == [f"memory:{NOTE}:1:1"]


# --- paths, time, language ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["memory/daily/2026-04-09.md", "memory/2026-05-24-0003.md"])
def test_trap_21_notes_in_folders_and_with_slugs_are_notes(home: Home, path: str) -> None:
    home.write(path, "The router moved.")
    home.recall(entry(path, 1, 1, "The router moved."))
    home.json("sweep", "--apply")
    assert f"source={path}:1-1" in home.text("MEMORY.md")


@pytest.mark.parametrize(
    "path",
    [
        "memory/dreaming/deep/2026-04-05.md",
        "memory/main/sessions/s1.jsonl.deleted.2026-04-10T12-00-00.000Z#L4",
    ],
)
def test_trap_21_reports_and_deleted_sessions_are_not(home: Home, path: str) -> None:
    assert short_term_day(path) is None
    home.write(path, "The router moved.")
    home.recall(entry(path, 1, 1, "The router moved."))
    assert home.json("promote", *ALL)["candidates"] == []


def test_trap_21_deleted_transcripts_are_not_read(home: Home) -> None:
    home.transcript("s1.jsonl.deleted.2026-04-10T12-00-00.000Z", [message("The router moved to VLAN 10.")])
    assert home.json("sweep")["light"]["ingested"] == 0


def test_trap_22_a_human_day_is_that_of_the_time_zone(home: Home) -> None:
    moment = parse_instant("2026-04-11T21:46:55.081Z")
    assert moment is not None
    assert f"{local(moment, ZoneInfo('America/Los_Angeles')):%-I:%M %p}" == "2:46 PM"
    evening = parse_instant("2026-04-11T19:53Z")
    assert evening is not None
    assert day_of(evening, ZoneInfo("Asia/Shanghai")) == "2026-04-12"
    home.set(timezone="Asia/Shanghai")
    home.now = "2026-04-11T19:53:00.000Z"
    home.write("memory/2026-04-11.md", "- The router moved.")
    home.json("sweep")
    assert [one["recallDays"] for one in home.entries().values()] == [["2026-04-12"]]
    assert "April 12, 2026 at 3:53 AM" in home.text("DREAMS.md")
    assert "## Light Sleep" in home.text("memory/2026-04-12.md")


def test_trap_23_chinese_duplicates_are_one_and_opposites_two(home: Home) -> None:
    assert similarity.similarity("部署前必须备份数据库", "部署前必须备份数据库。") == 1
    assert similarity.similarity("Plan 开关字段是 exRule", "Plan 不要使用 exRule") < 1
    assert similarity.similarity("Роутер переехал на VLAN 10", "Принтер остался в VLAN 10") < 0.5
    home.write(NOTE, "部署前必须备份数据库\n\n部署前必须备份数据库。\n")
    assert len(home.json("sweep")["light"]["staged"]) == 1


def test_trap_24_themes_are_never_noise(home: Home) -> None:
    noise = ["the", "user", "assistant", "heartbeat-ok"]
    home.write(NOTE, "The router moved.")
    home.recall(
        *(entry(NOTE, n, n, f"The router moved {n}.", conceptTags=[*noise, "router"]) for n in range(1, 9))
    )
    themes = home.json("rem-harness")["rem"]["reflections"]
    assert [line for line in themes if line.startswith("- Theme:")] == [
        "- Theme: `router` kept surfacing across 8 memories."
    ]


# --- files --------------------------------------------------------------------------------------


def test_trap_25_diary_entries_by_their_dates() -> None:
    head = "# Dream Diary\n\n<!-- openclaw:dreaming:diary:start -->\n"
    end = "<!-- openclaw:dreaming:diary:end -->\n"
    fallback = "A memory trace surfaced, but details were unavailable in this run."
    entries = f"---\n\n*April 29, 2026*\n\nA.\n\n---\n\n*April 26, 2026 at 3:00 AM GMT+2*\n\n{fallback}\n\n"
    found = diary.parse(f"{head}{end}{head}{entries}{end}".encode()).entries
    assert [(one.day, one.fallback) for one in found] == [("2026-04-29", False), ("2026-04-26", True)]


def test_trap_26_what_a_person_wrote_stays(home: Home) -> None:
    mine = "# Long-Term Memory\n\n## Promoted From Short-Term Memory (2026-05-08)\n\nMy own words.\n"
    home.write("MEMORY.md", mine)
    _live(home, "The router moved.", 1, 1, "The router moved.")
    home.json("sweep", "--apply")
    assert home.text("MEMORY.md").startswith(mine)


def _long_memory(home: Home, kept: int, grown: int) -> None:
    """MEMORY.md of `kept` characters, and one candidate that makes it longer by `grown`."""
    home.write("MEMORY.md", "x" * (kept - 1) + "\n")
    for length in range(grown):
        text = "The router moved. " + "y" * length
        home.write(NOTE, text)
        home.recall(entry(NOTE, 1, 1, text))
        diff = home.json("--dry-run", "--set", "memory.budgetChars=100000")["writes"][0]["diff"]
        added = [
            line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++")
        ]
        if sum(utf16_length(line) + 1 for line in added) == grown:
            return
    raise AssertionError(grown)


def test_trap_27_what_does_not_fit_is_put_off_and_nothing_changes(home: Home) -> None:
    _long_memory(home, 8_800, 500)
    home.set(memory__budgetChars=9_000)
    before = home.listing()
    (found,) = home.json("promote", "--apply")["candidates"]
    assert _codes(found) == {"budget"}
    assert home.listing() == before
    home.json("sweep", "--apply")
    assert home.text("MEMORY.md") == "x" * 8_799 + "\n"
    assert "promotedAt" not in home.entries()[f"memory:{NOTE}:1:1"]


@pytest.mark.parametrize(("budget", "fits"), [(9_300, True), (9_299, False)])
def test_trap_27_the_budget_is_met_to_the_character(home: Home, budget: int, fits: bool) -> None:
    _long_memory(home, 8_800, 500)
    home.set(memory__budgetChars=budget)
    home.json("promote", "--apply")
    assert len(home.text("MEMORY.md")) == (9_300 if fits else 8_800)


def test_trap_28_a_store_of_33_megabytes_loads(home: Home) -> None:
    filler = entry(NOTE, 2, 2, "z" * 1000, recallCount=0, dailyCount=1)
    count = 33_296_266 // len(json.dumps(filler)) + 1
    home.write(NOTE, "The router moved.")
    home.recall(
        entry(NOTE, 1, 1, "The router moved."),
        *({**filler, "key": f"memory:{NOTE}:2:{n}"} for n in range(count)),
    )
    assert (home.workspace / "memory/.dreams/short-term-recall.json").stat().st_size >= 33_296_266
    shown = home.json("promote")
    assert shown["audit"]["entryCount"] == count + 1
    assert [one["eligible"] for one in shown["candidates"]] == [True]


def test_trap_29_a_source_that_is_gone_is_stale(home: Home) -> None:
    home.recall(entry(NOTE, 1, 1, "The router moved."))
    (found,) = home.json("promote")["candidates"]
    assert _codes(found) == {"source-missing"}
    assert home.json("sweep", "--apply")["promotions"] == []


def test_trap_29_a_source_that_is_denied_is_an_error_and_nothing_is_marked(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(NOTE, "The router moved.")
    home.recall(entry(NOTE, 1, 1, "The router moved."))
    _fail_on(monkeypatch, NOTE, PermissionError(errno.EACCES, "Permission denied"))
    (found,) = home.json("promote")["candidates"]
    assert _codes(found) == {"source-unreadable"}
    assert "ermission denied" in found["reasons"][0]["message"]
    assert home.json("sweep", "--apply")["promotions"] == []
    assert "promotedAt" not in home.entries()[f"memory:{NOTE}:1:1"]


def test_trap_29_a_full_disk_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write("MEMORY.md", "Mine.\n")
    _live(home, "The router moved.", 1, 1, "The router moved.")
    (home.workspace / "memory/.dreams/backups").mkdir()
    before = {path: content for path, (content, _) in home.listing().items()}

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(staging, "write_all", fail)
    ran = home.run("sweep", "--apply")
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.count("\n") == 1
    assert {path: content for path, (content, _) in home.listing().items()} == before


def _fail_on(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """Let every reading of a file fail."""
    read = Path.read_bytes

    def fail(path: Path) -> bytes:
        if path.as_posix().endswith(name):
            raise error
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", fail)


def test_ranking_leaves_out_what_hygiene_calls_contaminated() -> None:
    dirty = _stored()._replace(snippet="Theme: `X` kept surfacing across 344 memories.")
    assert hygiene.contaminated(dirty.snippet)
    assert rankable(dirty) is not None
