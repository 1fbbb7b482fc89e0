import errno
import os
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from dreamtui import paths
from dreamtui.errors import BadInput, Changed, DreamtuiError
from dreamtui.files import staging
from dreamtui.files.workspace import Workspace
from dreamtui.files.writing import apply_writes
from dreamtui.instants import DAY_MS, parse_instant
from dreamtui.model import Write

NOW = parse_instant("2026-04-11T03:00:00.123Z") or 0
COPY = "memory/.dreams/backups/20260411T030000123Z-"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "workspace"
    (root / "memory/.dreams").mkdir(parents=True)
    (root / "MEMORY.md").write_bytes(b"old memory\n")
    (root / paths.RECALL_STORE).write_bytes(b"old store\n")
    (root / paths.EVENTS).write_bytes(b"one\n")
    (root / "memory/2026-04-10.md").write_bytes(b"note\n")
    return Workspace(root)


def plan() -> list[Write]:
    """One of each: replace, create, append, delete, replace."""
    return [
        Write(paths.RECALL_STORE, b"old store\n", b"new store\n"),
        Write("memory/dreaming/deep/2026-04-11.md", None, b"report\n", mtime_ms=NOW),
        Write(paths.EVENTS, b"one\n", b"one\ntwo\n", append=True),
        Write("memory/2026-04-10.md", b"note\n", None),
        Write(paths.MEMORY, b"old memory\n", b"new memory\n"),
    ]


def listing(workspace: Workspace) -> dict[str, tuple[int, int, bytes | None]]:
    """Every file's bytes, time and mode; of folders, that they are there."""
    return {
        str(path.relative_to(workspace.root)): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            path.read_bytes(),
        )
        if path.is_file()
        else (0, 0, None)
        for path in workspace.root.rglob("*")
    }


def contents(workspace: Workspace) -> dict[str, bytes]:
    return {name: raw for name, (_, _, raw) in listing(workspace).items() if raw is not None}


def test_all_writes_of_a_plan_are_made(workspace: Workspace) -> None:
    (workspace.root / "MEMORY.md").chmod(0o640)
    copies = apply_writes(workspace, plan(), [paths.MEMORY], NOW)
    assert copies == [f"{COPY}MEMORY.md", f"{COPY}2026-04-10.md"]
    assert contents(workspace) == {
        paths.RECALL_STORE: b"new store\n",
        paths.EVENTS: b"one\ntwo\n",
        "memory/dreaming/deep/2026-04-11.md": b"report\n",
        paths.MEMORY: b"new memory\n",
        f"{COPY}MEMORY.md": b"old memory\n",
        f"{COPY}2026-04-10.md": b"note\n",
    }
    assert (workspace.root / "MEMORY.md").stat().st_mode & 0o777 == 0o640
    assert (workspace.root / copies[0]).stat().st_mode & 0o777 == 0o640
    report = (workspace.root / "memory/dreaming/deep/2026-04-11.md").stat()
    assert report.st_mtime_ns == NOW * 1_000_000
    umask = os.umask(0)
    os.umask(umask)
    assert report.st_mode & 0o777 == 0o666 & ~umask


def test_nothing_to_do_makes_nothing(workspace: Workspace) -> None:
    before = listing(workspace)
    assert apply_writes(workspace, [], [], NOW) == []
    assert listing(workspace) == before


@pytest.mark.parametrize(
    "write",
    [
        Write(paths.MEMORY, b"something else", b"x"),
        Write(paths.MEMORY, None, b"x"),
        Write(paths.MEMORY, b"something else", None),
        Write("memory/2026-04-11.md", b"was there", b"x"),
        Write("memory/2026-04-11.md", b"was there", None),
    ],
)
def test_a_file_that_changed_stops_everything(workspace: Workspace, write: Write) -> None:
    before = listing(workspace)
    with pytest.raises(Changed) as caught:
        apply_writes(workspace, [*plan()[:3], write], [paths.RECALL_STORE], NOW)
    assert caught.value.path == write.path
    assert listing(workspace) == before


