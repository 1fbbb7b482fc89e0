import os
from pathlib import Path

import pytest

from dreamtui.errors import BadInput
from dreamtui.files.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / "memory/.dreams/session-corpus").mkdir(parents=True)
    return root


def test_only_a_folder_is_a_workspace(tmp_path: Path, root: Path) -> None:
    assert Workspace.open(root).root == root
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="is not there; nothing was changed: name the folder"):
        Workspace.open(tmp_path / "none")
    with pytest.raises(BadInput, match="is not a folder"):
        Workspace.open(tmp_path / "file")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "relative",
    [
        "",
        "/etc/passwd",
        "..",
        "../x",
        "memory/../../x",
        "memory//x",
        "./x",
        "memory/",
        "a\nb",
        "a\0b",
        "a\\..\\b",
    ],
)
def test_paths_that_could_climb_out_are_refused(root: Path, relative: str) -> None:
    with pytest.raises(BadInput, match="is no path inside the workspace"):
        Workspace(root).path(relative)


def test_links_that_lead_out_are_refused(tmp_path: Path, root: Path) -> None:
    outside = tmp_path / "workspace-beside"
    outside.mkdir()
    (outside / "secret.md").write_text("x")
    (root / "link").symlink_to(outside)
    (root / "MEMORY.md").symlink_to(outside / "secret.md")
    (root / "inner").symlink_to(root / "memory")
    workspace = Workspace(root)
    for relative in ("link/secret.md", "link/new.md", "MEMORY.md"):
        with pytest.raises(BadInput, match="leads out of the workspace through a symbolic link"):
            workspace.read_bytes(relative)
    assert workspace.path("inner/x.md") == root / "inner/x.md"


def test_a_workspace_may_itself_be_a_link(tmp_path: Path, root: Path) -> None:
    (root / "MEMORY.md").write_bytes(b"m")
    (tmp_path / "alias").symlink_to(root)
    assert Workspace.open(tmp_path / "alias").read_bytes("MEMORY.md") == b"m"


def test_bytes_and_stamps(root: Path) -> None:
    workspace = Workspace(root)
    assert workspace.read_bytes("MEMORY.md") is None
    assert workspace.stamp("MEMORY.md") is None
    (root / "MEMORY.md").write_bytes(b"\xef\xbb\xbfa\r\n")
    os.utime(root / "MEMORY.md", ns=(0, 1_795_193_699_946_999_999))
    assert workspace.read_bytes("MEMORY.md") == b"\xef\xbb\xbfa\r\n"
    assert workspace.stamp("MEMORY.md") == (1_795_193_699_946, 6, {})
    assert workspace.stamp("memory") is None
    assert workspace.stamp("MEMORY.md/x") is None
    with pytest.raises(BadInput, match="memory: is a folder where a file should be"):
        workspace.read_bytes("memory")


def test_a_circle_of_links_is_one_line(root: Path) -> None:
    (root / "a").symlink_to("b")
    (root / "b").symlink_to("a")
    with pytest.raises(BadInput, match="remove the circle of symbolic links"):
        Workspace(root).read_bytes("a")


def test_notes_are_the_files_named_by_a_day(tmp_path: Path, root: Path) -> None:
    memory = root / "memory"
    for name in ("2026-04-11.md", "2026-04-10.md", "2026-04-10-0003.md", "2026-04-10-日記　二.md"):
        (memory / name).write_text("x")
    for name in ("2026-13-40.md", "notes.md", "2026-04-12.txt", "x2026-04-12.md", "2026-04-12.md~"):
        (memory / name).write_text("x")
    (memory / "2026-04-13.md").mkdir()
    (memory / "sub").mkdir()
    (memory / "sub/2026-04-14.md").write_text("x")
    os.mkfifo(memory / "2026-04-15.md")
    (tmp_path / "outside.md").write_text("x")
    (memory / "2026-04-16.md").symlink_to(tmp_path / "outside.md")
    (memory / "2026-04-17.md").symlink_to("nowhere")
    (memory / "2026-04-18.md").symlink_to("notes.md")
    (memory / os.fsdecode(b"2026-04-19-\xff.md")).write_text("x")
    found = [(note.path, note.day, note.stamp.size) for note in Workspace(root).notes()]
    assert found == [
        ("memory/2026-04-10-0003.md", "2026-04-10", 1),
        ("memory/2026-04-10-日記　二.md", "2026-04-10", 1),
        ("memory/2026-04-10.md", "2026-04-10", 1),
        ("memory/2026-04-11.md", "2026-04-11", 1),
        ("memory/2026-04-18.md", "2026-04-18", 1),
    ]


def test_a_workspace_without_memory_has_no_notes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.notes() == ()
    assert workspace.corpus_lines() == {}
    assert workspace.diary() is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "memory").write_text("a file")
    with pytest.raises(BadInput, match="memory: cannot be listed"):
        workspace.notes()


def test_lines_of_the_corpus(root: Path) -> None:
    corpus = root / "memory/.dreams/session-corpus"
    (corpus / "2026-04-10.txt").write_bytes(b"a\nb\n")
    (corpus / "2026-04-11.txt").write_bytes(b"a\r\nb")
    (corpus / "2026-04-12.txt").write_bytes(b"")
    (corpus / "other.txt").write_bytes(b"a\n")
    base = "memory/.dreams/session-corpus"
    assert Workspace(root).corpus_lines() == {
        f"{base}/2026-04-10.txt": 2,
        f"{base}/2026-04-11.txt": 2,
        f"{base}/2026-04-12.txt": 0,
    }


def test_the_diary_by_either_name(root: Path) -> None:
    (root / "dreams.md").write_text("x")
    assert Workspace(root).diary() == "dreams.md"
    (root / "dreams.md").rename(root / "DREAMS.md")
    assert Workspace(root).diary() == "DREAMS.md"


def test_denied_listing_is_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", deny)
    for look in (Workspace(root).notes, Workspace(root).diary, lambda: Workspace.open(root)):
        with pytest.raises(BadInput, match=r"\(permission denied\); nothing was changed: allow access"):
            look()
