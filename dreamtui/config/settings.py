"""Every setting with its kind, default and meaning, a line each: plain frozen tables; no file is read.

A field's annotation holds all that there is to know of the key that it stands for: `keys` reads names,
kinds and meanings from here, so there is no other list of them. Nothing is checked when a table is made;
what a person gave is checked before, by its kind (see `kinds` for why pydantic checks values and makes
no models). Annotations are not put off here: texts of them would have to be read at every start.
"""

from collections.abc import Mapping
from math import fsum
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeGuard, TypeVar

from dreamtui.config.kinds import (
    ABOVE_ZERO,
    AMOUNT,
    COUNT,
    CRON,
    KEYS,
    POSITIVE,
    SHARE,
    SWITCH,
    TEXT,
    TEXTS,
    ZONE,
    one_of,
)

if TYPE_CHECKING:
    from dreamtui.model import Components

DEFAULT_BUDGET_CHARS = 12_000
"""What OpenClaw loads of MEMORY.md when nothing says otherwise, in UTF-16 units."""

_Table = TypeVar("_Table", bound=NamedTuple)
_Kept = Mapping[str, Any]
"""Keys of OpenClaw's that are accepted, kept and not used; the annotation names those that are known."""
_NOTHING: _Kept = {}


class StorageSettings(NamedTuple):
    """`storage`: where the phases write what they have to say."""

    mode: Annotated[
        Literal["inline", "separate", "both"],
        one_of("inline", "separate", "both"),
        "where Light and REM write their blocks",
    ] = "inline"
    separate_reports: Annotated[bool, SWITCH, "write reports besides inline blocks"] = False


class LightSettings(NamedTuple):
    """`phases.light`: what is staged."""

    enabled: Annotated[bool, SWITCH, "whether Light runs in a sweep"] = True
    limit: Annotated[int, COUNT, "candidates staged a sweep, at most"] = 100
    lookback_days: Annotated[int, COUNT, "how far back notes and transcripts go, in days"] = 2
    dedupe_similarity: Annotated[float, SHARE, "how alike two snippets are to count as one"] = 0.9
    kept: Annotated[_Kept, "sources", "execution"] = _NOTHING


class RemSettings(NamedTuple):
    """`phases.rem`: what is reflected on."""

    enabled: Annotated[bool, SWITCH, "whether REM runs in a sweep"] = True
    lookback_days: Annotated[int, COUNT, "how far back REM looks for patterns, in days"] = 7
    limit: Annotated[int, COUNT, "themes and candidate truths a sweep, at most"] = 10
    min_pattern_strength: Annotated[float, SHARE, "how strong a theme must be to be told"] = 0.75
    kept: Annotated[_Kept, "sources", "execution"] = _NOTHING


class Weights(NamedTuple):
    """`phases.deep.weights`: how much each signal counts towards the score."""

    relevance: Annotated[float, AMOUNT, "how well it answered the searches that found it"] = 0.30
    frequency: Annotated[float, AMOUNT, "how often it came up"] = 0.24
    diversity: Annotated[float, AMOUNT, "in how many different searches and days it came up"] = 0.15
    recency: Annotated[float, AMOUNT, "how lately it came up"] = 0.15
    consolidation: Annotated[float, AMOUNT, "on how many days, how far apart, it came back"] = 0.10
    conceptual: Annotated[float, AMOUNT, "how many concepts it is tagged with"] = 0.06

    def normalised(self) -> "Components":
        """The weights scaled to add up to 1; those that already do come back bit for bit."""
        from dreamtui.model import Components

        given = {name: getattr(self, name) for name in Components._fields}
        # scaled down first where the sum would not fit
        largest = max(given.values())
        if largest > 1e300:
            given = {name: weight / largest for name, weight in given.items()}
        total = fsum(given.values())
        return Components(**{name: weight / total for name, weight in given.items()})


class DeepSettings(NamedTuple):
    """`phases.deep`: what may be promoted, and how it is ranked."""

    enabled: Annotated[bool, SWITCH, "whether Deep runs in a sweep"] = True
    limit: Annotated[int, COUNT, "promotions a sweep, at most; 0: none"] = 10
    min_score: Annotated[float, SHARE, "score an entry needs"] = 0.8
    min_recall_count: Annotated[int, COUNT, "times an entry must have been recalled"] = 3
    min_unique_queries: Annotated[int, COUNT, "different searches that must have found it"] = 3
    recency_half_life_days: Annotated[float, ABOVE_ZERO, "days in which recency falls by half"] = 14.0
    max_age_days: Annotated[int, POSITIVE, "days after which an unrecalled entry is too old"] = 30
    weights: Weights = Weights()
    light_boost_max: Annotated[float, SHARE, "most that Light's staging adds to the score"] = 0.05
    rem_boost_max: Annotated[float, SHARE, "most that REM's truths add to the score"] = 0.08
    gate_on: Annotated[
        Literal["recalls", "signals"],
        one_of("recalls", "signals"),
        "what minRecallCount counts: recalls alone, or passive signals as well",
    ] = "recalls"
    junk: Annotated[
        Literal["block", "flag"],
        one_of("block", "flag"),
        "whether entries that look like junk are kept out, or only marked",
    ] = "block"
    kept: Annotated[
        _Kept, "sources", "execution", "recovery", "maxPromotedSnippetTokens", "maxPriorEntryLossFraction"
    ] = _NOTHING


class PhasesSettings(NamedTuple):
    """`phases`: a table for each phase."""

    light: LightSettings = LightSettings()
    rem: RemSettings = RemSettings()
    deep: DeepSettings = DeepSettings()


