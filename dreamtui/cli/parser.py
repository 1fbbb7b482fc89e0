"""Commands and their options: what may be given, in the words of `--help`. Imports nothing that is slow."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from dreamtui.errors import BadInput

TYPE_CHECKING = False  # importing typing would cost --help a tenth of its time
if TYPE_CHECKING:
    from typing import NoReturn

Options = Callable[[argparse.ArgumentParser], None]


_USUAL_WIDTH = 80
_WITH_VALUE = ("--workspace", "--agent", "--config", "--set", "--now")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = f"see `{self.prog} --help`"
        if message.startswith("unrecognized arguments") and " " in self.prog:
            hint += "; a workspace is named with --workspace DIR, a text of several words takes quotes"
        raise BadInput(f"{self.prog.partition(' ')[2] or 'options'}: {message}: {hint}")


def _sweep(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help="also promote what passes into MEMORY.md")
    parser.add_argument("--dry-run", action="store_true", help="show what --apply would do, write nothing")
    parser.add_argument("--focus", metavar="TEXT", help="promote only what has TEXT in its snippet or path")
    parser.add_argument("--quiet", action="store_true", help="print one line, for cron")


def _promote(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help="append those that pass to MEMORY.md")
    parser.add_argument("--limit", type=_count, metavar="N", help="end with the Nth eligible candidate")
    parser.add_argument("--min-score", type=_share, metavar="X", help="instead of phases.deep.minScore")
    parser.add_argument(
        "--min-recall-count", type=_count, metavar="N", help="instead of phases.deep.minRecallCount"
    )
    parser.add_argument(
        "--min-unique-queries", type=_count, metavar="N", help="instead of phases.deep.minUniqueQueries"
    )
    parser.add_argument("--include-promoted", action="store_true", help="list what was promoted before, too")


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "text", metavar="TEXT", help="a key, part of a snippet or path, or words that all occur"
    )


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "approve", "reject", "defer", "edit", "undo", "redo", "apply"),
        metavar="list|approve|reject|defer|edit|undo|redo|apply",
        help="what to do (default: list); apply writes what is approved into MEMORY.md",
    )
    parser.add_argument(
        "keys", nargs="*", metavar="KEY", help="a candidate: its key, the start of it, or part of its text"
    )
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, kept with the decision")
    parser.add_argument("--text", metavar="TEXT", help="edit: what is promoted instead; - reads it")
    parser.add_argument(
        "--filter",
        choices=(
            "all", "open", "approved", "deferred", "eligible", "near", "failing", "flagged", "rejected",
            "promoted",
        ),
        help="list these (default: what waits or is decided); approve, reject, defer: all of these, but "
        "approve takes flagged ones only by KEY or with flagged",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="apply: show the exact diff, write nothing")


def _prune(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=("list", "apply", "restore", "lock", "unlock"),
        metavar="list|apply|restore|lock|unlock",
        help="what to do (default: list); apply moves entries into the archive, restore brings them back, "
        "lock keeps them for good; `dreamtui review undo` takes any of it back",
    )
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="an entry: its id, the start of it, or part of its text"
    )
    parser.add_argument(
        "--suggested", action="store_true", help="list, apply: promoted entries that look stale"
    )
    parser.add_argument(
        "--above", type=_share, metavar="X", help="with --suggested: staler than X (default: 0.5)"
    )
    parser.add_argument("--reason", metavar="TEXT", default="", help="apply: why, kept in the archive")
    parser.add_argument("--archived", action="store_true", help="list: what can be restored")
    parser.add_argument(
        "--dry-run", action="store_true", help="apply, restore: show the exact diff, write nothing"
    )


def _status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help="also audit the recall store")


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what can be mended, after a backup")


def _nothing(_parser: argparse.ArgumentParser) -> None: ...


COMMANDS: dict[str, tuple[str, Options]] = {
    "sweep": ("run Light, REM and Deep; what passes waits for review, or with --apply is promoted", _sweep),
    "promote": ("rank the candidates now; with --apply append those that pass to MEMORY.md", _promote),
    "promote-explain": (
        "why a candidate would or would not be promoted, and what would change that",
        _explain,
    ),
    "review": ("decide on candidates, write what is approved, undo: the queue from a script", _review),
    "prune": ("the entries of MEMORY.md: which look stale, archive them, bring them back, lock", _prune),
    "rem-harness": ("preview themes, candidate truths and deep candidates; writes nothing", _nothing),
    "status": ("schedule, last runs, counts, MEMORY.md budget, health", _status),
    "config": ("every setting, its value and where it comes from", _nothing),
    "doctor": ("find what is wrong with the files and say how to mend it", _doctor),
    "on": ("let the dashboard sweep on schedule (in dreamtui's own settings)", _nothing),
    "off": (
        "stop the dashboard's schedule; your own sweeps and reviews work, OpenClaw's settings stay",
        _nothing,
    ),
}


_EPILOG = """`dreamtui COMMAND --help` tells more.
Exit status: 0 done, 1 the answer is no, 2 bad input."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options given; `command` names the command ("" for none). Raises BadInput for wrong usage."""
    arguments = _command_first(arguments)
    name = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    parser = _command_parser(name) if name else _top_parser()
    # Intermixed, so that KEY and ID may stand behind options as well.
    args = parser.parse_intermixed_args(arguments[1:] if name else arguments)
    args.command = name
    if not name:
        _check_place(args.dir, arguments)
    return args


