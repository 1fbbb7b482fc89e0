"""Every setting with its kind, range, default and meaning: frozen models, one per table; no file is read."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

if TYPE_CHECKING:
    from dreamtui.model import Components

DEFAULT_FREQUENCY = "0 3 * * *"
DEFAULT_BUDGET_CHARS = 12_000
"""What OpenClaw loads of MEMORY.md when nothing says otherwise, in UTF-16 units."""


class Accepts(NamedTuple):
    """What a key takes, in the words in which a person is told; stands among a field's metadata."""

    text: str


def _cron(value: str) -> str:
    if value == DEFAULT_FREQUENCY:  # the check costs an import that most people never need
        return value
    from dreamtui.config.times import is_cron

    if not is_cron(value):
        raise ValueError("not a cron expression")
    return value


def _zone_name(value: str) -> str:
    from dreamtui.config.times import zone

    zone(value)
    return value


Count = Annotated[int, Field(ge=0), Accepts("a whole number, 0 or more")]
Positive = Annotated[int, Field(gt=0), Accepts("a whole number above 0")]
Share = Annotated[float, Field(ge=0, le=1), Accepts("a number from 0 to 1")]
Amount = Annotated[float, Field(ge=0), Accepts("a number, 0 or more")]
AboveZero = Annotated[float, Field(gt=0), Accepts("a number above 0")]
Switch = Annotated[bool, Accepts("true or false")]
Text = Annotated[str, Field(min_length=1), Accepts("text")]
Item = Annotated[str, Field(strict=True)]
Cron = Annotated[str, AfterValidator(_cron), Accepts("a cron expression of five fields, such as 0 3 * * *")]
ZoneName = Annotated[
    Annotated[str, AfterValidator(_zone_name)] | None,
    Accepts("an IANA time zone name, such as Europe/Berlin"),
]


class Table(BaseModel):
    """What all tables have in common: frozen, strict about kinds, camelCase in files."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )
    kept: ClassVar[tuple[str, ...]] = ()
    """Keys of OpenClaw's that are accepted here, kept (`model_extra`) and not used."""


class StorageSettings(Table):
    """`storage`: where the phases write what they have to say."""

    mode: Annotated[Literal["inline", "separate", "both"], Accepts("one of inline, separate, both")] = Field(
        default="inline", description="where Light and REM write their blocks"
    )
    separate_reports: Switch = Field(default=False, description="write reports besides inline blocks")


class LightSettings(Table):
    """`phases.light`: what is staged."""

    model_config = ConfigDict(extra="allow")
    kept = ("sources", "execution")

    enabled: Switch = Field(default=True, description="whether Light runs in a sweep")
    limit: Count = Field(default=100, description="candidates staged a sweep, at most")
    lookback_days: Count = Field(default=2, description="how far back notes and transcripts go, in days")
    dedupe_similarity: Share = Field(default=0.9, description="how alike two snippets are to count as one")


class RemSettings(Table):
    """`phases.rem`: what is reflected on."""

    model_config = ConfigDict(extra="allow")
    kept = ("sources", "execution")

    enabled: Switch = Field(default=True, description="whether REM runs in a sweep")
    lookback_days: Count = Field(default=7, description="how far back REM looks for patterns, in days")
    limit: Count = Field(default=10, description="themes and candidate truths a sweep, at most")
    min_pattern_strength: Share = Field(default=0.75, description="how strong a theme must be to be told")


class Weights(Table):
    """`phases.deep.weights`: how much each signal counts towards the score."""

    relevance: Amount = Field(default=0.30, description="how well it answered the searches that found it")
    frequency: Amount = Field(default=0.24, description="how often it came up")
    diversity: Amount = Field(default=0.15, description="in how many different searches and days it came up")
    recency: Amount = Field(default=0.15, description="how lately it came up")
    consolidation: Amount = Field(default=0.10, description="on how many days, how far apart, it came back")
    conceptual: Amount = Field(default=0.06, description="how many concepts it is tagged with")

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(weight for _, weight in self):
            raise ValueError("all weights are 0")
        return self

    def normalised(self) -> Components:
        """The weights scaled to add up to 1; those that already do come back bit for bit."""
        from dreamtui.model import Components

        given = {name: getattr(self, name) for name in Components._fields}
        # scaled down first where the sum would not fit
        largest = max(given.values())
        if largest > 1e300:
            given = {name: weight / largest for name, weight in given.items()}
        total = fsum(given.values())
        return Components(**{name: weight / total for name, weight in given.items()})


