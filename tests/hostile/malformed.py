"""What may stand where a good file should: wrong bytes, and things that are no files."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

Spoil = Callable[[Path], None]
"""Puts something wrong in place of what stands at a path."""

DEEP = b'{"version":1,"entries":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001


def _bytes(content: bytes) -> Spoil:
    def spoil(path: Path) -> None:
        _clear(path)
        path.write_bytes(content)

    return spoil


def _edited(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(path: Path) -> None:
        before = path.read_bytes() if path.is_file() else b'{"version": 1, "entries": {}}'
        _clear(path)
        path.write_bytes(change(before))

    return spoil


def _link(target: str) -> Spoil:
    def spoil(path: Path) -> None:
        _clear(path)
        path.symlink_to(target)

    return spoil


def _made(make: Callable[[Path], object]) -> Spoil:
    def spoil(path: Path) -> None:
        _clear(path)
        make(path)

    return spoil


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            made.bind(f"/proc/self/fd/{folder}/{path.name}" if len(str(path)) > 100 else str(path))
        finally:
            os.close(folder)


def _elsewhere(path: Path, to: Path, target: str) -> None:
    if path.is_dir():
        shutil.copytree(path, to)
    else:
        to.write_bytes(path.read_bytes() if path.is_file() else b"{}")
    _clear(path)
    path.symlink_to(target)


def _outside(path: Path) -> None:
    """A link to a good copy outside the workspace."""
    to = _base(path) / f"outside-{path.name}"
    _elsewhere(path, to, str(to))


def _inside(path: Path) -> None:
    """A link to a good copy beside it."""
    _elsewhere(path, path.with_name(f"copy-of-{path.name}"), f"copy-of-{path.name}")


def _base(path: Path) -> Path:
    """The folder above workspace, home and state."""
    return next(above for above in path.parents if (above / "workspace").is_dir())


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


CONTENT: dict[str, Spoil] = {
    "cut": _edited(lambda raw: raw[: len(raw) // 2]),
    "empty": _bytes(b""),
    "blank": _bytes(b" \n"),
    "list": _bytes(b"[1, 2]"),
    "null": _bytes(b"null"),
    "nul": _edited(lambda raw: raw[:20] + b"\0\0" + raw[20:]),
    "latin-1": _edited(lambda raw: raw[:20] + b"\xe9\xff" + raw[20:]),
    "utf-16": _edited(lambda raw: raw.decode("utf-8").encode("utf-16")),
    "bom and crlf": _edited(lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")),
    "deep": _bytes(DEEP),
    "long number": _bytes(b'{"version":' + b"9" * 10_000 + b"}"),
    "later version": _bytes(b'{"version":99,"entries":{}}'),
    "lists for tables": _bytes(b'{"version":1,"entries":[],"files":[],"seenMessages":[]}'),
    "wrong entries": _bytes(
        b'{"version":1,"entries":{"a":1,"b":null,"":{}},"files":{"a":1},"seenMessages":{"a":1}}'
    ),
    "binary": _bytes(bytes(range(256)) * 50),
    "broken lines": _bytes(
        b'{"a":1\n\xff\xfe\n{}\n[]\n"x"\nnull\n{"type":"message","message":{"role":"user","content":'
        b'[{"type":"text","text":"hello hello hello"}]},"timestamp":1e400}\n' + b"[" * 20_000 + b"\n"
    ),
    "gone": _clear,
}
SPECIAL: dict[str, Spoil] = {
    "folder": _made(Path.mkdir),
    "pipe": _made(os.mkfifo),
    "device": _link("/dev/zero"),
    "loop": _made(_loop),
    "socket": _made(_socket),
}
LINKS: dict[str, Spoil] = {
    "dangling outside": _link("/nonexistent/x/y"),
    "dangling inside": _link("nowhere"),
    "link outside": _outside,
    "link inside": _inside,
}
EVERYTHING = CONTENT | SPECIAL | LINKS
