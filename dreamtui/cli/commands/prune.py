"""`dreamtui prune`: MEMORY.md entry by entry: list, archive, bring back, lock."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dreamtui.cli import shapes
from dreamtui.cli.context import Context, open_context
from dreamtui.cli.main import DONE, NO, say
from dreamtui.cli.output import print_json
from dreamtui.errors import BadInput, Changed, StandsAlready
from dreamtui.instants import iso
from dreamtui.review.diffs import unified
from dreamtui.service.listing import SUGGESTED_ABOVE, Listing, Row
from dreamtui.service.pruner import Pruner
from dreamtui.service.steps import History

if TYPE_CHECKING:
    from dreamtui.entries import Lost
    from dreamtui.files.archive import Archived
    from dreamtui.review.pruning import Item, PruningPlan

ATTEMPTS = 3


class _Named(NamedTuple):
    """Something that an ID can mean: an entry of MEMORY.md or of the archive."""

    id: str
    text: str


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; 1 when nothing matches or nothing is to be done."""
    _check(args)
    context = open_context(args)
    pruner = Pruner(context.desk, History(context.desk, lambda: context.now_ms))
    if args.action in ("lock", "unlock"):
        return _lock(context, pruner, args)
    if args.action in ("apply", "restore"):
        return _write(context, pruner, args)
    return _list(context, pruner, args)


def _check(args: argparse.Namespace) -> None:
    """Refuse options that the action has no use for, rather than do something else than was meant."""
    allowed = {
        "list": ("ids", "suggested", "above", "archived"),
        "apply": ("ids", "suggested", "above", "reason", "dry_run"),
        "restore": ("ids", "dry_run"),
    }.get(args.action, ("ids",))
    for name in ("ids", "suggested", "above", "archived", "reason", "dry_run"):
        if getattr(args, name) not in (None, False, [], "") and name not in allowed:
            shown = "ID" if name == "ids" else f"--{name.replace('_', '-')}"
            raise BadInput(f"prune {args.action} takes no {shown}: see `dreamtui prune --help`")
    if args.above is not None and not args.suggested:
        raise BadInput("prune: --above goes with --suggested")
    if args.ids and (args.suggested or args.archived):
        raise BadInput("prune: name entries by ID, or all that are suggested or archived, not both")
    if args.action in ("restore", "lock", "unlock") and not args.ids:
        raise BadInput(f"prune {args.action}: name entries by ID, as `dreamtui prune` lists them")


# --- listing ------------------------------------------------------------------------------------


def _list(context: Context, pruner: Pruner, args: argparse.Namespace) -> int:
    if args.archived:
        return _list_archive(context, pruner.archived(), args)
    listing = pruner.load()
    rows: Sequence[Row] = listing.rows
    if args.suggested:
        rows = pruner.suggested(listing, _line(args))
    elif args.ids:
        found = {one.id for text in args.ids for one in _matching(_entries(listing), text)}
        rows = [row for row in rows if row.id in found]
    if args.json:
        print_json({**_head(context, listing), "entries": [_entry(context, row) for row in rows]})
    else:
        from dreamtui.cli.show import prune

        prune.show_list(context, listing, rows, suggested=args.suggested)
    return NO if (args.ids or args.suggested) and not rows else DONE


def _list_archive(context: Context, entries: Sequence[Archived], args: argparse.Namespace) -> int:
    if args.json:
        workspace = str(context.desk.workspace.root)
        print_json({"workspaceDir": workspace, "archived": [_archived(one) for one in entries]})
    else:
        from dreamtui.cli.show import prune

        prune.show_archive(entries)
    return DONE


def _lock(context: Context, pruner: Pruner, args: argparse.Namespace) -> int:
    listing = pruner.load()
    ids = _named(_entries(listing), args.ids, "dreamtui prune")
    if not ids:
        if args.json:
            print_json({**_head(context, listing), f"{args.action}ed": []})
        return NO
    listing = (pruner.lock if args.action == "lock" else pruner.unlock)(listing, ids)
    rows = [row for row in listing.rows if row.id in ids]
    if args.json:
        print_json({**_head(context, listing), f"{args.action}ed": [_entry(context, row) for row in rows]})
    else:
        from dreamtui.cli.show import prune

        prune.show_locked(rows)
    return DONE


# --- writing ------------------------------------------------------------------------------------


def _write(context: Context, pruner: Pruner, args: argparse.Namespace) -> int:
    """Plan and, but for --dry-run, write; nobody was shown the plan, so it is made again after a change."""
    if not args.dry_run:
        pruner.recover()
    for attempt in range(ATTEMPTS):
        try:
            plan = _restoring(pruner, args) if args.action == "restore" else _pruning(pruner, args)
            if plan is not None and not args.dry_run:
                pruner.apply(plan)
            break
        except Changed:
            if attempt + 1 == ATTEMPTS:
                raise
    if plan is None:
        if args.json:
            print_json(_plan_shape(context, pruner.plan_cuts({}), applied=False))
        return NO
    applied = bool(plan.items) and not args.dry_run
    if args.json:
        print_json(_plan_shape(context, plan, applied=applied))
    else:
        from dreamtui.cli.show import prune

        prune.show_plan(context, plan, applied=applied)
    return DONE if plan.items else NO