class DeepSettings(Table):
    """`phases.deep`: what may be promoted, and how it is ranked."""

    model_config = ConfigDict(extra="allow")
    kept = ("sources", "execution", "recovery", "maxPromotedSnippetTokens", "maxPriorEntryLossFraction")

    enabled: Switch = Field(default=True, description="whether Deep runs in a sweep")
    limit: Count = Field(default=10, description="promotions a sweep, at most; 0: none")
    min_score: Share = Field(default=0.8, description="score an entry needs")
    min_recall_count: Count = Field(default=3, description="times an entry must have been recalled")
    min_unique_queries: Count = Field(default=3, description="different searches that must have found it")
    recency_half_life_days: AboveZero = Field(default=14.0, description="days in which recency falls by half")
    max_age_days: Positive = Field(default=30, description="days after which an unrecalled entry is too old")
    weights: Weights = Field(default_factory=Weights)
    light_boost_max: Share = Field(default=0.05, description="most that Light's staging adds to the score")
    rem_boost_max: Share = Field(default=0.08, description="most that REM's truths add to the score")
    gate_on: Annotated[Literal["recalls", "signals"], Accepts("one of recalls, signals")] = Field(
        default="recalls",
        description="what minRecallCount counts: recalls alone, or passive signals as well",
    )
    junk: Annotated[Literal["block", "flag"], Accepts("one of block, flag")] = Field(
        default="block", description="whether entries that look like junk are kept out, or only marked"
    )


class PhasesSettings(Table):
    """`phases`: a table for each phase."""

    light: LightSettings = Field(default_factory=LightSettings)
    rem: RemSettings = Field(default_factory=RemSettings)
    deep: DeepSettings = Field(default_factory=DeepSettings)


class DreamingSettings(Table):
    """`dreaming`: when dreams happen and what they do."""

    model_config = ConfigDict(extra="allow")
    kept = ("execution", "model")

    enabled: Switch = Field(
        default=False, description="run on schedule and triggers; preview and review work either way"
    )
    frequency: Cron = Field(default=DEFAULT_FREQUENCY, description="when full sweeps run, in the time zone")
    timezone: ZoneName = Field(
        default=None, description="what a day is; unset: agents.defaults.userTimezone, else the system's"
    )
    verbose_logging: Switch = Field(default=False, description="scores of every candidate in the event log")
    storage: StorageSettings = Field(default_factory=StorageSettings)
    phases: PhasesSettings = Field(default_factory=PhasesSettings)


class MemorySettings(Table):
    """`memory`: how large MEMORY.md may get, and what it costs."""

    budget_chars: Annotated[Positive | None, Accepts("a whole number above 0")] = Field(
        default=None,
        description="characters (UTF-16 units) of MEMORY.md that an agent gets to see; "
        "unset: agents.defaults.bootstrapMaxChars, else 12000",
    )
    price_per_million_tokens: Amount = Field(
        default=3.0, description="price of a million input tokens, in any currency, for the cost estimate"
    )
    conversations_per_day: Amount = Field(
        default=20.0, description="conversations a day that load MEMORY.md, for the cost estimate"
    )

    @property
    def budget(self) -> int:
        """The budget in UTF-16 units, with the default where nothing is set."""
        return DEFAULT_BUDGET_CHARS if self.budget_chars is None else self.budget_chars

    def monthly_cost(self, tokens: int) -> float:
        """What it costs to load so many tokens into every conversation of 30 days."""
        return tokens * self.price_per_million_tokens / 1_000_000 * self.conversations_per_day * 30


class UiSettings(Table):
    """`ui`: how the dashboard looks and is worked."""

    theme: Text = Field(default="textual-dark", description="name of the colour theme")
    keymap: Annotated[dict[str, str], Accepts("a table of actions and their keys")] = Field(
        default_factory=dict, description="keys of one's own, by action"
    )
    mouse: Switch = Field(default=True, description="whether the mouse works")


class ThemesSettings(Table):
    """`themes`: what REM's themes leave out."""

    mute: Annotated[tuple[Item, ...], Field(strict=False), Accepts("a list of texts")] = Field(
        default=(), description="concepts that never become a theme"
    )


class Settings(Table):
    """All settings; `Settings()` holds the defaults."""

    dreaming: DreamingSettings = Field(default_factory=DreamingSettings)
    memory: MemorySettings = Field(default_factory=MemorySettings)
    ui: UiSettings = Field(default_factory=UiSettings)
    themes: ThemesSettings = Field(default_factory=ThemesSettings)
