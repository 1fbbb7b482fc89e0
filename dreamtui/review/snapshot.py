"""Reading a workspace as it is now: everything that a sweep may look at, at one instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from dreamtui import paths
from dreamtui.engine.similarity import claim_hash
from dreamtui.files import memory_md, transcripts
from dreamtui.files.sources import WorkspaceSources
from dreamtui.files.state import StateStore
from dreamtui.files.workspace import Workspace
from dreamtui.model import MemoryFile, Snapshot


def read_snapshot(
    workspace: Workspace, store: StateStore, transcript_folders: Iterable[tuple[str, Path]] = ()
) -> Snapshot:
    """The workspace as it is now; texts are read when first asked for, each once.

    `transcript_folders` are (agent, folder) pairs. Raises BadInput for state that cannot be read.
    """
    read = _Reader(workspace)
    rejected, pruned, texts = _decided(read(paths.REVIEW_LOG))
    return Snapshot(
        workspace=str(workspace.root),
        state=store.load(),
        notes=workspace.notes(),
        transcripts=tuple(
            transcript
            for agent, folder in transcript_folders
            for transcript in transcripts.list_transcripts(folder, agent)
        ),
        sources=WorkspaceSources(read),
        corpus_lines=workspace.corpus_lines(),
        memory=memory_file(read(paths.MEMORY)),
        seen=read.seen,
        rejected_claims=rejected,
        pruned=pruned,
        pruned_texts=texts,
    )


class _Reader:
    """Reads each file once and remembers what it held: a plan holds for these bytes and no others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.seen: dict[str, bytes | None] = {}

    def __call__(self, path: str) -> bytes | None:
        if path not in self.seen:
            self.seen[path] = self.workspace.read_bytes(path)
        return self.seen[path]


def memory_file(raw: bytes | None) -> MemoryFile:
    """What MEMORY.md says, from its bytes."""
    if raw is None:
        return MemoryFile()
    return MemoryFile(raw, memory_md.promoted_keys(raw), _Claims(raw))


class _Claims:
    """The claims of a MEMORY.md, taken from it when first asked for one: to list its entries nobody does."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __contains__(self, claim: object) -> bool:
        return claim in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(claim_hash(said) for said in memory_md.statements(self._raw))


def _decided(raw: bytes | None) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """What people rejected, what they pruned, and what that said."""
    if raw is None:
        return {}, {}, {}
    from dreamtui.review import ledger  # nobody has decided anything in most workspaces

    said = ledger.read(raw)
    return said.rejected_claims, said.pruned, said.pruned_texts