class DreamingSettings(NamedTuple):
    """`dreaming`: when dreams happen and what they do."""

    enabled: Annotated[bool, SWITCH, "run on schedule and triggers; preview and review work either way"] = (
        False
    )
    frequency: Annotated[str, CRON, "when full sweeps run, in the time zone"] = "0 3 * * *"
    timezone: Annotated[
        str | None, ZONE, "what a day is; unset: agents.defaults.userTimezone, else the system's"
    ] = None
    verbose_logging: Annotated[bool, SWITCH, "scores of every candidate in the event log"] = False
    storage: StorageSettings = StorageSettings()
    phases: PhasesSettings = PhasesSettings()
    kept: Annotated[_Kept, "execution", "model"] = _NOTHING


class StalenessSettings(NamedTuple):
    """`memory.staleness`: what makes an entry of MEMORY.md look stale, and how much each reason adds."""

    source_gone: Annotated[float, SHARE, "what it adds that the note it came from is gone"] = 0.3
    source_changed: Annotated[float, SHARE, "what it adds that its note says something else now"] = 0.5
    unused: Annotated[float, SHARE, "what it adds that nobody looked for it for long"] = 0.5
    duplicate: Annotated[float, SHARE, "what it adds that another entry says the same"] = 0.8
    superseded: Annotated[float, SHARE, "what it adds that a newer entry gives another value"] = 0.8
    contradicted: Annotated[float, SHARE, "what it adds that another entry says the opposite"] = 0.7
    junk: Annotated[float, SHARE, "what it adds that it has the shape of junk"] = 0.9
    past_date: Annotated[float, SHARE, "what it adds that the day it speaks of is over"] = 0.7
    over_budget: Annotated[float, SHARE, "what it adds that MEMORY.md is over its budget"] = 0.4
    unused_days: Annotated[int, POSITIVE, "days without use that are nothing unusual"] = 45
    duplicate_similarity: Annotated[float, SHARE, "how alike two entries are to say the same"] = 0.85


class MemorySettings(NamedTuple):
    """`memory`: how large MEMORY.md may get, what it costs, and what in it looks stale."""

    budget_chars: Annotated[
        int | None,
        POSITIVE,
        "characters (UTF-16 units) of MEMORY.md that an agent gets to see; "
        "unset: agents.defaults.bootstrapMaxChars, else 12000",
    ] = None
    price_per_million_tokens: Annotated[
        float, AMOUNT, "price of a million input tokens in dollars, for the cost estimate"
    ] = 3.0
    conversations_per_day: Annotated[
        float, AMOUNT, "conversations a day that load MEMORY.md, for the cost estimate"
    ] = 20.0
    staleness: StalenessSettings = StalenessSettings()

    @property
    def budget(self) -> int:
        """The budget in UTF-16 units, with the default where nothing is set."""
        return DEFAULT_BUDGET_CHARS if self.budget_chars is None else self.budget_chars

    @property
    def cost_basis(self) -> str:
        """What an estimate of the cost rests on: who sees the figure should see this beside it."""
        price, number = self.price_per_million_tokens, self.conversations_per_day
        return f"at ${price:,.2f} per million tokens, {number:,g} conversations a day"

    def monthly_cost(self, tokens: int) -> float:
        """What it costs to load so many tokens into every conversation of 30 days."""
        return tokens * self.price_per_million_tokens / 1_000_000 * self.conversations_per_day * 30


class UiSettings(NamedTuple):
    """`ui`: how the dashboard looks and is worked."""

    theme: Annotated[str, TEXT, "name of the colour theme"] = "textual-dark"
    keymap: Annotated[Mapping[str, Any], KEYS, "keys of one's own, by action"] = {}
    mouse: Annotated[bool, SWITCH, "whether the mouse works"] = True


class ThemesSettings(NamedTuple):
    """`themes`: what REM's themes leave out."""

    mute: Annotated[tuple[str, ...], TEXTS, "concepts that never become a theme"] = ()


class Settings(NamedTuple):
    """All settings; `Settings()` holds the defaults."""

    dreaming: DreamingSettings = DreamingSettings()
    memory: MemorySettings = MemorySettings()
    ui: UiSettings = UiSettings()
    themes: ThemesSettings = ThemesSettings()


def camel(field: str) -> str:
    """The name that a field goes by in files."""
    first, *others = field.split("_")
    return first + "".join(map(str.capitalize, others))


def is_table(value: object) -> TypeGuard[NamedTuple]:
    """Whether a value of a table is a table itself."""
    return isinstance(value, tuple) and hasattr(value, "_fields")


def by_name(table: NamedTuple) -> dict[str, Any]:
    """A table as a file would have it: by camelCase name, tables within it likewise, kept keys last."""
    fields = table._asdict()
    kept = fields.pop("kept", _NOTHING)
    return {camel(name): by_name(one) if is_table(one) else one for name, one in fields.items()} | dict(kept)


def with_values(table: _Table, tree: Mapping[str, Any]) -> _Table:
    """The table with the values of a tree by camelCase name, which were checked before."""
    fields = {camel(field): field for field in table._fields}
    given: dict[str, Any] = {}
    for name, value in tree.items():
        field = fields.get(name)
        if field is None:
            given.setdefault("kept", dict(getattr(table, "kept", _NOTHING)))[name] = value
        else:
            below = getattr(table, field)
            given[field] = with_values(below, value) if is_table(below) else value
    return table._replace(**given)