def test_a_file_that_changes_at_the_last_moment_stops_everything(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listing(workspace)
    replace = Path.replace

    def meddle(self: Path, target: Path) -> Path:
        if target.name == "short-term-recall.json" and (workspace.root / "MEMORY.md").stat().st_size == 11:
            (workspace.root / "MEMORY.md").write_bytes(b"typed by a person\n")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", meddle)
    with pytest.raises(Changed, match=r"^MEMORY\.md changed"):
        apply_writes(workspace, plan(), [paths.MEMORY], NOW)
    after = listing(workspace)
    assert after.pop("MEMORY.md")[2] == b"typed by a person\n"
    before.pop("MEMORY.md")
    assert after == before


def test_appending_keeps_what_others_appended(workspace: Workspace) -> None:
    events = workspace.root / paths.EVENTS
    events.write_bytes(b"one\nfrom others, cut sh")
    apply_writes(workspace, [Write(paths.EVENTS, b"one\n", b"one\ntwo\n", append=True)], [], NOW)
    assert events.read_bytes() == b"one\nfrom others, cut sh\ntwo\n"
    events.write_bytes(b"one")
    apply_writes(workspace, [Write(paths.EVENTS, b"one", b"one\ntwo\n", append=True)], [], NOW)
    assert events.read_bytes() == b"one\ntwo\n"
    events.unlink()
    apply_writes(workspace, [Write(paths.EVENTS, b"one\n", b"one\ntwo\n", append=True)], [], NOW)
    assert events.read_bytes() == b"two\n"


def test_two_plans_for_one_file_are_a_mistake(workspace: Workspace) -> None:
    before = listing(workspace)
    write = Write(paths.MEMORY, b"old memory\n", b"x")
    with pytest.raises(ValueError, match="only once"):
        apply_writes(workspace, [write, write], [], NOW)
    with pytest.raises(ValueError, match="must follow"):
        apply_writes(workspace, [Write(paths.EVENTS, b"one\n", b"two\n", append=True)], [], NOW)
    assert listing(workspace) == before


@pytest.mark.parametrize("name", ["MEMORY.md", "DREAMS.md", "dreams.md"])
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_memory_and_diary_are_not_written_through_links(
    workspace: Workspace, tmp_path: Path, name: str, place: str
) -> None:
    real = tmp_path / "real.md" if place == "outside" else workspace.root / "real.md"
    real.write_bytes(b"x")
    (workspace.root / name).unlink(missing_ok=True)
    (workspace.root / name).symlink_to(real)
    before = listing(workspace)
    with pytest.raises(
        BadInput, match=rf"^{name}: .*symbolic link.*; nothing was changed: put the file itself"
    ):
        apply_writes(workspace, [plan()[0], Write(name, b"x", b"y")], [], NOW)
    assert listing(workspace) == before
    assert real.read_bytes() == b"x"


def test_folders_that_lead_out_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (workspace.root / "memory/dreaming").symlink_to(tmp_path / "outside")
    before = listing(workspace)
    with pytest.raises(BadInput, match="leads out of the workspace"):
        apply_writes(workspace, plan(), [], NOW)
    with pytest.raises(BadInput, match="no path inside"):
        apply_writes(workspace, [Write("../x", None, b"x")], [], NOW)
    assert listing(workspace) == before
    assert list((tmp_path / "outside").iterdir()) == []


def test_other_links_inside_stay_links(workspace: Workspace) -> None:
    (workspace.root / "memory/2026-04-12.md").symlink_to("2026-04-10.md")
    apply_writes(workspace, [Write("memory/2026-04-12.md", b"note\n", b"more\n")], [], NOW)
    assert (workspace.root / "memory/2026-04-12.md").is_symlink()
    assert (workspace.root / "memory/2026-04-10.md").read_bytes() == b"more\n"


@pytest.mark.parametrize("number", range(8))
def test_a_full_disk_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Whichever of the writes to the disk it is that does not fit, if only half of it does."""
    before = listing(workspace)
    calls = iter(range(100))
    made = 0

    def full(file: FileIO, content: bytes) -> None:
        nonlocal made
        if next(calls) == number:
            file.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        made += 1
        file.write(content)

    monkeypatch.setattr(staging, "write_all", full)
    if number < 7:  # three staged, two copies, the steps, one append
        with pytest.raises(BadInput) as caught:
            apply_writes(workspace, plan(), [paths.MEMORY], NOW)
        message = str(caught.value)
        assert "(no space left on device); nothing was changed: free some space" in message
        assert "\n" not in message
        assert listing(workspace) == before
    else:
        apply_writes(workspace, plan(), [paths.MEMORY], NOW)
        assert made == 7


def denied(*_: object, **__: object) -> Any:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize("call", ["chmod", "mkdir", "replace", "unlink"])
def test_a_lack_of_permission_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = listing(workspace)
    real: Callable[..., Any] = getattr(Path, call)
    note = workspace.root / "memory/2026-04-10.md"

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if call in {"chmod", "mkdir"} or note in (self, *args):
            denied()
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, refuse)
        writes = (
            plan() if call != "replace" else [*plan()[:3], Write("memory/2026-04-10.md", b"note\n", b"x")]
        )
        with pytest.raises(BadInput, match=r"\(permission denied\); nothing was changed: allow access"):
            apply_writes(workspace, writes, [paths.MEMORY], NOW)
    assert listing(workspace) == before


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("last", [paths.MEMORY, "memory/new.md"])
def test_what_was_replaced_is_put_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, links: bool, last: str
) -> None:
    before = listing(workspace)
    real = Path.replace
    failed: list[Path] = []

    def fail(self: Path, target: Path) -> Path:
        if target.name == Path(last).name and not failed:
            failed.append(target)
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", denied)
    writes = plan() if last == paths.MEMORY else [*plan(), Write(last, None, b"x")]
    with pytest.raises(BadInput, match=r"cannot be written \(input/output error\); nothing was changed"):
        apply_writes(workspace, writes, [paths.MEMORY], NOW)
    assert failed
    assert listing(workspace) == before


def test_an_interruption_puts_everything_back(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listing(workspace)
    real = Path.replace

    def interrupt(self: Path, target: Path) -> Path:
        done = real(self, target)
        if target.name == "MEMORY.md" and target.read_bytes() == b"new memory\n":
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        apply_writes(workspace, plan(), [paths.MEMORY], NOW)
    assert listing(workspace) == before


def test_what_cannot_be_put_back_is_named_and_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == "MEMORY.md" or (workspace.root / paths.RECALL_STORE).read_bytes() == b"new store\n":
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DreamtuiError) as caught:
        apply_writes(workspace, [plan()[0], plan()[4]], [], NOW)
    assert not isinstance(caught.value, BadInput)
    message = str(caught.value)
    assert message.startswith("MEMORY.md: cannot be written (input/output error); could not be put back: ")
    kept = next((workspace.root / "memory/.dreams").glob(".dreamtui-*"))
    assert f"{paths.RECALL_STORE} (as it was: {kept.name})" in message
    assert kept.read_bytes() == b"old store\n"


def test_a_failed_append_never_cuts_off_what_others_added(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = workspace.root / paths.EVENTS
    real = Path.replace

    def meddle(self: Path, target: Path) -> Path:
        if target.name == "MEMORY.md":
            with events.open("ab") as file:
                file.write(b"from others\n")
            denied()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", meddle)
    with pytest.raises(DreamtuiError, match=r"could not be put back: memory/\.dreams/events\.jsonl"):
        apply_writes(workspace, [plan()[2], plan()[4]], [], NOW)
    assert events.read_bytes() == b"one\ntwo\nfrom others\n"


def test_what_a_crash_left_is_cleared_away(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".dreamtui-999999999-0a.tmp", f".dreamtui-{os.getpid()}-0b.tmp", ".dreamtui-notes.tmp"):
        (workspace.root / name).write_text("x")
    write = [Write(paths.MEMORY, b"old memory\n", b"x")]
    apply_writes(workspace, write, [], NOW)
    names = {".dreamtui-999999999-0a.tmp", f".dreamtui-{os.getpid()}-0b.tmp", ".dreamtui-notes.tmp"}
    assert {path.name for path in workspace.root.glob(".dream*")} == names
    later = time.time() + 120
    monkeypatch.setattr("dreamtui.files.staging.time.time", lambda: later)
    apply_writes(workspace, [Write(paths.MEMORY, b"x", b"y")], [], NOW)
    names.remove(".dreamtui-999999999-0a.tmp")
    assert {path.name for path in workspace.root.glob(".dream*")} == names
    later += 600
    apply_writes(workspace, [Write(paths.MEMORY, b"y", b"z")], [], NOW)
    assert {path.name for path in workspace.root.glob(".dream*")} == {".dreamtui-notes.tmp"}


def test_copies_of_one_instant_do_not_overwrite_each_other(workspace: Workspace) -> None:
    first = apply_writes(workspace, [Write(paths.MEMORY, b"old memory\n", b"2")], [paths.MEMORY], NOW)
    second = apply_writes(workspace, [Write(paths.MEMORY, b"2", b"3")], [paths.MEMORY, "none.md"], NOW)
    assert first == [f"{COPY}MEMORY.md"]
    assert second == [f"{COPY}2-MEMORY.md"]
    assert workspace.read_bytes(first[0]) == b"old memory\n"
    assert workspace.read_bytes(second[0]) == b"2"


def test_copies_are_pruned_by_count_and_age(workspace: Workspace) -> None:
    folder = workspace.root / paths.BACKUPS
    folder.mkdir()
    (folder / "mine.md").write_text("not a copy")

    def apply(at: int) -> int:
        raw = workspace.read_bytes(paths.MEMORY)
        apply_writes(workspace, [Write(paths.MEMORY, raw, b"%d" % at)], [paths.MEMORY], at)
        return len(list(folder.glob("*Z-MEMORY.md")))

    counts = [apply(NOW + minute * 60_000) for minute in range(60)]
    assert counts[-1] == 50
    assert not (folder / f"{COPY.rpartition('/')[2]}MEMORY.md").exists()
    assert apply(NOW + 200 * DAY_MS) == 10
    assert (folder / "mine.md").exists()