def _command_first(arguments: list[str]) -> list[str]:
    """The command in front of options of every command that were given before it."""
    at = 0
    while at < len(arguments) and arguments[at].partition("=")[0] in (*_WITH_VALUE, "--json"):
        at += 2 if arguments[at] in _WITH_VALUE else 1
    if at < len(arguments) and arguments[at] in COMMANDS:
        return [arguments[at], *arguments[:at], *arguments[at + 1 :]]
    return arguments


def _check_place(place: str | None, arguments: list[str]) -> None:
    """Tell a person who meant a command from one who names a folder. Raises BadInput."""
    if meant := next((word for word in arguments if word in COMMANDS), None):
        raise BadInput(f"options stand after the command: write `dreamtui {meant} …`")
    if place is None:
        return
    from pathlib import Path

    if not Path(place).exists():
        from difflib import get_close_matches

        near = get_close_matches(place, COMMANDS, n=1, cutoff=0.7)
        meant_command = f": did you mean `dreamtui {near[0]}`?" if near else ": name a folder that exists"
        raise BadInput(f"{place} is neither a command nor a folder{meant_command}")


def _command_parser(name: str) -> argparse.ArgumentParser:
    about, add_options = COMMANDS[name]
    parser = _Parser(prog=f"dreamtui {name}", description=about, formatter_class=_folded, allow_abbrev=False)
    add_options(parser)
    _common(parser)
    return parser


def _top_parser() -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:<16} {about}" for name, (about, _) in COMMANDS.items())
    parser = _Parser(
        prog="dreamtui",
        description="Review what your AI agents dream: what would become long-term memory, and why.",
        epilog=f"commands:\n{listing}\n\n{_EPILOG}",
        formatter_class=_as_written,
        allow_abbrev=False,
    )
    parser.add_argument(
        "dir", nargs="?", metavar="DIR", help="the workspace: the folder with MEMORY.md and memory/"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what a sweep would do now, write nothing"
    )
    parser.add_argument("--demo", action="store_true", help="use a fresh copy of the sample workspace")
    parser.add_argument("--read-only", action="store_true", help="refuse every write")
    parser.add_argument("--version", action="store_true", help="print the version")
    _common(parser)
    return parser


def _folded(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=_width())


def _as_written(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, width=_width())


def _width() -> int:
    """What argparse takes by itself, at the price of importing shutil for every command."""
    given = os.environ.get("COLUMNS", "")
    columns = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    try:
        columns = columns or os.get_terminal_size(1).columns
    except OSError:
        columns = 0
    return (columns or _USUAL_WIDTH) - 2


def _common(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("options of every command")
    group.add_argument("--workspace", metavar="DIR", help="the workspace (default: the one of openclaw.json)")
    group.add_argument("--agent", metavar="ID", help="the agent whose workspace is meant")
    group.add_argument("--config", metavar="FILE", help="openclaw.json to read (default: the usual one)")
    group.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a setting, such as phases.deep.minScore=0.7; may be repeated",
    )
    group.add_argument(
        "--now", metavar="INSTANT", help="pretend it is this instant, such as 2026-04-11T03:00:00Z"
    )
    group.add_argument("--json", action="store_true", help="print one JSON document instead of text")


def _count(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, 0 or more")
    return value


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value
