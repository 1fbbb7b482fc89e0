"""Reading a workspace as it is now: everything that a sweep may look at, at one instant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dreamtui import paths
from dreamtui.engine.similarity import claim_hash
from dreamtui.files import memory_md, transcripts
from dreamtui.files.sources import WorkspaceSources
from dreamtui.files.state import StateStore
from dreamtui.files.workspace import Workspace
from dreamtui.model import MemoryFile, Snapshot
from dreamtui.review import ledger


def read_snapshot(
    workspace: Workspace, store: StateStore, transcript_folders: Iterable[tuple[str, Path]] = ()
) -> Snapshot:
    """The workspace as it is now; texts are read when first asked for, each once.

    `transcript_folders` are (agent, folder) pairs. Raises BadInput for state that cannot be read.
    """
    return Snapshot(
        workspace=str(workspace.root),
        state=store.load(),
        notes=workspace.notes(),
        transcripts=tuple(
            transcript
            for agent, folder in transcript_folders
            for transcript in transcripts.list_transcripts(folder, agent)
        ),
        sources=WorkspaceSources(workspace.read_bytes),
        corpus_lines=workspace.corpus_lines(),
        memory=read_memory(workspace),
        rejected_claims=ledger.read(workspace.read_bytes(paths.REVIEW_LOG)).rejected_claims,
    )


def read_memory(workspace: Workspace) -> MemoryFile:
    """MEMORY.md as it is now."""
    raw = workspace.read_bytes(paths.MEMORY)
    if raw is None:
        return MemoryFile()
    claims = frozenset(claim_hash(said) for said in memory_md.statements(raw))
    return MemoryFile(raw, memory_md.promoted_keys(raw), claims)
