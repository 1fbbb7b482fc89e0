"""The nouns: what is stored, what a sweep sees, what it decides. Plain values, without files or clocks."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

T = TypeVar("T")

Phase = Literal["light", "rem", "deep"]
"""The three phases of a sweep, in the order in which they run."""

Storage = Literal["inline", "separate", "both"]
"""Where phases write what they have to say: blocks in the daily note, reports, or both."""


MAX_QUERY_HASHES = 32
MAX_RECALL_DAYS = 16
"""How many of its queries and days an entry keeps: the last ones."""


# --- what is stored -----------------------------------------------------------------------------


class RecallEntry(NamedTuple):
    """One tracked snippet of the recall store (`spec`: files, "Recall entry").

    Lines are 1-based and inclusive; instants are ISO 8601 strings as stored; `extra` holds the
    fields that other programs wrote and that this one does not know, so that they survive.
    A tuple and not a model class: stores of 100,000 entries are real.
    """

    key: str
    path: str
    start_line: int
    end_line: int
    snippet: str
    recall_count: int
    daily_count: int
    grounded_count: int
    total_score: float
    max_score: float
    first_recalled_at: str
    last_recalled_at: str
    query_hashes: tuple[str, ...]
    recall_days: tuple[str, ...]
    concept_tags: tuple[str, ...] | None
    """None where the store has none: they are derived when somebody asks."""
    claim_hash: str | None
    promoted_at: str | None
    extra: Mapping[str, Any]

    @property
    def signal_count(self) -> int:
        """Recalls, passive re-readings and grounded backfills together."""
        return self.recall_count + self.daily_count + self.grounded_count

    @property
    def place(self) -> str:
        """`path:start-end`, as reports and diaries print it."""
        return f"{self.path}:{self.start_line}-{self.end_line}"


class PhaseSignal(NamedTuple):
    """How often, and when last, Light staged an entry and REM took it for a truth."""

    key: str
    light_hits: int
    rem_hits: int
    last_light_at: str | None
    last_rem_at: str | None
    extra: Mapping[str, Any]


class FileStamp(NamedTuple):
    """How a file looked when it was last ingested: mtime in whole milliseconds, size in bytes."""

    mtime_ms: int
    size: int
    extra: Mapping[str, Any] = {}


class TranscriptStamp(NamedTuple):
    """How a transcript looked when it was last ingested; `line_count` counts accepted messages."""

    mtime_ms: int
    size: int
    content_hash: str
    line_count: int
    last_content_line: int
    extra: Mapping[str, Any] = {}


class Document(NamedTuple, Generic[T]):
    """A parsed JSON state file: its entries by key in stored order, and all that is not ours.

    `invalid` maps keys to the raw JSON of entries that could not be read; they are written back
    where the file is rewritten. `extra` holds unknown top-level fields.
    """

    entries: Mapping[str, T] = {}
    invalid: Mapping[str, Any] = {}
    updated_at: str | None = None
    exists: bool = False
    extra: Mapping[str, Any] = {}


class State(NamedTuple):
    """All that dreaming remembers between sweeps, wherever it is kept (JSON files or SQLite)."""

    recall: Document[RecallEntry] = Document()
    phases: Document[PhaseSignal] = Document()
    notes: Document[FileStamp] = Document()
    transcripts: Document[TranscriptStamp] = Document()
    seen_messages: Mapping[str, tuple[str, ...]] = {}
    """Scope (`agent:session id`) to the SHA-1s of the messages already ingested, oldest first."""


# --- what a sweep sees --------------------------------------------------------------------------


class Note(NamedTuple):
    """A daily note in the listing: workspace-relative POSIX path, its day, its stamp."""

    path: str
    day: str
    stamp: FileStamp


class SourceState(StrEnum):
    """Whether the text behind an entry can be read."""

    LIVE = "live"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class Source(NamedTuple):
    """The text behind an entry, line by line; managed blocks and front matter are blank lines."""

    state: SourceState
    lines: Sequence[str] = ()
    detail: str = ""


class Message(NamedTuple):
    """One message of a transcript: its 1-based line in the file, its text prefixed by the role."""

    line: int
    role: Literal["user", "assistant"]
    text: str
    timestamp_ms: int | None


class Transcript(Protocol):
    """A session transcript: listed first, read only when its stamp has moved."""

    @property
    def agent(self) -> str:
        """The id of the agent whose session it is."""

    @property
    def name(self) -> str:
        """File name, as it stands in checkpoints: `s1.jsonl`, `s1.jsonl.reset.<ts>`."""

    @property
    def session_id(self) -> str:
        """The session, whatever archive of it this is."""

    @property
    def stamp(self) -> FileStamp:
        """How the file looks now."""

    @property
    def kind(self) -> str:
        """Whose session it is: `interactive`, `subagent`, `cron`, `heartbeat`, `dreaming`; reads the file."""

    def messages(self) -> Sequence[Message]:
        """What was said, in order; reads the file."""


class Sources(Protocol):
    """Texts by workspace-relative path, read on demand, each once: a snapshot stays one instant."""

    def get(self, path: str) -> Source:
        """The text at a path; missing and unreadable are answers, not errors."""


class MemoryFile(NamedTuple):
    """MEMORY.md as a sweep needs it: its raw bytes, the keys whose markers stand in it, what it says."""

    raw: bytes | None = None
    promoted_keys: frozenset[str] = frozenset()
    claims: Container[str] = frozenset()
    """The claims (see `engine.similarity.claim_hash`) that its lines make."""


class Snapshot(NamedTuple):
    """Everything a sweep may look at, as it was on disk at one instant."""

    workspace: str
    state: State
    notes: Sequence[Note]
    transcripts: Sequence[Transcript]
    sources: Sources
    corpus_lines: Mapping[str, int]
    """Session-corpus path to its number of lines: where the next message will stand."""
    memory: MemoryFile
    seen: Mapping[str, bytes | None] = {}
    """What was read of the workspace for this snapshot so far, by path: what a plan is pinned to."""
    rejected_claims: Mapping[str, str] = {}
    """Claim (see `engine.similarity.claim`) to the reason a person gave when rejecting it."""
    pruned: Mapping[str, str] = {}
    """Key, and claim, of what a person pruned from MEMORY.md to when that was (ISO 8601)."""
    pruned_texts: Mapping[str, str] = {}
    """Claim of what a person pruned to what it said."""


# --- what a sweep decides -----------------------------------------------------------------------


class Components(NamedTuple):
    """The six signals of a candidate, each 0..1 and unweighted (`spec`: engine, "Deep")."""

    frequency: float
    relevance: float
    diversity: float
    recency: float
    consolidation: float
    conceptual: float


class Reason(NamedTuple):
    """Why a candidate may not be promoted (or, as a flag, why a person should look twice)."""

    code: str
    message: str


class Gate(NamedTuple):
    """One threshold: what was counted, what is wanted, and how much is missing (0 when passed)."""

    name: Literal["score", "recallCount", "uniqueQueries", "maxAge"]
    passed: bool
    value: float | None
    threshold: float
    missing: float | None


class LiveSource(NamedTuple):
    """The text that would be promoted, and how it was found in its file.

    `match` says how: `exact`, `moved`, `window` (whole lines around the snippet), `reflowed`
    (found once what the engine itself adds or cuts is set aside).
    """

    path: str
    start_line: int
    end_line: int
    text: str
    match: str


class Candidate(NamedTuple):
    """A recall entry as Deep ranks it; the score is in 0..1, the age in days (None: no valid date)."""

    entry: RecallEntry
    components: Components
    phase_light: float
    phase_rem: float
    weighted: Components
    score: float
    age_days: float | None


class Verdict(NamedTuple):
    """The whole answer to "may this be promoted?": all gates, all reasons, all flags."""

    gates: tuple[Gate, ...]
    reasons: tuple[Reason, ...]
    flags: tuple[Reason, ...]
    live: LiveSource | None

    @property
    def eligible(self) -> bool:
        """True when nothing at all keeps the candidate from promotion."""
        return not self.reasons


# --- what happened ------------------------------------------------------------------------------


class RecallRecorded(NamedTuple):
    """A query found places and was counted; each place is (path, start line, end line, score)."""

    query: str
    places: tuple[tuple[str, int, int, float], ...]


class PhaseCompleted(NamedTuple):
    """A phase ran and wrote `line_count` lines to the note, the report, or both."""

    phase: Phase
    line_count: int
    note: str | None
    report: str | None


class PromotionApplied(NamedTuple):
    """Candidates were promoted; each is (key, path, start line, end line, score, recalls)."""

    candidates: tuple[tuple[str, str, int, int, float, int], ...]


Trigger = Literal["command", "key", "schedule", "change"]
"""What set a sweep going: a command, a key of the dashboard, the schedule, or something that changed."""


class SweepCompleted(NamedTuple):
    """dreamtui ran a sweep: which phases, what they came to, what set it going, how long it took.

    `reflected` counts themes and candidate truths. `duration_ms` is from its beginning (the instant of
    the record) until everything was there to be written; None where nothing was measured (a preview).
    """

    phases: tuple[Phase, ...]
    ingested: int
    staged: int
    reflected: int
    ranked: int
    passing: int
    promoted: int
    trigger: Trigger | None = None
    duration_ms: int | None = None


class CandidatesScored(NamedTuple):
    """How candidates ranked, best first; each is (key, score)."""

    candidates: tuple[tuple[str, float], ...]


Event = RecallRecorded | PhaseCompleted | PromotionApplied | SweepCompleted | CandidatesScored
"""A line of the audit log."""


# --- what would be written ----------------------------------------------------------------------


class Write(NamedTuple):
    """One change of one file: what was there when it was planned, and what will be.

    `before` None: the file is not there. `after` None: it will be deleted. `append` says that only
    the bytes behind `before` are added, so that what others append meanwhile is kept; every other
    write is refused when the file is no longer what it was.
    `mtime_ms` fixes the file's time, where a checkpoint in the same plan speaks of it. `folder` says that
    the folder of a file that is deleted goes, too, where nothing else is in it.
    """

    path: str
    before: bytes | None
    after: bytes | None
    append: bool = False
    mtime_ms: int | None = None
    folder: bool = False

    @property
    def change(self) -> Literal["create", "replace", "append", "delete"]:
        """What happens to the file, in one word."""
        if self.after is None:
            return "delete"
        if self.before is None:
            return "create"
        return "append" if self.after.startswith(self.before) else "replace"
