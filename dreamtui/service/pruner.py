"""The entries of MEMORY.md at work: list, pick, write, bring back, take back. No screen in it.

What is picked (`stage`) is on disk at once and in the one history that Review has, too; nothing of
MEMORY.md changes before a plan of it is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dreamtui import paths
from dreamtui.engine.staleness import assess
from dreamtui.errors import BadInput, Changed
from dreamtui.files import archive, log_tail, memory_edits, memory_md
from dreamtui.files.archive import Archived
from dreamtui.files.jsonfile import collector_paused
from dreamtui.files.memory_outline import parse
from dreamtui.files.memory_remarks import remarks
from dreamtui.files.text import not_utf8
from dreamtui.files.writing import recover
from dreamtui.model import Snapshot
from dreamtui.review import ledger, pruning, restoring, staging
from dreamtui.review.forgetting import forgotten
from dreamtui.review.ledger import Ledger
from dreamtui.review.pruning import Files, Picks, PruningPlan
from dreamtui.review.rules import staleness_settings
from dreamtui.review.staging import EntryChoice, still_meant
from dreamtui.review.stepping import Line, Step
from dreamtui.review.usage import evidence
from dreamtui.service.desk import Desk
from dreamtui.service.listing import Listing, Row, locked_ids, places, standing, unassessed
from dreamtui.service.steps import History, Turned


class Pruner:
    """What a person does with the entries of MEMORY.md. Steps go into `history`, which a Reviewer of the
    same workspace may share (`Pruner(reviewer.desk, reviewer.history)`)."""

    def __init__(self, desk: Desk, history: History) -> None:
        self.desk = desk
        self.history = history

    # --- reading ---

    def load(self) -> Listing:
        """Read everything and assess every entry. Raises BadInput for what cannot be read."""
        said = self.history.ledger.read()
        return self.listing(self.desk.read().snapshot, said)

    @collector_paused()  # it would go through all these tuples again and again
    def listing(
        self, snapshot: Snapshot, said: Ledger, partly: Callable[[Listing], None] | None = None
    ) -> Listing:
        """The same from a snapshot that was read already; `partly` is told the entries as soon as they
        are read, as to find out how stale many are takes longer."""
        settings, zone = self.desk.loaded.settings, self.desk.loaded.zone
        raw = snapshot.memory.raw or b""
        outline, size = parse(raw), memory_md.budget(raw)
        if partly:
            partly(unassessed(outline, said, size, settings.memory.budget))
        records = log_tail.recalls(self.desk.workspace)
        known = evidence(outline.entries, snapshot, records, zone)
        room = settings.memory.budget - size.chars + sum(entry.chars for entry in outline.entries)
        how = staleness_settings(settings.memory.staleness)
        locked = locked_ids(outline, said)
        stale = assess(outline.entries, known, how, self.history.clock(), zone, room, locked)
        staged = standing(outline, said)
        below = remarks(outline)
        rows = tuple(
            Row(one, known[name], stale[name], name in locked, staged.get(name), below.get(name, ""))
            for name, one in outline.by_id.items()
        )
        return Listing(rows, outline, said, size, settings.memory.budget, places(outline))

    def reread(self, listing: Listing) -> Listing:
        """The same entries under the decisions as they are on disk now."""
        return listing.under(self.history.ledger.read())

    def words(self, listing: Listing, ident: str) -> str:
        """What an edit begins with: the text of an entry, comments inside it included."""
        return memory_edits.words(listing.outline, listing.row(ident).entry)

    def archived(self) -> list[Archived]:
        """What can be restored, in the order in which it was pruned."""
        return archive.read(self.history.files(None).archive)

    # --- deciding ---

    def stage(self, listing: Listing, ids: Sequence[str], *, reason: str = "") -> Listing:
        """Mark entries to be pruned, each for this `reason` or its own. Raises BadInput for locked ones."""
        if locked := [row.id for row in self._rows(listing, ids) if row.locked]:
            raise BadInput(f"{locked[0]} is locked; nothing was marked: unlock it first")
        return self._decide(listing, "prune", ids, reason=reason)

    def unstage(self, listing: Listing, ids: Sequence[str]) -> Listing:
        """Keep entries after all: take away what is to be written of them."""
        staged = [row.id for row in self._rows(listing, ids) if row.staged]
        return self._decide(listing, "keep", staged)

    def lock(self, listing: Listing, ids: Sequence[str]) -> Listing:
        """Never suggest these, never prune them."""
        return self._decide(listing, "lock", [row.id for row in self._rows(listing, ids) if not row.locked])

    def unlock(self, listing: Listing, ids: Sequence[str]) -> Listing:
        """Allow these to be pruned again."""
        return self._decide(listing, "unlock", [row.id for row in self._rows(listing, ids) if row.locked])

    def edit(self, listing: Listing, ident: str, text: str) -> Listing:
        """Stage another text for an entry. Raises BadInput where it would not stay one entry."""
        self._rows(listing, [ident])
        memory_edits.plan(listing.outline, (), {ident: text})
        return self._decide(listing, "edit", [ident], text=text)

    def merge(self, listing: Listing, ids: Sequence[str], text: str) -> Listing:
        """Stage one text for several entries; the first of the file keeps its place, the others go.

        Raises BadInput for fewer than two, for locked ones that would go, and as `edit`.
        """
        rows = sorted(self._rows(listing, ids), key=lambda row: row.entry.start)
        if len(rows) < 2:
            raise BadInput("a merge is of two entries or more; nothing was decided: mark another one")
        first, *others = (row.id for row in rows)
        if locked := [row.id for row in rows[1:] if row.locked]:
            raise BadInput(f"{locked[0]} is locked; nothing was decided: unlock it first")
        if "\ufffd" in text and any(not_utf8(listing.outline.bytes_of(row.entry)) for row in rows[1:]):
            raise BadInput(
                "the text has \ufffd, which stands for bytes that are not UTF-8 of an entry that would go; "
                "nothing was decided: write it without them"
            )
        memory_edits.plan(listing.outline, others, {first: text})
        return self._decide(listing, "merge", [first], text=text, **{"with": others})

    def suggested(self, listing: Listing, above: float) -> list[Row]:
        """What may be pruned above a line of staleness (0..1), the stalest first."""
        rows = [row for row in listing.rows if row.open and row.staleness.score > above]
        return sorted(rows, key=lambda row: (-row.staleness.score, row.entry.start))

    # --- writing ---

    def recover(self) -> None:
        """Take back what a program that was ended halfway had begun to write; before a plan that is to be
        applied. Raises Locked or BadInput."""
        recover(self.desk.workspace)

    def plan(self) -> PruningPlan:
        """What writing all that is staged would do, as all is on disk now."""
        raw, said = self.history.ledger.read_with_bytes()
        files = self.history.files(raw)
        meant = still_meant(said.staged, parse(files.memory or b"").by_id)
        made = self._planned(pruning.picks_of(meant), files, said)
        return made._replace(gone=(*made.gone, *(one for one in said.staged if one not in meant)))

    def plan_cuts(self, ids: Mapping[str, str]) -> PruningPlan:
        """What pruning just these entries would do, by id with the reason to be noted; nothing is staged."""
        raw, said = self.history.ledger.read_with_bytes()
        return self._planned(Picks(cuts=ids), self.history.files(raw), said)

    def plan_restoring(self, entries: Sequence[Archived]) -> PruningPlan:
        """What bringing these back from the archive would do (see `archived`)."""
        raw, _ = self.history.ledger.read_with_bytes()
        files = self.history.files(raw)
        standing = archive.read(files.archive)
        if any(one not in standing for one in entries):
            raise Changed(paths.ARCHIVE)
        return restoring.plan_restoring(files, entries, self.history.clock(), self._budget)

    def apply(self, plan: PruningPlan) -> None:
        """Write what was shown. Raises Changed, Locked or BadInput: nothing has changed."""
        if plan.plan.writes:
            self.history.apply(plan.plan)

    def undo(self) -> Turned | None:
        """Take the last step of the history back, whatever it was. None: there is none.

        After it `reread` shows what is decided, after a write (`wrote`) only `load` what stands.
        Raises Changed, Locked or BadInput: nothing has changed.
        """
        return self.history.undo(_of_candidates)

    def redo(self) -> Turned | None:
        """Do again what was undone last. None: there is nothing. As `undo`."""
        return self.history.redo(_of_candidates)

    @property
    def _budget(self) -> int:
        return self.desk.loaded.settings.memory.budget

    def _planned(self, picks: Picks, files: Files, said: Ledger) -> PruningPlan:
        with collector_paused():
            made = pruning.plan_pruning(files, picks, said.locked, self.history.clock(), self._budget)
            going = [item.entry for item in made.items if item.entry]
            after = made.memory.after if made.memory else files.memory
            lost = forgotten(self.desk.workspace, going, files.memory, after) if going else ()
        return made._replace(lost=lost)

    def _rows(self, listing: Listing, ids: Iterable[str]) -> list[Row]:
        named = list(dict.fromkeys(ids))
        if unknown := [one for one in named if one not in listing.places]:
            raise BadInput(f"{unknown[0]} is no entry of MEMORY.md; nothing was decided: list them again")
        return [listing.row(one) for one in named]

    def _decide(self, listing: Listing, choice: EntryChoice, ids: Sequence[str], **more: object) -> Listing:
        rows, now, by_id = self._rows(listing, ids), self.history.clock(), listing.outline.by_id
        lines: list[Line] = []
        for row in rows:
            step = {"step": lines[0]["id"]} if lines else {}
            own = {"reason": more.get("reason") or row.why} if choice == "prune" else {}
            given = {**step, **more, **own}
            lines.append(staging.line(ledger.new_id(), choice, row.entry, by_id, now, **given))
        if lines:
            self.history.append(lines)
        return self.reread(listing)


def _of_candidates(step: Step) -> str:
    number = len(step.keys)
    return f"the decision on {step.keys[0] if number == 1 else f'{number} candidates'}"
