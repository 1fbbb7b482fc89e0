"""Watching: what is told of changes, what is not, with events and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
import watchfiles
from watchfiles._rust_notify import RustNotify

from dreamtui import paths
from dreamtui.service import watch

PATIENCE_S = 30.0
"""How long a change is waited for, on a machine with much else to do."""


@pytest.fixture
def where(tmp_path: Path) -> watch.Places:
    root = tmp_path / "workspace"
    (root / "memory/.dreams").mkdir(parents=True)
    (root / "memory/dreaming/rem").mkdir(parents=True)
    (root / paths.MEMORY).write_text("# Memory\n", "utf-8")
    (tmp_path / "settings").mkdir()
    return watch.Places(root, (tmp_path / "settings/config.toml",))


@contextmanager
def _told(where: watch.Places, *, polling: bool, events: bool = True) -> Iterator[Queue[frozenset[str]]]:
    """What is told, from when events come; where none do, from when it is known how the files are."""
    stop, ready, told = Event(), Event(), Queue[frozenset[str]]()
    stamps = watch.stamps

    def seen(where: watch.Places) -> watch.Stamps:
        found = stamps(where)
        if polling or not events:
            ready.set()
        return found

    def attached(*given: object) -> object:
        made = RustNotify(*given)  # type: ignore[arg-type]
        ready.set()
        return made

    def run() -> None:
        for names in watch.changes(where, stop, polling=polling):
            told.put(names)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watch, "stamps", seen)
        patch.setattr("watchfiles.main.RustNotify", attached)
        thread = Thread(target=run)
        thread.start()
        try:
            assert ready.wait(PATIENCE_S)
            yield told
        finally:
            stop.set()
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


def _is_told(told: Queue[frozenset[str]], *names: str) -> frozenset[str]:
    """Each of these is told, in however many parts: a file is looked at while it is being written, too."""
    found: frozenset[str] = frozenset()
    while not found.issuperset(names):
        found |= told.get(timeout=PATIENCE_S)
    return found


@pytest.mark.parametrize("polling", [False, True])
def test_every_kind_of_change_is_told(
    where: watch.Places, polling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By events, or by the clock: it does not look by itself before the test has lost its patience."""
    monkeypatch.setattr(watch, "_QUIET_MS", round(3 * PATIENCE_S * 1000))
    config = str(where.others[0])
    with _told(where, polling=polling) as told:
        before = ""
        for name in (
            paths.MEMORY, "DREAMS.md", "memory/2026-04-10.md", paths.RECALL_STORE, paths.REVIEW_LOG,
            paths.report_path("rem", "2026-04-10"), config,
        ):  # fmt: skip
            (where.root / name).write_text(name, "utf-8")
            assert _is_told(told, name) <= {before, name}
            before = name
        (where.root / paths.MEMORY).unlink()
        assert _is_told(told, paths.MEMORY) <= {before, paths.MEMORY}


@pytest.mark.parametrize("polling", [False, True])
def test_an_atomic_replacement_is_seen(where: watch.Places, polling: bool) -> None:
    with _told(where, polling=polling) as told:
        new = where.root / ".new.tmp"
        new.write_text("# Memory\n", "utf-8")
        new.replace(where.root / paths.MEMORY)
        assert _is_told(told, paths.MEMORY) == {paths.MEMORY}


@pytest.mark.parametrize("polling", [False, True])
def test_a_file_that_is_renamed_is_told_by_both_its_names(where: watch.Places, polling: bool) -> None:
    old, new = where.root / "memory/2026-04-10.md", where.root / "memory/2026-04-11.md"
    old.write_text("x", "utf-8")
    with _told(where, polling=polling) as told:
        old.rename(new)
        both = {"memory/2026-04-10.md", "memory/2026-04-11.md"}
        assert _is_told(told, *both) == both


