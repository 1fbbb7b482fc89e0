"""The Tune tab in words: the past nights under two settings, and what a person's own decisions suggest."""

from __future__ import annotations

from datetime import tzinfo

from textual.content import Content

from dreamtui.engine.tuning.columns import Trial
from dreamtui.engine.tuning.fitting import FEWEST, Suggestion, Tally
from dreamtui.engine.tuning.replay import Night, Promoted
from dreamtui.instants import local
from dreamtui.service.tuning import Past
from dreamtui.show.bars import bar
from dreamtui.show.text import count, cut, several
from dreamtui.tui.panes.tune_keys import short, shown, why_none
from dreamtui.tui.panes.tune_state import Tried
from dreamtui.tui.widgets.strips import flat

_BAR = 10
MOST_LISTED = 40


def nights(past: Past | None, played: float, tried: Tried, width: int) -> Content:
    """The last nights, night by night, who differs, and what cannot be known; `played` is how much is done
    (0..1) until they are known."""
    if past is None:
        far = f" {bar(played, _BAR)} {played:.0%}" if played else ""
        return Content.styled(f"playing the past nights again …{far}", "dim")
    if not past.after:
        return Content("The schedule has had no night yet that could be played again.")
    held, zone = tried.other is not None, tried.loaded.zone
    other_side = "what you hold" if held else "what is in force"
    lines = [_summary(past, other_side), *_none(tried, other_side), Content("")]
    lines += _table(past, "held" if held else "in force", zone)
    for title, one, other in (
        ("Only with what is tried", past.after, past.before),
        (f"Only with {other_side}", past.before, past.after),
    ):
        lines += _only(title, one, other, zone, width)
    return Content("\n").join([*lines, Content(""), *_unknown(past, zone)])


def _summary(past: Past, other_side: str) -> Content:
    number = len(past.after)
    return Content.assemble(
        (
            f"With what is tried the last {count(number, 'night')} would have promoted {_total(past.after)}",
            "bold",
        ),
        f"; with {other_side} {_total(past.before)}. Really promoted: {past.really:,}.",
    )


def _none(tried: Tried, other_side: str) -> list[Content]:
    """Why a side promotes nothing at all."""
    sides: dict[str, list[str]] = {}
    for side, settings in (("what is tried", tried.settings), (other_side, tried.compared)):
        sides.setdefault(why_none(settings), []).append(f"with {side}")
    sides.pop("", None)
    return [
        Content(f"{why} {several(such)}: then no night promotes anything.") for why, such in sides.items()
    ]


def _total(nights: tuple[Night, ...]) -> str:
    sure, possible = (sum(len(part) for part in parts) for parts in _parts(nights))
    return f"{sure:,}" + (f" (up to {sure + possible:,} with boosts)" if possible else "")


def _parts(nights: tuple[Night, ...]) -> tuple[list[tuple[Promoted, ...]], list[tuple[Promoted, ...]]]:
    return [night.sure for night in nights], [night.possible for night in nights]


def _table(past: Past, other_side: str, zone: tzinfo) -> list[Content]:
    """A line for each night on which either setting promotes something."""
    rows = [
        (one, other)
        for one, other in zip(past.after, past.before, strict=True)
        if one.sure or one.possible or other.sure or other.possible
    ]
    if not rows:
        return [Content("On no night would either have promoted anything.")]
    most = max(len(night.sure) + len(night.possible) for pair in rows for night in pair)
    lines = [Content.styled(f"{'night':<8}{'tried':<17}{other_side}", "bold")]
    for one, other in reversed(rows):
        lines.append(Content(f"{_day(one, zone):<8}{_bar(one, most):<17}{_bar(other, most)}".rstrip()))
    return lines


def _bar(night: Night, most: int) -> str:
    sure, possible = len(night.sure), len(night.possible)
    told = f"{sure}+{possible}?" if possible else str(sure)
    return f"{bar(sure / most, _BAR)} {told}"


def _only(
    title: str, one: tuple[Night, ...], other: tuple[Night, ...], zone: tzinfo, width: int
) -> list[Content]:
    """What one setting promotes on any night and the other on none."""
    known = {promoted.key for night in other for promoted in (*night.sure, *night.possible)}
    found = [
        (night, promoted, promoted in night.sure)
        for night in reversed(one)
        for promoted in (*night.sure, *night.possible)
        if promoted.key not in known
    ]
    if not found:
        return []
    lines = [Content(""), Content.styled(f"{title} ({len(found):,})", "bold")]
    for night, promoted, sure in found[:MOST_LISTED]:
        doubt = ("" if promoted.known else "~") + ("" if sure else "?")
        text = cut(flat(promoted.snippet[:400]).removeprefix("- "), max(12, width - 20))
        lines.append(Content(f"{_day(night, zone):<8}{promoted.score:.3f} {doubt:<2} {text}"))
    if len(found) > MOST_LISTED:
        lines.append(Content(f"… and {len(found) - MOST_LISTED:,} more"))
    return lines


