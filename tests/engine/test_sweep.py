"""Sweeps over small workspaces: what the recorded nights do not show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dreamtui.engine.similarity import query_hash
from tests.home import Home, entry, message

NOTE = "memory/2026-04-10.md"
CORPUS = "memory/.dreams/session-corpus"


def _stamps(home: Home, name: str = "daily-ingestion") -> dict[str, Any]:
    files: dict[str, Any] = json.loads(home.text(f"memory/.dreams/{name}.json"))["files"]
    return files


def _snippets(home: Home) -> list[str]:
    return [one["snippet"] for one in home.entries().values()]


# --- notes --------------------------------------------------------------------------------------


def _long_note(count: int) -> str:
    return "".join(f"Line {n} says so.\n\n" for n in range(count))


def test_a_note_gives_its_share_and_all_notes_the_total(home: Home) -> None:
    home.set(phases__light__limit=5, phases__rem__enabled=False)  # 20 in all, 7 a file
    for day in ("09", "10", "11"):
        home.write(f"memory/2026-04-{day}.md", _long_note(30))
    assert home.json("sweep")["light"]["ingested"] == 20
    paths = [one["path"] for one in home.entries().values()]
    assert [paths.count(f"memory/2026-04-{day}.md") for day in ("11", "10", "09")] == [7, 7, 6]


def test_one_note_may_take_the_total(home: Home) -> None:
    home.set(phases__light__limit=10, phases__rem__enabled=False)
    home.write(NOTE, _long_note(99))
    assert home.json("sweep")["light"]["ingested"] == 40


@pytest.mark.parametrize(("limit", "staged"), [(0, 0), (3, 3)])
def test_the_limit_of_light(home: Home, limit: int, staged: int) -> None:
    home.set(phases__light__limit=limit)
    home.write(NOTE, _long_note(9))
    swept = home.json("sweep")
    assert len(swept["light"]["staged"]) == staged
    assert (swept["light"]["bodyLines"] == ["- No notable updates."]) is not bool(staged)


@pytest.mark.parametrize(("limit", "themes", "truths"), [(0, 0, 1), (1, 1, 1), (10, 2, 3)])
def test_the_limit_of_rem(home: Home, limit: int, themes: int, truths: int) -> None:
    home.set(phases__rem__limit=limit, phases__rem__minPatternStrength=1)
    texts = ["red apples are sweet", "green pears are soft", "blue plums are sour", "black figs are rich"]
    home.write(NOTE, "\n\n".join(texts))
    tags = ["router", "vlan", "the"]
    home.recall(*(entry(NOTE, 2 * n + 1, 2 * n + 1, text, conceptTags=tags) for n, text in enumerate(texts)))
    rem = home.json("rem-harness")["rem"]
    assert sum(line.startswith("- Theme:") for line in rem["reflections"]) == themes
    assert len(rem["candidateTruths"]) == truths


@pytest.mark.parametrize(
    ("lookback", "days"),
    [(0, ["11"]), (1, ["10", "11"]), (2, ["09", "10", "11"]), (3, ["08", "09", "10", "11"])],
)
def test_the_lookback_of_light_counts_days_that_end_in_it(home: Home, lookback: int, days: list[str]) -> None:
    home.set(phases__light__lookbackDays=lookback, phases__rem__enabled=False)
    for day in ("07", "08", "09", "10", "11"):
        home.write(f"memory/2026-04-{day}.md", "- The router moved.")
    home.json("sweep")
    assert sorted(one["path"][-5:-3] for one in home.entries().values()) == days


def test_checkpoints_are_those_of_the_last_pass(home: Home) -> None:
    home.write("memory/2026-04-06.md", "- The router moved.", "2026-04-06T12:00:00.000Z")
    home.write(NOTE, "- The gateway stayed.", "2026-04-10T12:00:00.000Z")
    home.json("sweep")
    assert set(_stamps(home)) >= {"memory/2026-04-06.md", NOTE}
    home.sleep()
    home.json("sweep")
    counts = {one["path"]: one["dailyCount"] for one in home.entries().values()}
    assert counts == {"memory/2026-04-06.md": 2, NOTE: 1}  # read by REM alone, so Light forgets it


def test_an_unchanged_note_is_not_read_again(home: Home) -> None:
    home.set(phases__rem__enabled=False)
    home.write(NOTE, "- The router moved.", "2026-04-10T12:00:00.900Z")
    assert home.json("sweep")["light"]["ingested"] == 1
    home.now = "2026-04-11T04:00:00.000Z"
    assert home.json("sweep")["light"]["ingested"] == 0


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("memory/2026-04-10-0003.md", True),
        ("memory/2026-04-10-standup.md", True),
        ("memory/2026-04-10.txt", False),
        ("memory/notes.md", False),
        ("memory/daily/2026-04-10.md", False),
        ("2026-04-10.md", False),
    ],
)
def test_which_notes_are_read(home: Home, path: str, read: bool) -> None:
    home.write(path, "- The router moved.")
    assert home.json("sweep")["light"]["ingested"] == int(read)


def test_what_dreaming_wrote_is_not_read_again_and_lines_hold(home: Home) -> None:
    home.now = "2026-04-10T03:00:00.000Z"
    home.write(NOTE, "- The router moved.\n")
    home.json("sweep")
    home.write(NOTE, home.text(NOTE) + "\n- The gateway stayed.\n")
    home.now = "2026-04-10T22:00:00.000Z"
    home.json("sweep")
    assert set(_snippets(home)) == {"The router moved.", "The gateway stayed."}
    newest = list(home.entries().values())[-1]  # read by REM, after Light had made its block longer
    assert newest["snippet"] in home.text(NOTE).split("\n")[newest["startLine"] - 1]


def test_deep_finds_text_where_the_sweep_has_moved_it(home: Home) -> None:
    home.now = "2026-04-10T03:00:00.000Z"
    home.write(NOTE, "Mine.\n")
    home.json("sweep")  # puts its blocks
    home.write(NOTE, home.text(NOTE) + "The gateway stayed.\n" + "More of it.\n" * 2)
    line = home.text(NOTE).split("\n").index("The gateway stayed.") + 1
    home.recall(entry(NOTE, line, line, "The gateway stayed."))
    home.now = "2026-04-10T22:00:00.000Z"
    (promoted,) = home.json("sweep", "--apply")["promotions"]
    now = home.text(NOTE).split("\n").index("The gateway stayed.") + 1
    assert now != line
    assert promoted["source"] == f"{NOTE}:{now}-{now}"
    assert home.entries()[f"memory:{NOTE}:{line}:{line}"]["startLine"] == now


# --- transcripts --------------------------------------------------------------------------------


def _talk(count: int, name: str = "said") -> list[dict[str, Any]]:
    return [
        message(f"Number {n} was {name} today.", f"2026-04-10T12:{n // 60:02d}:{n % 60:02d}.000Z")
        for n in range(count)
    ]


def _corpus(home: Home, day: str = "2026-04-10") -> list[str]:
    path = f"{CORPUS}/{day}.txt"
    return home.text(path).splitlines() if (home.workspace / path).exists() else []


def test_a_transcript_gives_its_share_and_goes_on_next_time(home: Home) -> None:
    home.set(phases__rem__enabled=False)
    home.transcript("s1.jsonl", _talk(200))
    sizes = []
    for _ in range(4):
        home.json("sweep")
        sizes.append(
            (
                len(_corpus(home)),
                _stamps(home, "session-ingestion")["main:sessions/s1.jsonl"]["lastContentLine"],
            )
        )
        home.sleep(1 / 24)
    assert sizes == [(80, 80), (160, 160), (200, 200), (200, 200)]
    assert [line.partition("] ")[2] for line in _corpus(home)] == [
        f"User: Number {n} was said today." for n in range(200)
    ]


def test_all_transcripts_share_240_messages(home: Home) -> None:
    home.set(phases__rem__enabled=False)
    for n in range(6):  # 40 each
        home.transcript(f"s{n}.jsonl", _talk(100, f"said by {n}"))
    assert home.json("sweep")["light"]["ingested"] == 240
    names = [line.partition("#")[0] for line in _corpus(home)]
    assert [names.count(f"[main/sessions/s{n}.jsonl") for n in range(6)] == [40] * 6


def test_many_transcripts_give_twelve_each_until_the_total(home: Home) -> None:
    home.set(phases__rem__enabled=False)
    for n in range(30):
        home.transcript(f"s{n:02}.jsonl", _talk(20, f"said by {n}"))
    home.json("sweep")
    names = [line.partition("#")[0] for line in _corpus(home)]
    assert [names.count(f"[main/sessions/s{n:02}.jsonl") for n in range(30)] == [12] * 20 + [0] * 10
    for _ in range(3):
        home.sleep(1 / 24)
        home.json("sweep")
    names = [line.partition("#")[0] for line in _corpus(home)]
    assert [names.count(f"[main/sessions/s{n:02}.jsonl") for n in range(30)] == [20] * 30


def test_a_reset_transcript_is_its_session_and_is_read_once(home: Home) -> None:
    home.transcript("s1.jsonl", _talk(3))
    home.json("sweep")
    home.transcript("s1.jsonl.reset.2026-04-10T13-00-00.000Z", _talk(3))
    home.transcript("s1.jsonl", _talk(1, "said afterwards"))
    home.sleep(1 / 24)
    home.json("sweep")
    assert [line.partition("] ")[2] for line in _corpus(home)] == [
        *(f"User: Number {n} was said today." for n in range(3)),
        "User: Number 0 was said afterwards today.",
    ]


def test_a_transcript_that_grows_is_read_from_where_it_was_left(home: Home) -> None:
    home.transcript("s1.jsonl", _talk(3))
    home.json("sweep")
    home.transcript("s1.jsonl", _talk(5))
    home.sleep(1 / 24)
    home.json("sweep")
    assert len(_corpus(home)) == 5


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-04-09T23:30:00.000Z", "2026-04-09"),
        (1_775_777_400, "2026-04-09"),
        (1_775_777_400_000, "2026-04-09"),
        (None, "2026-04-08"),
    ],
)
def test_the_day_of_a_message(home: Home, when: Any, day: str) -> None:
    home.set(phases__light__lookbackDays=4)
    home.transcript("s1.jsonl", [message("The router moved to VLAN 10.", when)], "2026-04-08T12:00:00.000Z")
    home.json("sweep")
    assert _corpus(home, day) == ["[main/sessions/s1.jsonl#L1] User: The router moved to VLAN 10."]


def test_the_day_of_a_message_is_that_of_the_time_zone(home: Home) -> None:
    home.set(timezone="Asia/Kolkata")
    home.transcript("s1.jsonl", [message("The router moved to VLAN 10.", "2026-04-09T19:00:00.000Z")])
    home.json("sweep")
    assert len(_corpus(home, "2026-04-10")) == 1


def test_lengths_of_messages_are_counted_in_utf16(home: Home) -> None:
    said = ["hi you", "hi you!", "😀" * 200, "x" * 400]
    home.transcript("s1.jsonl", [message(text, f"2026-04-10T12:00:0{n}.000Z") for n, text in enumerate(said)])
    home.json("sweep")
    assert [line.partition("] ")[2] for line in _corpus(home)] == [
        "User: hi you",
        "User: hi you!",
        "User: " + "😀" * 137,
        "User: " + "x" * 274,
    ]


def test_a_corpus_line_is_cut_at_344(home: Home) -> None:
    name = "0f8fad5b-d9cb-469f-a165-70867728950e.jsonl.reset.2026-04-10T12-00-00.000Z"
    home.transcript(name, [message("x" * 400)])
    home.json("sweep")
    (line,) = _corpus(home)
    assert len(line) == 344


def test_records_that_are_no_talk_are_passed_over(home: Home) -> None:
    tool = {
        "type": "message",
        "message": {"role": "toolResult", "content": [{"type": "text", "text": "ls -la output"}]},
    }
    thought = {
        "type": "message",
        "message": {"role": "assistant", "content": [{"type": "thinking", "text": "secret"}]},
    }
    home.transcript("s1.jsonl", [{"type": "session", "id": "s1"}, tool, thought, *_talk(1)])
    with (home.sessions / "s1.jsonl").open("a") as file:
        file.write("not json\n\n")
    home.json("sweep")
    assert [line.partition("#")[2] for line in _corpus(home)] == ["L4] User: Number 0 was said today."]


@pytest.mark.parametrize(
    "first",
    [
        message("[cron:nightly] Check the backups and report."),
        message("Write a dream diary entry from these memory fragments: x"),
        {"type": "session", "sessionKey": "agent:main:cron:nightly"},
        {"type": "session", "sessionKey": "agent:main:main:heartbeat"},
    ],
)
def test_sessions_that_nobody_held_are_not_read(home: Home, first: dict[str, Any]) -> None:
    home.transcript("s1.jsonl", [first, *_talk(3)])
    assert home.json("sweep")["light"]["ingested"] == 0


# --- phases and storage -------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["light", "rem", "deep"])
def test_a_phase_that_is_off_does_nothing(home: Home, phase: str) -> None:
    home.set(**{f"phases__{phase}__enabled": False})
    home.write(NOTE, "- The router moved.\n")
    home.recall(entry(NOTE, 1, 1, "- The router moved."))
    swept = home.json("sweep", "--apply")
    note = home.text("memory/2026-04-11.md")
    assert ("## Light Sleep" in note) is (phase != "light")
    assert ("## REM Sleep" in note) is (phase != "rem")
    assert bool(swept["light"]["staged"]) is (phase != "light")
    assert (swept["rem"] is not None) is (phase != "rem")
    assert bool(swept["promotions"]) is (phase != "deep")


@pytest.mark.parametrize(
    ("mode", "separate", "inline", "reports"),
    [
        ("inline", False, True, []),
        ("inline", True, True, ["deep", "light", "rem"]),
        ("separate", False, False, ["deep", "light", "rem"]),
        ("both", False, True, ["deep", "light", "rem"]),
    ],
)
def test_storage(home: Home, mode: str, separate: bool, inline: bool, reports: list[str]) -> None:
    home.set(storage__mode=mode, storage__separateReports=separate)
    home.write(NOTE, "- The router moved.\n")
    home.json("sweep")
    assert (home.workspace / "memory/2026-04-11.md").exists() is inline
    found = sorted(path.parent.name for path in home.workspace.glob("memory/dreaming/*/2026-04-11.md"))
    assert found == reports
    done = [json.loads(line) for line in home.text("memory/.dreams/events.jsonl").splitlines()]
    phases = [one["phase"] for one in done if one["type"] == "memory.dream.completed"]
    assert phases == (["light", "rem", "deep"] if reports else ["light", "rem"])


def test_an_empty_workspace(home: Home) -> None:
    swept = home.json("sweep", "--apply")
    assert swept["promotions"] == []
    assert not (home.workspace / "MEMORY.md").exists()
    assert not (home.workspace / "DREAMS.md").exists()
    assert not (home.workspace / "memory/2026-04-11.md").exists()


def test_a_quiet_night_over_notes_says_so_in_the_note_of_the_day(home: Home) -> None:
    home.write("memory/2026-01-01.md", "An old note.\n")
    home.json("sweep")
    note = home.text("memory/2026-04-11.md")
    assert "- No notable updates." in note
    assert "- No strong patterns surfaced." in note
    assert "- No strong candidate truths surfaced." in note


def test_blocks_are_replaced_night_after_night(home: Home) -> None:
    home.write("memory/2026-04-11.md", "Mine.\n")
    for _ in range(3):
        home.json("sweep")
        home.now = home.now.replace("T03", "T04")
    note = home.text("memory/2026-04-11.md")
    assert note.count("## Light Sleep") == note.count("## REM Sleep") == 1
    assert note.startswith("Mine.\n")


def test_phase_hits_are_counted_and_those_of_lost_keys_dropped(home: Home) -> None:
    signal = {"key": "gone", "lightHits": 3, "remHits": 0, "lastLightAt": home.now}
    full = {"key": f"memory:{NOTE}:1:1", "lightHits": 9999, "remHits": 9999, "lastLightAt": home.now}
    table = {"gone": signal, full["key"]: full}
    home.write("memory/.dreams/phase-signals.json", json.dumps({"version": 1, "entries": table}))
    home.write(NOTE, "The router moved.")
    home.recall(entry(NOTE, 1, 1, "The router moved."))
    home.json("sweep")
    after = json.loads(home.text("memory/.dreams/phase-signals.json"))["entries"]
    assert set(after) == {full["key"]}
    assert (after[full["key"]]["lightHits"], after[full["key"]]["remHits"]) == (9999, 9999)


def test_focus_promotes_only_what_matches(home: Home) -> None:
    home.write(NOTE, "The router moved.\nThe gateway stayed.\n")
    home.recall(entry(NOTE, 1, 1, "The router moved."), entry(NOTE, 2, 2, "The gateway stayed."))
    assert len(home.json("sweep", "--focus", "ROUTER")["deep"]["candidates"]) == 1
    assert [one["text"] for one in home.json("sweep", "--apply", "--focus", "ROUTER")["promotions"]] == [
        "The router moved."
    ]


def test_the_limit_of_deep(home: Home) -> None:
    home.write(NOTE, _long_note(20))
    home.recall(*(entry(NOTE, 2 * n + 1, 2 * n + 1, f"Line {n} says so.") for n in range(20)))
    home.set(phases__deep__limit=0)
    assert home.json("sweep", "--apply")["promotions"] == []
    home.set(phases__deep__limit=3)
    assert len(home.json("sweep", "--apply")["promotions"]) == 3
    assert len(home.json("sweep", "--apply")["promotions"]) == 3
    assert home.text("MEMORY.md").count("openclaw-memory-promotion:") == 6


def test_a_day_of_the_sweep_is_recorded_in_the_time_zone(home: Home) -> None:
    home.set(timezone="America/Los_Angeles")
    home.now = "2026-04-11T05:00:00.000Z"  # the 10th there
    home.write("memory/2026-04-10.md", "- The router moved.")
    home.json("sweep", "--apply")
    (found,) = home.entries().values()
    assert found["recallDays"] == ["2026-04-10"]
    assert found["queryHashes"] == [query_hash("__dreaming_daily__:2026-04-10")]
    assert "## Light Sleep" in home.text("memory/2026-04-10.md")


def test_grounded_entries_consolidate_and_take_recalls(home: Home) -> None:
    key = f"memory:{NOTE}:1:1:0123456789ab"
    home.write(NOTE, "The router moved.")
    home.recall(
        entry(
            NOTE,
            1,
            1,
            "The router moved.",
            key=key,
            recallCount=0,
            groundedCount=3,
            recallDays=["2026-04-10"],
        )
    )
    (found,) = home.json(
        "promote", "--min-score", "0", "--min-recall-count", "0", "--min-unique-queries", "0"
    )["candidates"]
    assert found["signalCount"] == 3
    assert found["components"]["consolidation"] == 1


def test_unreadable_state_is_left_alone(home: Home) -> None:
    home.write("memory/.dreams/short-term-recall.json", "{broken")
    before = home.listing()
    ran = home.run("sweep", "--apply")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert home.listing() == before


def test_invalid_entries_are_kept_and_counted(home: Home) -> None:
    home.write(NOTE, "The router moved.")
    odd = entry(NOTE, 1, 1, "x", key="odd", startLine="one")
    home.recall(odd, entry(NOTE, 1, 1, "The router moved."))
    assert home.json("promote")["audit"]["invalidEntryCount"] == 1
    home.json("sweep", "--apply")
    assert home.entries()["odd"] == odd


@pytest.mark.parametrize(
    "zone", ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati"]
)
@pytest.mark.parametrize(
    "now", ["2026-03-29T01:30:00.000Z", "2026-11-01T09:30:00.000Z", "2026-04-11T23:59:59.999Z"]
)
def test_a_dry_run_foresees_the_sweep_in_every_zone(home: Home, zone: str, now: str) -> None:
    home.set(timezone=zone)
    home.now = now
    home.write(f"memory/{now[:10]}.md", "# Head\n- The router moved.\n")
    home.transcript("s1.jsonl", [message("The gateway stayed where it was.", now)])
    foreseen = home.json("--dry-run")
    assert home.json("sweep", "--apply") == foreseen | {"applied": True}
