"""The lines of review.jsonl as steps: what was taken in one go, and which steps stand after all undos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from dreamtui.review.application import Application, read_application
from dreamtui.review.decision import Choice, Decision, read_decision
from dreamtui.review.rewrite import Kind, Rewrite, read_rewrite
from dreamtui.review.staging import EntryChoice, Staged, read_staged

Line = Mapping[str, Any]
Said = Decision | Application | Staged | Rewrite


class Step(NamedTuple):
    """What one undo takes back: decisions taken in one go, or one write, which may prune and then promote."""

    id: str
    kind: Choice | EntryChoice | Literal["apply"] | Kind
    keys: tuple[str, ...]
    """Of candidates, or the ids of entries of MEMORY.md."""
    application: Application | None = None
    at: str = ""
    rewrite: Rewrite | None = None
    texts: tuple[str, ...] = ()
    """What the entries of MEMORY.md say that it is about."""


class Timeline:
    """The lines one after the other: which steps there are, which of them stand, and who took back which."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Said]] = []
        self.standing: dict[str, bool] = {}
        self.undone: dict[str, str] = {}
        self.undos = 0
        """How often a step was taken back, or an undo."""
        self._steps: dict[str, Step] = {}
        self._grown: dict[str, tuple[Said, list[str], list[str]]] = {}
        self._rewrites: dict[str, Rewrite] = {}
        self._step_of: dict[str, str] = {}
        self._became: dict[str, bool] = {}

    def add(self, line: Line) -> None:
        """The next line."""
        ident = line.get("id")
        if not isinstance(ident, str) or ident in self._step_of:
            return
        if line["type"] == "undo":
            self._undo(ident, str(line.get("of")))
        elif said := read_decision(line) or read_application(line) or read_staged(line) or read_rewrite(line):
            self._add(ident, str(line.get("step") or ident), said)

    def steps(self) -> dict[str, Step]:
        """The steps by their ids."""
        for step, (said, keys, texts) in self._grown.items():
            made = said if isinstance(said, Application) else None
            rewrite = self._rewrites.get(step)
            self._steps[step] = Step(step, _kind(said), tuple(keys), made, said.at, rewrite, tuple(texts))
        self._grown.clear()
        return self._steps

    def _add(self, ident: str, step: str, said: Said) -> None:
        if step not in self.standing:
            step = ident  # the first line of its step, or what is left when that is lost
            self.undone.clear()
        self._step_of[ident] = step
        self.standing.setdefault(step, True)
        self.said.append((step, said))
        known = self._steps.get(step)
        if step in self._grown:
            _, keys, texts = self._grown[step]
        else:
            keys, texts = ([*known.keys], [*known.texts]) if known else ([], [])
        match said:
            case Application():
                keys, texts = list(said.keys), []
            case Rewrite():
                self._rewrites[step] = said
                keys, texts = [one.id for one in said.entries], [one.text for one in said.entries]
            case Staged():
                keys.append(said.entry)
                texts.append(said.said)
            case Decision():
                keys.append(said.key)
        self._grown[step] = said, keys, texts

    def _undo(self, ident: str, of: str) -> None:
        step = self._step_of.get(of)
        if step is None:
            return
        stands = not self._became.get(of, True)
        if self.standing[step] is stands:
            return
        self._step_of[ident], self._became[ident] = step, stands
        self.standing[step] = stands
        self.undos += 1
        self.undone.pop(step, None)
        if not stands:
            self.undone[step] = ident


def _kind(said: Said) -> Choice | EntryChoice | Literal["apply"] | Kind:
    if isinstance(said, Application):
        return "apply"
    return said.kind if isinstance(said, Rewrite) else said.choice