def _unknown(past: Past, zone: tzinfo) -> list[Content]:
    """Plainly, what this rests on and what nobody recorded."""
    begins = "There is no log of signals" if past.since_ms is None else (
        f"The log of signals begins on {local(past.since_ms, zone):%B %d}"
    )  # fmt: skip
    guessed = past.entries - past.logged
    sums = (
        f"Of the others ({guessed:,}) only sums are kept, so before their last recall they are taken to have"
        " grown evenly over their days (~)."
    )
    told = [
        f"{begins}; of {count(past.entries, 'entry', 'entries')} {past.logged:,} stand in it whole, and are"
        " played as they were.",
        *([sums] if guessed else []),
        "Every night that the schedule has is played, also those on which nothing really ran. The budget of"
        " MEMORY.md is not applied: how full it was on a night was not kept.",
        "Hits of Light and REM are kept as sums: a promotion that only a boost could bring is marked (?).",
        "Whether a text still stood in its note on a night was never kept; what junk, secrets or a source"
        " that is gone keep back today is left out. Entries that the store has dropped since are missing.",
    ]
    return [Content.styled("What is known", "bold"), *(Content.styled(line, "dim") for line in told)]


def _day(night: Night, zone: tzinfo) -> str:
    return f"{local(night.at_ms, zone):%b %d}"


# --- what was decided ---------------------------------------------------------------------------


def decisions(found: Suggestion | None, trial: Trial | None) -> Content:
    """A setting fitted to a person's own decisions, with its reason, and how sure it is."""
    if found is None or trial is None:
        return Content.styled("looking at what you decided …", "dim")
    now, then = found.now, found.then
    if found.kind == "too few":
        return Content("\n").join(
            [
                Content.styled("Too few decisions for a suggestion", "bold"),
                Content(
                    f"You approved {now.approvals:,} and rejected {now.rejections:,} of the candidates in the"
                    f" store. With at least {FEWEST} of each it can be told which thresholds and weights"
                    " agree with you; before, it would be a guess. Decide in Review (1) and come back."
                ),
                Content(_agreement("What is tried", now)) if now.total else Content(""),
            ]
        )
    if found.kind == "as it is":
        return Content("\n").join(
            [
                Content.styled("Nothing better to suggest", "bold"),
                Content(_agreement("What is tried", now)),
                Content(
                    "Other thresholds and weights were fitted to some of your decisions and tried on the"
                    " rest: none agreed clearly better with those."
                ),
                *_caveats(),
            ]
        )
    changes = several([f"{short(name)} {old} → {new}" for name, old, new in differences(trial, found.trial)])
    sure = f"between {found.low:.0%} and {found.high:.0%}"
    return Content("\n").join(
        [
            Content.assemble(("Suggested (a tries it): ", "bold"), changes or "nothing to change"),
            Content(_agreement("Suggested", then)),
            Content(_agreement("What is tried", now)),
            Content.assemble(
                ("How sure: ", "bold"),
                f"fitted without some of your decisions and tried on those, it was right"
                f" {found.unseen.right:,} of {found.unseen.total:,} times; expect it to agree with {sure} of"
                " your next ones.",
            ),
            *_caveats(),
        ]
    )


def differences(old: Trial, new: Trial) -> list[tuple[str, str, str]]:
    """What a suggestion changes: name, value before, value after."""
    return [
        (name, shown(value), shown(other))
        for (name, value), other in zip(
            suggested_values(old).items(), suggested_values(new).values(), strict=True
        )
        if shown(value) != shown(other)
    ]


def suggested_values(trial: Trial) -> dict[str, float]:
    """The values of a suggestion by the names of their settings."""
    deep, wants = "phases.deep.", trial.thresholds
    weights = trial.how.weights._asdict()
    return {
        f"{deep}minScore": wants.min_score,
        f"{deep}minRecallCount": wants.min_recall_count,
        f"{deep}minUniqueQueries": wants.min_unique_queries,
        **{f"{deep}weights.{name}": round(weight, 4) for name, weight in weights.items()},
    }


def _agreement(who: str, tally: Tally) -> str:
    return (
        f"{who}: of your {count(tally.approvals, 'approval')} {tally.approved:,} would pass,"
        f" of your {count(tally.rejections, 'rejection')} {tally.rejected:,} would be kept out."
    )


def _caveats() -> list[Content]:
    told = (
        "Candidates are taken as they are today, since what they were when you decided is not kept; those"
        " that nobody showed you, you could not decide on.",
    )
    return [Content.styled(line, "dim") for line in told]
