"""What a change of MEMORY.md would make memory forget, with all else that memory holds as it is on disk."""

from __future__ import annotations

from collections.abc import Sequence

from dreamtui import paths
from dreamtui.engine.forgetting import lost
from dreamtui.entries import Lost, MemoryEntry
from dreamtui.files.passages import of_memory, passages
from dreamtui.files.workspace import Workspace


def forgotten(
    workspace: Workspace, going: Sequence[MemoryEntry], before: bytes | None, after: bytes | None
) -> tuple[Lost, ...]:
    """What could be answered with MEMORY.md as it is (`before`) and no longer when it is `after`.

    It reads every note and report: not for the event loop.
    """
    others = [passage for passage in of_memory(workspace) if passage.path != paths.MEMORY]
    return lost(
        going,
        [*passages(paths.MEMORY, before or b""), *others],
        [*passages(paths.MEMORY, after or b""), *others],
    )