@pytest.mark.parametrize("polling", [False, True])
def test_a_folder_that_is_made_anew_is_watched_again(
    where: watch.Places, polling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its events would be those of the folder that is gone."""
    monkeypatch.setattr(watch, "_QUIET_MS", round(3 * PATIENCE_S * 1000))
    note = where.root / "memory/2026-04-10.md"
    note.write_text("x", "utf-8")
    with _told(where, polling=polling) as told:
        for text in ("one", "three", "seven"):
            shutil.rmtree(where.root / "memory")
            (where.root / "memory/.dreams").mkdir(parents=True)
            note.write_text(text, "utf-8")
            _is_told(told, "memory/2026-04-10.md")
            (where.root / paths.RECALL_STORE).write_text(text, "utf-8")
            _is_told(told, paths.RECALL_STORE)


def test_what_happens_before_events_come_is_told(
    where: watch.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is, a folder too, it happened between a look at the files and the watch on them."""
    monkeypatch.setattr(watch, "_QUIET_MS", round(3 * PATIENCE_S * 1000))
    shutil.rmtree(where.root / "memory")
    attach = watchfiles.watch
    note = where.root / "memory/2026-04-10.md"

    def late(*folders: Path, **how: Any) -> Iterator[set[watchfiles.main.FileChange]]:
        if not note.parent.exists():
            note.parent.mkdir()
            note.write_text("before", "utf-8")
        return attach(*folders, **how)

    monkeypatch.setattr(watchfiles, "watch", late)
    with _told(where, polling=False) as told:
        _is_told(told, "memory/2026-04-10.md")
        note.write_text("and after", "utf-8")
        _is_told(told, "memory/2026-04-10.md")


@pytest.mark.parametrize("polling", [False, True])
def test_what_a_symbolic_link_leads_to_is_watched(
    where: watch.Places, polling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_QUIET_MS", round(3 * PATIENCE_S * 1000))
    real = where.root.parent / "dotfiles"
    real.mkdir()
    (where.root / "notes").mkdir()
    settings, note = real / "dreamtui.toml", where.root / "notes/today.md"
    for file in (settings, note):
        file.write_text("", "utf-8")
    where.others[0].symlink_to(settings)
    (where.root / "memory/2026-04-10.md").symlink_to(note)
    with _told(where, polling=polling) as told:
        settings.write_text("[ui]\n", "utf-8")
        assert _is_told(told, str(where.others[0])) == {str(where.others[0])}
        note.write_text("- A note.\n", "utf-8")
        _is_told(told, "memory/2026-04-10.md")


def test_a_burst_is_folded(where: watch.Places) -> None:
    with _told(where, polling=False) as told:
        for number in range(200):
            (where.root / f"memory/2026-04-{number % 28 + 1:02}.md").write_text(f"{number}", "utf-8")
        told.get(timeout=PATIENCE_S)
        sleep(1)
        assert told.qsize() < 20


def test_locks_and_temporary_files_are_silent(where: watch.Places) -> None:
    with _told(where, polling=False) as told:
        (where.root / paths.LOCK).write_text("1:2", "utf-8")
        (where.root / "memory/.dreams/.dreamtui-1-aa.tmp").write_text("x", "utf-8")
        (where.root / paths.MEMORY).touch()
        assert _is_told(told, paths.MEMORY) == {paths.MEMORY}
        with pytest.raises(Empty):
            told.get(timeout=0.4)


def test_folders_that_come_later_are_watched(tmp_path: Path) -> None:
    where = watch.Places(tmp_path, ())
    with _told(where, polling=False) as told:
        (tmp_path / "memory").mkdir()
        (tmp_path / "memory/2026-04-10.md").write_text("x", "utf-8")
        assert _is_told(told, "memory/2026-04-10.md") == {"memory/2026-04-10.md"}


def test_without_events_it_looks(where: watch.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_how: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    with _told(where, polling=False, events=False) as told:
        (where.root / paths.MEMORY).write_text("new", "utf-8")
        assert _is_told(told, paths.MEMORY) == {paths.MEMORY}


def test_events_that_never_come_are_noticed(where: watch.Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_QUIET_MS", 100)

    def silent(*_args: object, stop_event: Event, **_how: object) -> Iterator[set[object]]:
        while not stop_event.wait(0.05):
            yield set()

    monkeypatch.setattr(watchfiles, "watch", silent)
    with _told(where, polling=False, events=False) as told:
        for text in ("one", "three", "sixteen"):
            (where.root / paths.MEMORY).write_text(text, "utf-8")
            assert _is_told(told, paths.MEMORY) == {paths.MEMORY}


@pytest.mark.parametrize("polling", [False, True])
def test_a_configuration_that_is_made_later_is_told(tmp_path: Path, polling: bool) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    new = tmp_path / "much" / "later" / "config.toml"
    theirs = tmp_path / "openclaw.json"
    with _told(watch.Places(root, (new, theirs)), polling=polling) as told:
        theirs.write_text("{}", "utf-8")
        assert _is_told(told, str(theirs)) == {str(theirs)}
        new.parent.mkdir(parents=True)
        new.write_text("[ui]\n", "utf-8")
        _is_told(told, str(new))