def _pruning(pruner: Pruner, args: argparse.Namespace) -> PruningPlan | None:
    """What is named, what is suggested, or all that is marked; None where nothing matches."""
    if not args.ids and not args.suggested:
        return pruner.plan()
    listing = pruner.load()
    if args.suggested:
        rows = pruner.suggested(listing, _line(args))
        if not rows:
            say(f"nothing that a machine promoted is staler than {_line(args):g}; nothing was changed")
            return None
    else:
        ids = _named(_entries(listing), args.ids, "dreamtui prune")
        rows = [row for row in listing.rows if row.id in ids]
        if locked := [row.id for row in rows if row.locked]:
            raise BadInput(f"{locked[0]} is locked; nothing was changed: `dreamtui prune unlock {locked[0]}`")
        if not rows:
            return None
    return pruner.plan_cuts({row.id: args.reason or row.why for row in rows})


def _restoring(pruner: Pruner, args: argparse.Namespace) -> PruningPlan | None:
    newest = {one.id: one for one in pruner.archived()}  # of one pruned twice the last
    texts = [_Named(one.id, one.raw.decode("utf-8", "replace")) for one in newest.values()]
    ids = _named(texts, args.ids, "dreamtui prune list --archived")
    try:
        return pruner.plan_restoring([newest[one] for one in ids]) if ids else None
    except StandsAlready as error:
        say(str(error))
        return None


def _line(args: argparse.Namespace) -> float:
    return SUGGESTED_ABOVE if args.above is None else args.above


# --- names --------------------------------------------------------------------------------------


def _entries(listing: Listing) -> list[_Named]:
    return [_Named(row.id, row.entry.text) for row in listing.rows]


def _matching(known: Iterable[_Named], text: str) -> list[_Named]:
    """By id, else by the beginning of ids, else by part of the text."""
    known = list(known)
    for fits in (
        lambda one: one.id == text,
        lambda one: one.id.startswith(text),
        lambda one: text.casefold() in one.text.casefold(),
    ):
        if text and (found := [one for one in known if fits(one)]):
            return found
    return []


def _named(known: Sequence[_Named], texts: Sequence[str], where: str) -> list[str]:
    """The one entry that each text means; none where one means nothing. Raises BadInput for several."""
    ids: dict[str, None] = {}
    for text in texts:
        found = _matching(known, text)
        if len(found) > 1:
            names = ", ".join(one.id for one in found[:4]) + (", …" if len(found) > 4 else "")
            raise BadInput(f"{text!r} may be {len(found)} entries; nothing was changed: name one of {names}")
        if not found:
            say(f"no entry matches {text!r}; nothing was changed: see `{where}`")
            return []
        ids[found[0].id] = None
    return list(ids)


# --- shapes -------------------------------------------------------------------------------------


def _head(context: Context, listing: Listing) -> shapes.Json:
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "memory": {**listing.size._asdict(), "budgetChars": listing.budget_chars},
    }


def _entry(context: Context, row: Row) -> shapes.Json:
    entry, known = row.entry, row.evidence
    source = None
    if entry.source:
        path, start, end = entry.source
        source = {"path": path, "startLine": start, "endLine": end, "now": known.source}
    return {
        "id": entry.id,
        "key": entry.key,
        "text": entry.text,
        "line": entry.line,
        "endLine": entry.end_line,
        "promotedAt": None if known.promoted_ms is None else iso(known.promoted_ms),
        "chars": entry.chars,
        "tokens": entry.tokens,
        "monthlyCost": context.desk.loaded.settings.memory.monthly_cost(entry.tokens),
        "managed": entry.managed,
        "locked": row.locked,
        "lastUsed": iso(known.uses[-1]) if known.uses else None,
        "uses": len(known.uses),
        "staleness": row.staleness.score,
        "reasons": [{"code": one.code, "message": one.message} for one in row.staleness.reasons],
        "headings": list(entry.headings),
        "source": source,
        "staged": row.staged.choice if row.staged else None,
        "remark": row.remark or None,
    }


def _archived(one: Archived) -> shapes.Json:
    return {
        "id": one.id,
        "key": one.key,
        "prunedAt": one.at,
        "reason": one.reason,
        "line": one.origin.line,
        "headings": list(one.origin.headings),
        "markdown": one.raw.decode("utf-8", "replace"),
    }


def _plan_shape(context: Context, plan: PruningPlan, *, applied: bool) -> shapes.Json:
    return {
        "workspaceDir": str(context.desk.workspace.root),
        "applied": applied,
        "entries": [_item(item) for item in plan.items],
        "gone": list(plan.gone),
        "locked": list(plan.locked),
        "lost": [_lost(one) for one in plan.lost],
        "memory": {
            "before": plan.before._asdict(),
            "after": plan.after._asdict(),
            "budgetChars": plan.budget_chars,
        },
        "writes": [shapes.write(change, unified(change)) for change in plan.plan.writes],
    }


def _item(item: Item) -> shapes.Json:
    shape: shapes.Json = {"id": item.id, "outcome": item.done, "text": item.text}
    if item.now:
        shape["newText"] = item.now
    if item.why:
        shape["reason"] = item.why
    return {**shape, "where": item.where} if item.where else shape


def _lost(one: Lost) -> shapes.Json:
    return {"id": one.id, "probes": [list(probe) for probe in one.probes], "asked": one.asked}
