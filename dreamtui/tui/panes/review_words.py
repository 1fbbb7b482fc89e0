"""What the Review pane says: why there is nothing, what marks mean, why something is kept back; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual.content import Content

from dreamtui import paths
from dreamtui.engine.secrets import redact
from dreamtui.engine.similarity import without_marker
from dreamtui.review.approval import obstacles
from dreamtui.review.decision import Decision
from dreamtui.review.queue import FILTERS, Queue, Row
from dreamtui.show.text import count, cut, safe, several
from dreamtui.tui.actions import Action
from dreamtui.tui.view import View
from dreamtui.tui.widgets.filters import Kinds

KINDS: Final = Kinds(
    (*FILTERS[1:], FILTERS[0]),
    {"eligible": "elig", "failing": "fail", "flagged": "flag", "rejected": "rej", "promoted": "prom"},
    {
        "all": "There are no candidates.",
        "eligible": "Nothing may be promoted now.",
        "near": "Nothing is near to passing.",
        "failing": "Nothing fails.",
        "flagged": "Nothing needs a second look.",
        "rejected": "Nothing was rejected.",
        "promoted": "Nothing was promoted yet.",
    },
)
"""The quick filters: the ones that need a person first."""
PROMOTED: Final = "It was promoted to MEMORY.md already: Memory is where it is changed or pruned."
READ_ONLY: Final = "read-only: nothing is decided or written here"
NOTHING_HERE: Final = "There is no candidate here to decide on."
NOTHING_READ: Final = "Nothing could be read yet, so there is nothing to decide on."
NOTHING_TO_UNDO: Final = "there is nothing to undo"
NOTHING_ELIGIBLE: Final = "Nothing in this view is eligible and undecided."
NO_CANDIDATES: Final = "There are no candidates yet: s reads the notes and looks for some."
NOTES_GO: Final = (
    "First notes: one a day in memory/, named by its day (memory/2026-04-10.md), free Markdown. OpenClaw "
    "writes them by itself.\n\n"
)
UNSCHEDULED: Final = (
    "Nothing is scheduled: s sweeps now; with `dreamtui on` the open dashboard sweeps every night.\n\n"
)
THEN: Final = (
    "s reads the notes of the last days: what they say stands here then, each with its score.\n\n"
    "A candidate passes once searches of the agent's memory have recalled it often enough; OpenClaw records "
    "them. Without an agent approve by hand (a, then w to write), or let re-reading count with "
    "phases.deep.gateOn = signals in the settings.\n\n"
    "dreamtui --demo shows a workspace that has been in use for a month."
)
MOST_CHARS = 60
_ON_ROWS: Final = frozenset(("approve", "reject", "reject-because", "defer", "edit", "mark"))


class Here(NamedTuple):
    """Where a person is: the row under the cursor, how many are marked, and sent and not shown yet."""

    row: Row | None
    marked: int = 0
    pending: int = 0


def why_not(action: Action, view: View, here: Here) -> str:
    """Why an action of the pane does nothing now; "" where it does something."""
    if view.read_only and action.dangerous:
        return READ_ONLY
    queue = view.queue
    if queue is None:
        return NOTHING_READ
    if action.id in _ON_ROWS and not here.marked:
        if here.row is None:
            return NOTHING_HERE
        return PROMOTED if action.dangerous and here.row.standing == "promoted" else ""
    if action.id == "undo" and not queue.ledger.undoable and not here.pending:
        return NOTHING_TO_UNDO
    if action.id == "approve-all" and not queue.left():
        return NOTHING_ELIGIBLE
    return NO_CANDIDATES if action.id == "filter" and not queue.rows else ""


def notice(view: View, marked: int) -> Content | None:
    """What is said above the candidates if anything is, or in place of them."""
    told = [one for one in (_notice(view, marked), _left_out(view)) if one is not None]
    return Content("\n").join(told) if told else None


def _left_out(view: View) -> Content | None:
    """What of the files is not shown here, and where to look."""
    if view.queue is None or view.standing is None:
        return None
    audit, broken = view.standing.audit, view.queue.ledger.broken
    counts = (
        (audit.invalid_count, "entry", "entries", "of the store cannot be read"),
        (audit.foreign_count, "entry", "entries", "of the store about no daily note nor session"),
        (broken, "line", "lines", f"of {paths.REVIEW_LOG} cannot be read"),
    )
    told = [f"{count(number, one, more)} {what}" for number, one, more, what in counts if number]
    if not told:
        return None
    return Content.assemble(
        ("Left out: ", "bold $text-warning"), f"{several(told)}; `dreamtui doctor` says which."
    )


def _notice(view: View, marked: int) -> Content | None:
    queue = view.queue
    if queue is None:
        return Content(safe_lines(view.problem)) if view.problem else Content("Reading the workspace …")
    if not queue.rows:
        return Content(safe_lines(view.problem)) if view.problem else _no_candidates(view)
    if marked:
        what = f"{count(marked, 'candidate')} marked"
        return Content.assemble((what, "bold"), ": keys decide on all of them, esc takes the marks away")
    if not queue.counts()["eligible"]:
        return _nothing_eligible(view)
    if not queue.left():
        return _all_decided(queue)
    return None


def _no_candidates(view: View) -> Content:
    """Where candidates come from, for whoever has none yet."""
    standing = view.standing
    if standing is None:
        return Content(NO_CANDIDATES)
    notes = len(standing.inputs.snapshot.notes)
    if notes:
        first = f"There are no candidates yet, but {count(notes, 'note')} in memory/: s reads the latest."
    else:
        first = "There are no notes yet, so there is nothing to dream of."
    days = NOTES_GO if not notes else ""
    off = "" if standing.enabled else UNSCHEDULED
    return Content.assemble((first, "bold"), f"\n\n{days}{off}{THEN}")


def safe_lines(text: str) -> str:
    """A text of several lines, made safe."""
    return "\n".join(map(safe, text.split("\n")))


def named(rows: Sequence[Row]) -> str:
    """Rows in a few words."""
    if len(rows) != 1:
        return count(len(rows), "candidate")
    return without_marker(redact(rows[0].candidate.entry.snippet))


def approve_all(left: int, flagged: int) -> str:
    """What is asked before much is approved."""
    what = f"all {count(left, 'undecided candidate')}" if left > 1 else "the undecided candidate"
    return f"Approve {what} in this view?{f' {flagged_left(flagged)}' if flagged else ''}"


def flagged_left(number: int) -> str:
    """That one key does not approve what a person should look at twice."""
    if number == 1:
        return "1 flagged is left: look at it."
    return f"{number} flagged are left: look at them one by one."


def left_out(whys: Sequence[str]) -> str:
    """That some of what was meant is not as it was, and that nothing was decided on it."""
    if len(whys) == 1:
        return f"One is left out: {whys[0]}."
    return f"{len(whys)} are left out, as they are not what they were; of the first: {whys[0]}."


def unmarked(number: int) -> str:
    """That others did something with what was marked."""
    return f"{count(number, 'candidate')} changed or decided on elsewhere: no longer marked."


def not_kept(why: str) -> str:
    """That what was typed cannot be kept, and what becomes of it."""
    return f"This cannot be kept: {why}. Copy what you need; esc goes back."


def kept_back(queue: Queue, keys: Sequence[str], text: str) -> str | None:
    """Why approved candidates will not be written all the same; None when they will."""
    told = [(key, why) for key in keys if (why := _obstacles(queue, key, text))]
    if not told:
        return None
    key, why = told[0]
    if len(keys) == 1:
        return f"Kept, but it will not be written as it is: {why}."
    said = cut(safe(redact(queue.rows[queue.by_key[key]].candidate.entry.snippet)), MOST_CHARS)
    return f"Kept, but {len(told)} of {len(keys)} will not be written as they are: “{said}”: {why}."


def _obstacles(queue: Queue, key: str, text: str) -> str:
    row = queue.rows[queue.by_key[key]]
    decision = Decision("", "edit" if text else "approve", key, (), "", text=text)
    return "; ".join(
        safe(reason.message) for reason in obstacles(row.candidate, queue.verdict(key), decision)
    )


def _nothing_eligible(view: View) -> Content:
    why = view.standing.queue.why_none if view.standing else ""
    because = f" {safe(why[:1].upper() + why[1:])}." if why else ""
    return Content.assemble(
        ("Nothing passes by itself now.", "bold"),
        f"{because} Approving a candidate overrules its gates, but nothing else that keeps it back.",
    )


def _all_decided(queue: Queue) -> Content:
    approved = len(queue.approved())
    if not approved:
        return Content("Everything eligible is decided.")
    return Content.assemble(
        ("Everything eligible is decided: ", "bold"),
        ("w", "bold"),
        f" shows what the {count(approved, 'approved entry', 'approved entries')} would change in MEMORY.md.",
    )
