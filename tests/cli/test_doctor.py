from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from dreamtui.cli.main import run
from dreamtui.errors import BadInput
from dreamtui.files import diary
from dreamtui.files.state import JsonState
from dreamtui.model import Document, State
from tests.cli.shown import folded
from tests.home import Home, entry
from tests.recorded import NIGHTS, unpack

DAY, TODAY = "2026-04-09", "2026-04-11"
NOTE = f"memory/{DAY}.md"
ROWS = """- Candidate: Moved router.
  - confidence: 0.95
  - evidence: memory/2026-04-08.md:4-4
  - recalls: 3
  - status: staged
"""


def block(rows: str = ROWS, name: str = "light") -> str:
    title = {"light": "Light", "rem": "REM"}[name]
    marker = f"<!-- openclaw:dreaming:{name}"
    return f"## {title} Sleep\n{marker}:start -->\n{rows}{marker}:end -->\n"


OPEN = block().replace("<!-- openclaw:dreaming:light:end -->\n", "")


@pytest.fixture
def healthy(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A workspace in which nothing is wrong, with dreaming on; lines end where sentences do."""
    monkeypatch.setenv("COLUMNS", "400")
    home.set(enabled=True)
    home.write(NOTE, "# Notes\n\n- Moved router to VLAN 10.\n")
    home.recall(entry(NOTE, 3, 3, "Moved router to VLAN 10."))
    home.write(paths.MEMORY, "# Long-Term Memory\n")
    home.write(paths.EVENTS, '{"type":"x"}\n')
    return home


def findings(home: Home, *options: str) -> list[dict[str, Any]]:
    """What is found; the exit status must go with it."""
    ran = home.run("doctor --json", *options)
    found: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    wrong = any(one["severity"] == "warn" and not one["fixed"] for one in found)
    assert ran.status == int(wrong)
    for one in found:
        assert one["message"]
        assert one["remedy"]
        assert "\n" not in one["message"] + one["remedy"]
    return found


def codes(home: Home, *options: str) -> list[str]:
    return [one["code"] for one in findings(home, *options)]


def only(home: Home, *options: str) -> dict[str, Any]:
    (one,) = findings(home, *options)
    return one


def test_nothing_wrong(healthy: Home) -> None:
    assert findings(healthy) == []
    ran = healthy.run("doctor")
    assert ran.status == 0
    assert "nothing is wrong" in ran.out.decode()


@pytest.mark.parametrize("name", NIGHTS)
def test_the_recorded_nights_are_healthy_but_for_what_is_known(home: Home, name: str, tmp_path: Path) -> None:
    night = unpack(name, tmp_path)
    for root in (night.root, night.after):
        home.workspace, home.now = root, night.expected["now"]
        home.options = ["--config", str(night.config)]
        before = home.listing()
        assert set(codes(home)) <= {
            "sessions-missing",
            "source-gone",
            "never-recalled",
            "note-blocks-several",
        }
        assert home.listing() == before


# --- the state ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"version":1,\n "entries":{,}}', "is not JSON"),
        ('{"version":1,\n "entries":{', "breaks off at line 2, column"),
        ("", "is empty"),
        ("[]", "holds a list"),
        (b"\xff", "is not UTF-8 at line 1, column 1"),
        ('{"version":9,"entries":{}}', "has version 9"),
        ('{"entries":[]}', "`entries`"),
    ],
)
def test_a_state_file_that_cannot_be_read(healthy: Home, content: str | bytes, told: str) -> None:
    healthy.write(paths.RECALL_STORE, content)
    one = only(healthy)
    assert (one["code"], one["where"], one["fixable"]) == ("state-unreadable", paths.RECALL_STORE, False)
    assert told in one["message"]


def test_one_broken_file_does_not_hide_the_rest(healthy: Home) -> None:
    for path in (paths.RECALL_STORE, paths.PHASE_SIGNALS, paths.NOTE_STAMPS, paths.TRANSCRIPT_STAMPS):
        healthy.write(path, "{")
    healthy.write("memory/2026-04-08.md", b"\xe9")
    healthy.write(paths.EVENTS, "{")
    (healthy.workspace / paths.MEMORY).unlink()
    (healthy.workspace / paths.MEMORY).mkdir()
    assert codes(healthy) == [
        *["state-unreadable"] * 4,
        "memory-unreadable",
        "note-not-utf8",
        "log-broken-lines",
    ]


def test_entries_that_cannot_be_read_are_named(healthy: Home) -> None:
    good = entry(NOTE, 3, 3, "Moved router to VLAN 10.")
    table: dict[str, Any] = {good["key"]: good, "a": 1, "b": {**good, "startLine": "x"}, "c": None, "d": []}
    healthy.write(paths.RECALL_STORE, json.dumps({"version": 1, "entries": table}))
    one = only(healthy)
    assert one["code"] == "state-invalid-entries"
    assert "4 entries cannot be read: a, b, c and 1 more" in one["message"]


def test_state_in_sqlite(healthy: Home) -> None:
    store = healthy.workspace / paths.RECALL_STORE
    good = store.read_bytes()
    store.rename(f"{store}.migrated")
    one = only(healthy)
    assert one["code"] == "state-moved"
    assert "moved to SQLite" in one["message"]
    store.write_bytes(good)
    assert only(healthy)["code"] == "state-twice"


def test_state_that_is_kept_elsewhere_is_checked_there(
    healthy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(JsonState):
        kind = "SQLite"
        moved = False

        def load(self) -> State:
            raise BadInput("state.sqlite: is locked; nothing was changed: close the other program")

    monkeypatch.setattr("dreamtui.service.desk.open_state", Elsewhere)
    one = only(healthy)
    assert (one["message"], one["remedy"]) == ("state.sqlite: is locked", "close the other program")
    monkeypatch.setattr(Elsewhere, "load", lambda _self: State(recall=Document(invalid={"k": 1})))
    assert codes(healthy) == ["state-invalid-entries"]


def test_entries_about_strange_places(healthy: Home) -> None:
    good = entry(NOTE, 3, 3, "Moved router to VLAN 10.")
    healthy.recall(
        good, entry("memory/dreaming/deep/2026-04-05.md", 1, 1, "x"), entry("../secret.md", 1, 1, "y")
    )
    one = only(healthy)
    assert (one["code"], one["severity"]) == ("foreign-paths", "note")
    assert "nothing is wrong; a remark: - memory/" in folded(healthy.run("doctor").out.decode().split())
    assert "2 entries not about" in one["message"]


def test_entries_whose_note_is_gone_or_denied(healthy: Home, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("- hidden\n")
    (healthy.workspace / "memory/2026-04-07.md").symlink_to(tmp_path / "outside.md")
    healthy.recall(
        entry(NOTE, 3, 3, "Moved router to VLAN 10."),
        entry("memory/2026-04-01.md", 1, 1, "Gone."),
        entry("memory/2026-04-01.md", 2, 2, "Gone, too."),
        entry("memory/2026-04-02.md", 2, 2, "Done.", promotedAt="2026-04-03T03:00:00.000Z"),
        entry("memory/2026-04-07.md", 1, 1, "hidden"),
    )
    denied, gone = findings(healthy)
    assert (gone["code"], gone["severity"]) == ("source-gone", "note")
    assert gone["message"] == "2 entries about notes that are gone: memory/2026-04-01.md"
    assert (denied["code"], denied["where"]) == ("source-unreadable", "memory/2026-04-07.md")
    assert "symbolic link" in denied["message"]


def test_a_store_without_a_real_recall(healthy: Home) -> None:
    healthy.recall(entry(NOTE, 3, 3, "Moved router to VLAN 10.", recallCount=0, dailyCount=7))
    one = only(healthy)
    assert one["code"] == "never-recalled"
    assert "every entry has recallCount 0 (1 in all): nothing can pass the recall gate" in one["message"]
    healthy.set(phases__deep__minRecallCount=0)
    assert findings(healthy) == []


def test_entries_recalled_in_the_future(healthy: Home) -> None:
    healthy.recall(entry(NOTE, 3, 3, "Moved router to VLAN 10.", lastRecalledAt="2026-04-13T00:00:00.000Z"))
    one = only(healthy)
    assert one["code"] == "recalled-in-future"
    assert "2026-04-13T00:00:00.000Z" in one["message"]


# --- MEMORY.md and the diary --------------------------------------------------------------------


@pytest.mark.parametrize(("chars", "code"), [(899, None), (900, "near"), (1000, "near"), (1001, "over")])
def test_the_budget(healthy: Home, chars: int, code: str | None) -> None:
    healthy.set(memory__budgetChars=1000)
    healthy.write(paths.MEMORY, "x" * chars)
    found = codes(healthy)
    assert found == ([f"memory-{code}-budget"] if code else [])


def test_what_is_cut_is_counted(healthy: Home) -> None:
    healthy.set(memory__budgetChars=1000)
    healthy.write(paths.MEMORY, "x" * 1234)
    assert "the last 234 are cut" in only(healthy)["message"]


@pytest.mark.parametrize(("path", "kind"), [(paths.MEMORY, "memory"), ("DREAMS.md", "diary")])
def test_links_folders_and_bytes_that_are_no_text(healthy: Home, path: str, kind: str) -> None:
    place = healthy.workspace / path
    place.unlink(missing_ok=True)
    (healthy.workspace / "elsewhere.md").write_text("- x\n")
    place.symlink_to("elsewhere.md")
    assert codes(healthy) == [f"{kind}-link"]
    place.unlink()
    place.symlink_to("/etc/hostname")
    assert codes(healthy) == [f"{kind}-link"]  # once
    place.unlink()
    place.mkdir()
    assert codes(healthy) == [f"{kind}-unreadable"]
    place.rmdir()
    healthy.write(path, b"ok\nna\xefve\n")
    one = only(healthy)
    assert one["code"] == f"{kind}-not-utf8"
    assert "line 2" in one["message"]


def test_promotions_that_stand_twice(healthy: Home) -> None:
    once = "<!-- openclaw-memory-promotion:memory:a.md:1:1 -->\n- A.\n"
    other = "<!-- openclaw-memory-promotion:memory:b.md:1:1 -->\n- B.\n"
    healthy.write(paths.MEMORY, once + other + once)
    one = only(healthy)
    assert one["code"] == "memory-duplicate-markers"
    assert "memory:a.md:1:1" in one["message"]
    assert "memory:b.md" not in one["message"]


def test_a_diary_that_grew_or_was_repaired(healthy: Home) -> None:
    start, end = "<!-- openclaw:dreaming:diary:start -->", "<!-- openclaw:dreaming:diary:end -->"
    healthy.write("DREAMS.md", f"# Dream Diary\n\n{start}\n{end}\n# Dream Diary\n{start}\n{end}\n")
    assert only(healthy)["code"] == "diary-duplicate-header"
    healthy.write("DREAMS.md", f"# Dream Diary\n\n{start}\n{'z' * 100_001}\n{end}\n")
    assert only(healthy)["code"] == "diary-large"


def test_raw_pieces_in_the_diary(healthy: Home) -> None:
    raw = diary.append(None, datetime(2026, 4, 9, 3, tzinfo=UTC), "A tide came in.")
    raw = diary.append(raw, datetime(2026, 4, 10, 3, tzinfo=UTC), "User: HEARTBEAT_OK")
    healthy.write("DREAMS.md", raw)
    one = only(healthy)
    assert one["code"] == "diary-leaks"
    assert "2026-04-10 (holds a raw message (heartbeat))" in one["message"]


def test_nights_without_a_model(healthy: Home) -> None:
    raw: bytes | None = None
    for day in (7, 8, 9, 10):
        text = "A tide came in." if day == 7 else diary.FALLBACK
        raw = diary.append(raw, datetime(2026, 4, day, 3, tzinfo=UTC), text)
        healthy.write("DREAMS.md", raw)
        assert ("diary-stand-ins" in codes(healthy)) == (day == 10)


# --- what others left ---------------------------------------------------------------------------


def test_a_lock_that_was_left_is_removed(healthy: Home) -> None:
    healthy.write(paths.LOCK, f"{dead_pid()}:1", "2026-04-01T00:00:00Z")
    before = only(healthy)
    assert (before["code"], before["fixable"], before["fixed"]) == ("lock-stale", True, False)
    after = only(healthy, "--fix")
    assert (after["fixed"], after["done"]) == (True, "removed")
    assert not (healthy.workspace / paths.LOCK).exists()
    assert findings(healthy) == []


def test_a_lock_that_is_held_is_no_fault_and_keeps_the_fixes_away(
    healthy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy.write(paths.LOCK, f"{os.getppid()}:1", "2026-04-01T00:00:00Z")
    one = only(healthy)
    assert (one["code"], one["severity"]) == ("lock-held", "note")
    assert f"process {os.getppid()}" in one["message"]
    healthy.write(NOTE, block() + block())
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    clock = iter(range(0, 10_000, 5))
    monkeypatch.setattr("dreamtui.files.promotion_lock.time.monotonic", lambda: next(clock))
    ran = healthy.run("doctor --fix --json")
    assert ran.status == 1
    assert "is held by process" in ran.err
    assert [one["fixed"] for one in json.loads(ran.out)["findings"]] == [False, False]
    assert healthy.text(NOTE) == block() + block()


def test_temporary_files_are_removed(healthy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [f"{folder}.dreamtui-{dead_pid()}-00ff.tmp" for folder in ("", "memory/", "memory/.dreams/")]
    others = [
        "memory/.dreams/short-term-recall.json.77.1.abc.tmp",
        "memory/.dreams/short-term-promotion.lock.7.stale",
    ]
    kept = ["memory/mine.tmp", "memory/.dreams/notes.tmp", ".dreamtui-x.tmp"]
    for path in (*ours, *others, *kept):
        healthy.write(path, "half")
    assert findings(healthy) == []  # they may be somebody's work
    later = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)
    monkeypatch.setattr(time, "time", lambda: later / 1e9)
    assert sorted(one["where"] for one in findings(healthy)) == sorted(ours + others)
    assert all(one["fixed"] for one in findings(healthy, "--fix"))
    for path in (*ours, *others):
        assert not (healthy.workspace / path).exists()
    for path in kept:
        assert healthy.text(path) == "half"
    assert findings(healthy) == []


@pytest.mark.parametrize("path", [paths.EVENTS, paths.REVIEW_LOG])
def test_lines_of_logs_that_were_cut(healthy: Home, path: str) -> None:
    healthy.write(path, '{"type":"x"}\nnonsense\n{"type":"y"}\n{"type":"z')
    one = only(healthy)
    assert (one["code"], one["where"]) == ("log-broken-lines", path)
    assert "2 lines cannot be read, the first is line 2" in one["message"]


# --- around it ----------------------------------------------------------------------------------


def test_what_is_only_worth_knowing_is_no_fault(healthy: Home) -> None:
    healthy.set(enabled=False)
    healthy.sessions.rmdir()
    dreaming = {"minScoer": 1}
    root = {"plugins": {"entries": {"memory-core": {"config": {"dreaming": dreaming}}}}}
    (healthy.state / "openclaw.json").write_text(json.dumps(root), "utf-8")
    found = findings(healthy)
    assert [one["code"] for one in found] == ["sessions-missing", "config-unknown-keys", "disabled"]
    assert {one["severity"] for one in found} == {"note"}
    assert healthy.run("doctor").status == 0


def test_broken_settings_are_a_finding_and_hide_nothing(healthy: Home) -> None:
    (healthy.home / "config.toml").write_text("[dreaming\n", "utf-8")
    (healthy.state / "openclaw.json").write_text("{", "utf-8")
    healthy.write("memory/2026-04-08.md", b"\xe9")
    found = findings(healthy)
    assert [one["code"] for one in found] == ["config-invalid", "config-invalid", "note-not-utf8"]
    assert {Path(one["where"]).name for one in found[:2]} == {"config.toml", "openclaw.json"}


WRONG = '{"plugins":{"entries":{"memory-core":{"config":{"dreaming":{"phases":{"deep":{"limit":-1}}}}}}}%s}'


def bare(home: Home, capture: pytest.CaptureFixture[bytes], *options: str) -> tuple[int, str, str]:
    """What doctor says that nobody told which workspace is meant."""
    status = run(["doctor", "--now", home.now, *options])
    out, err = capture.readouterr()
    return status, folded(out.decode().split()), err.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [("{bad", "openclaw.json: line 1, column "), (WRONG % "", "openclaw.json: phases.deep.limit is -1")],
)
def test_broken_settings_come_before_the_workspace_that_is_not_there(
    healthy: Home, capsysbinary: pytest.CaptureFixture[bytes], content: str, told: str
) -> None:
    (healthy.state / "openclaw.json").write_text(content, "utf-8")
    status, out, err = bare(healthy, capsysbinary)
    assert (status, err) == (1, "")
    assert out.startswith("Settings: 2 findings.")
    assert out.index(told) < out.index("state/workspace does not exist")
    status, out, _ = bare(healthy, capsysbinary, "--json")
    found = json.loads(out)["findings"]
    assert (status, [one["code"] for one in found]) == (1, ["config-invalid", "workspace-missing"])


@pytest.mark.parametrize("content", ["{bad", WRONG % ""])
def test_what_can_be_checked_without_the_settings_is(
    healthy: Home, capsysbinary: pytest.CaptureFixture[bytes], content: str
) -> None:
    (healthy.state / "openclaw.json").write_text(content, "utf-8")
    (healthy.state / "workspace").mkdir()
    (healthy.state / "workspace/MEMORY.md").write_bytes(b"\xe9")
    status, out, _ = bare(healthy, capsysbinary, "--json")
    assert status == 1
    codes = [one["code"] for one in json.loads(out)["findings"] if one["severity"] == "warn"]
    assert codes == ["config-invalid", "memory-not-utf8"]


def test_a_wrong_value_does_not_hide_where_the_workspace_is(
    healthy: Home, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    agents = f', "agents": {{"defaults": {{"workspace": {json.dumps(str(healthy.workspace))}}}}}'
    (healthy.state / "openclaw.json").write_text(WRONG % agents, "utf-8")
    status, out, _ = bare(healthy, capsysbinary)
    assert status == 1
    assert out.startswith(f"{healthy.workspace}: 1 finding.")


def test_an_agent_whose_workspace_is_no_folder_is_a_finding(healthy: Home) -> None:
    (healthy.state / "openclaw.json").write_text('{"agents": {"defaults": {"workspace": 5}}}', "utf-8")
    (one,) = [one for one in findings(healthy) if one["severity"] == "warn"]
    assert one["code"] == "config-invalid"
    assert "openclaw.json: agents.defaults.workspace is 5; it must be" in one["message"]


@pytest.mark.parametrize(
    "options", [["--set", "minScoer=1"], ["--config", "nowhere.json"], ["--workspace", "nowhere"]]
)
def test_wrong_usage_is_no_finding(
    healthy: Home, options: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["doctor", "--workspace", str(healthy.workspace), *options]) == 2
    out, err = capsysbinary.readouterr()
    assert (out, err.count(b"\n")) == (b"", 1)


def test_a_workspace_that_may_not_be_written(healthy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = healthy.workspace / "memory/.dreams"
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != denied and access(path, mode))
    one = only(healthy)
    assert (one["code"], one["where"]) == ("not-writable", "memory/.dreams")


# --- blocks in notes ----------------------------------------------------------------------------


def test_several_blocks_become_one(healthy: Home) -> None:
    newer = block(ROWS.replace("router", "NAS"))
    healthy.write(NOTE, f"# Mine\n\n- a  \n\n{block()}\nmy words\n\n{newer}")
    one = only(healthy)
    assert (one["code"], one["where"], one["fixable"]) == ("note-blocks-several", NOTE, True)
    fixed = only(healthy, "--fix")
    assert fixed["fixed"]
    assert "kept the last of 2 Light blocks" in fixed["done"]
    assert healthy.text(NOTE) == f"# Mine\n\n- a  \n\nmy words\n\n{newer}"
    assert findings(healthy) == []


def test_the_note_as_it_was_is_kept(healthy: Home) -> None:
    raw = f"# Mine\r\n\r\n{block()}{block()}".encode()
    healthy.write(NOTE, raw)
    done = only(healthy, "--fix")["done"]
    copy = healthy.workspace / done.rpartition("as it was: ")[2]
    assert copy.parent == healthy.workspace / paths.BACKUPS
    assert copy.read_bytes() == raw


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks_move_into_reports_when_storage_is_separate(healthy: Home, newline: str) -> None:
    healthy.set(storage__mode="separate")
    rem = "### Reflections\n- No strong patterns surfaced.\n"
    text = f"# Mine\n- a\n\n{block()}\n{block(rem, 'rem')}\nmine again\n".replace("\n", newline)
    healthy.write(NOTE, text.encode())
    assert only(healthy)["code"] == "note-blocks-inline"
    assert only(healthy, "--fix")["fixed"]
    read = healthy.workspace.joinpath
    assert read(NOTE).read_bytes().decode() == "# Mine\n- a\n\nmine again\n".replace("\n", newline)
    light = read(paths.report_path("light", DAY)).read_bytes().decode()
    assert light == f"# Light Sleep\n\n{ROWS}".replace("\n", newline)
    assert read(paths.report_path("rem", DAY)).read_bytes().decode() == f"# REM Sleep\n\n{rem}".replace(
        "\n", newline
    )
    assert findings(healthy) == []


def test_a_report_that_says_something_else_is_never_overwritten(healthy: Home) -> None:
    healthy.set(storage__mode="separate")
    report = paths.report_path("light", DAY)
    healthy.write(report, "# Light Sleep\n\n- other\n")
    healthy.write(NOTE, f"# Mine\n\n{block()}")
    before = healthy.listing()
    one = only(healthy, "--fix")
    assert not one["fixed"]
    assert f"{report} exists and says something else" in one["done"]
    assert {path: seen for path, seen in healthy.listing().items() if path.endswith(".md")} == {
        path: seen for path, seen in before.items() if path.endswith(".md")
    }


def test_a_report_that_says_the_same_is_enough(healthy: Home) -> None:
    healthy.set(storage__mode="separate")
    healthy.write(paths.report_path("light", DAY), f"# Light Sleep\n\n{ROWS}", "2026-04-01T00:00:00Z")
    healthy.write(NOTE, f"# Mine\n\n{block()}")
    assert only(healthy, "--fix")["fixed"]
    assert healthy.text(NOTE) == "# Mine\n"
    moment = (healthy.workspace / paths.report_path("light", DAY)).stat().st_mtime
    assert moment == 1_775_001_600


def test_the_note_of_today_is_left_to_the_next_sweep(healthy: Home) -> None:
    healthy.set(storage__mode="separate")
    today = f"memory/{TODAY}.md"
    healthy.write(today, f"# Mine\n\n{block()}")
    assert findings(healthy) == []
    healthy.write(today, block() + block())
    one = only(healthy, "--fix")
    assert (one["code"], one["fixable"], one["fixed"]) == ("note-blocks-several", False, False)
    assert healthy.text(today) == block() + block()


def test_an_unfinished_block_is_taken_out_when_all_in_it_is_dreamings(healthy: Home) -> None:
    healthy.write(NOTE, f"# Mine\n\n{OPEN}\n## My afternoon\n- b\n")
    one = only(healthy)
    assert (one["code"], one["fixable"]) == ("note-block-unterminated", True)
    assert only(healthy, "--fix")["fixed"]
    assert healthy.text(NOTE) == "# Mine\n\n## My afternoon\n- b\n"


def test_an_unfinished_block_with_other_words_in_it_is_left(healthy: Home) -> None:
    content = f"# Mine\n\n{OPEN}I wrote this myself.\n"
    healthy.write(NOTE, content)
    one = only(healthy, "--fix")
    assert (one["fixable"], one["fixed"]) == (False, False)
    assert "<!-- openclaw:dreaming:light:end -->" in one["remedy"]
    assert healthy.text(NOTE) == content


def test_all_is_mended_at_once(healthy: Home) -> None:
    healthy.set(storage__mode="separate")
    healthy.write(NOTE, f"# Mine\n\n{block()}\n{block(ROWS.replace('router', 'NAS'))}\n{OPEN}")
    healthy.write("memory/2026-04-08.md", block("- No notable updates.\n"))
    healthy.write(paths.LOCK, f"{dead_pid()}:1", "2026-04-01T00:00:00Z")
    found = findings(healthy, "--fix")
    assert len(found) == 5
    assert all(one["fixed"] and one["done"] for one in found)
    assert healthy.text(NOTE) == "# Mine\n"
    assert "NAS" in healthy.text(paths.report_path("light", DAY))
    assert healthy.text("memory/2026-04-08.md") == ""
    assert findings(healthy) == []
    text = healthy.run("doctor --fix").out.decode()
    assert "nothing is wrong" in text


def test_notes_that_are_not_utf8_are_not_touched(healthy: Home) -> None:
    raw = block().encode() + b"caf\xe9\n" + block().encode()
    healthy.write("memory/2026-04-08.md", raw)
    assert codes(healthy, "--fix") == ["note-not-utf8"]
    assert (healthy.workspace / "memory/2026-04-08.md").read_bytes() == raw


def test_what_dreaming_did_not_write_is_left_alone(healthy: Home) -> None:
    healthy.set(storage__mode="separate")
    healthy.write(NOTE, "## Light Sleep\n- I slept lightly.\n- Candidate: Joe\n")
    assert findings(healthy, "--fix") == []
    assert healthy.text(NOTE) == "## Light Sleep\n- I slept lightly.\n- Candidate: Joe\n"


@pytest.mark.parametrize("asked", ["doctor", "doctor --json"])
def test_without_fix_nothing_is_written(healthy: Home, asked: str) -> None:
    healthy.set(storage__mode="separate")
    healthy.write(NOTE, block() + block() + OPEN)
    healthy.write(paths.LOCK, f"{dead_pid()}:1", "2026-04-01T00:00:00Z")
    healthy.write(paths.PHASE_SIGNALS, "{")
    before = healthy.listing()
    assert healthy.run(asked).status == 1
    assert healthy.listing() == before


def test_with_fix_and_nothing_to_mend_nothing_is_written(healthy: Home) -> None:
    healthy.write(paths.PHASE_SIGNALS, "{")
    before = healthy.listing()
    assert healthy.run("doctor --fix").status == 1
    assert healthy.listing() == before


def test_many_alike_are_counted_for_people(healthy: Home) -> None:
    for day in range(10, 20):
        healthy.write(f"memory/2026-03-{day}.md", block() + block())
    text = " ".join(healthy.run("doctor").out.decode().split())
    assert "10 findings" in text
    assert text.count("has 2 Light blocks") == 3
    assert "and 7 more like this: note-blocks-several" in text
    assert "`dreamtui doctor --fix` mends 10 of them" in text
    fixed = " ".join(healthy.run("doctor --fix").out.decode().split())
    assert "10 findings, 10 mended" in fixed


def test_why_nothing_was_promoted_is_told_as_activity_tells_it(healthy: Home) -> None:
    def told() -> str:
        tonight = str(json.loads(healthy.run("doctor --json").out)["tonight"])
        assert " ".join(healthy.run("doctor").out.decode().split()).endswith(tonight)
        return tonight

    assert told().startswith("No sweep is on record yet; ")
    healthy.run("sweep")
    assert told().startswith(f"Nothing was promoted by the last sweep ({TODAY}): ")
    healthy.write(paths.RECALL_STORE, "{")
    assert told() == "What a night would promote cannot be told while the state of dreaming cannot be read."


def dead_pid() -> int:
    """A process id that nobody has."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid
