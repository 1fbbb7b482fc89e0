"""The registry of everything that a key can do: bindings, footer, help, palette and keymap come from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, NamedTuple, get_args

from textual.binding import Binding

Tab = Literal["review", "dreams", "themes", "memory", "activity", "tune"]
Where = Literal[
    Tab, "app", "list", "text", "write", "room", "edit", "reason", "question", "sweep", "help", "details",
    "line", "archive", "value", "json", "workspaces", "settings", "words",
]  # fmt: skip
"""Where an action works: everywhere, in a pane, in anything that is a list or a text, on a screen."""

TABS: Final[tuple[Tab, ...]] = get_args(Tab)


class Action(NamedTuple):
    """One thing that a key can do.

    `id` names it in `ui.keymap`; the widget or screen has a method `action_<id>` (`-` as `_`), unless
    `call` names another. `keys` are separated by commas. `footer` is shown where there is room; an
    empty `label` keeps it out of the footer and the palette. `dangerous` ones write to the workspace.
    """

    id: str
    keys: str
    label: str
    sentence: str
    where: Where = "app"
    dangerous: bool = False
    footer: bool = True
    call: str = ""

    @property
    def action(self) -> str:
        """What Textual runs."""
        return self.call or self.id.replace("-", "_")


def _tab(number: int, name: str) -> Action:
    return Action(
        f"show-{name}", str(number), name.capitalize(), f"Go to {name.capitalize()}.",
        footer=False, call=f"show_tab('{name}')",
    )  # fmt: skip


def _quiet(
    id_: str, keys: str, label: str, sentence: str, where: Where, call: str = "", *, dangerous: bool = False
) -> Action:
    """One that the footer leaves out."""
    return Action(id_, keys, label, sentence, where, dangerous, footer=False, call=call)


ACTIONS: Final[tuple[Action, ...]] = (
    # --- deciding -------------------------------------------------------------------------------
    Action("approve", "a", "approve", "Approve: it goes into MEMORY.md with the next write.", "review", True),
    Action(
        "reject", "r", "reject", "Reject: the same words do not come back, wherever they stand.",
        "review", True,
    ),
    Action("edit", "e", "edit", "Change the text before it is promoted; that approves it.", "review", True),
    Action("defer", "d", "defer", "Put it off; it stays in the list.", "review", True),
    Action("mark", "space", "mark", "Mark it; decisions then hold for all that are marked.", "review"),
    Action(
        "approve-all", "A", "all eligible", "Approve all eligible here, but flagged ones.", "review", True
    ),
    Action(
        "reject-because", "x,R", "reject because", "Reject and say why.", "review", True, footer=False
    ),
    Action("undo", "u", "undo", "Take the last step back, a write included.", "review", True),
    Action("redo", "ctrl+r,U", "redo", "Take the last undo back.", "review", True, footer=False),
    Action("write", "w", "write", "Show the exact change of MEMORY.md; enter there writes it.", "review"),
    # --- what the list shows --------------------------------------------------------------------
    Action("filter", "slash", "filter", "Show only what has these words, as you type.", "review"),
    _quiet("next-filter", "f", "next filter", "Show the next kind of candidates.", "review"),
    _quiet("previous-filter", "F", "previous filter", "Show the kind before this one.", "review"),
    _quiet("sort", "o,greater_than_sign", "sort", "Sort by the next column.", "review", "sort_by(1)"),
    _quiet(
        "sort-before", "less_than_sign", "sort by the column before", "Sort by the column before.",
        "review", "sort_by(-1)",
    ),
    _quiet("reverse", "O", "reverse", "Turn the order around.", "review"),
    _quiet("next-open", "n", "next undecided", "Go to the next that is undecided.", "review"),
    _quiet("previous-open", "N", "previous undecided", "Go to the one before that is undecided.", "review"),
    _quiet("breakdown", "enter", "details", "Show or hide the breakdown.", "review", "details"),
    _quiet("focus-list", "h,left", "list", "Go to the candidates.", "review"),
    _quiet(
        "focus-breakdown", "l,right", "breakdown", "Go to the breakdown, to scroll in it.", "review",
        "focus_details",
    ),
    _quiet("clear", "escape", "clear", "Take the marks away, then the filter.", "review"),
    # --- dreams ---------------------------------------------------------------------------------
    Action("dreams-read", "enter", "read", "Read this night, or go back to the list.", "dreams"),
    Action("dreams-search", "slash", "search", "Search all entries, as you type.", "dreams"),
    Action("dreams-next", "n", "next match", "Go to the next night that has the words.", "dreams"),
    Action("dreams-previous", "N", "previous match", "Go to the match before.", "dreams", footer=False),
    Action(
        "dreams-next-fault", "f", "next marked", "Go to the next night that is missing or marked.", "dreams"
    ),
    _quiet("dreams-previous-fault", "F", "previous marked", "Go to the marked night before.", "dreams"),
    _quiet("dreams-earlier", "less_than_sign", "month before", "Go back a month.", "dreams"),
    Action("dreams-later", "greater_than_sign", "month after", "Go on a month.", "dreams", footer=False),
    Action(
        "dreams-edit", "o", "open in editor", "Open the diary in $VISUAL or $EDITOR at this entry.",
        "dreams", True,
    ),
    Action("dreams-list", "h,left", "list", "Go to the nights.", "dreams", footer=False),
    Action("dreams-text", "l,right", "text", "Go to the text, to scroll in it.", "dreams", footer=False),
    Action("dreams-clear", "escape", "clear", "Close the text, or forget the words.", "dreams"),
    # --- themes ---------------------------------------------------------------------------------
    Action(
        "themes-open", "enter", "evidence", "Go to the entries behind it; from there to Review.", "themes"
    ),
    Action("themes-candidate", "c", "candidate", "Go to this candidate in Review.", "themes"),
    Action(
        "themes-mute", "m", "mute", "Never count this as a theme again, or count it again.", "themes", True
    ),
    Action(
        "themes-span", "a", "all time", "Count all entries, or only those that REM looks at.", "themes"
    ),
    Action("themes-muted", "M", "show muted", "Show or hide the themes that are muted.", "themes"),
    Action("themes-undo", "u", "undo", "Take the last muting back.", "themes", True),
    Action("themes-list", "h,left", "list", "Go to the themes.", "themes", footer=False),
    Action("themes-evidence", "l,right", "details", "Go to the details.", "themes", footer=False),
    Action("themes-back", "escape", "back", "Close the details.", "themes", call="themes_list"),
    # --- memory ---------------------------------------------------------------------------------
    Action("memory-prune", "x", "prune", "Prune it with the next write, or not.", "memory", True),
    Action("memory-edit", "e", "edit", "Change its text with the next write.", "memory", True),
    Action("memory-lock", "l", "lock", "Never suggest nor prune it; or unlock it.", "memory", True),
    Action("memory-mark", "space", "mark", "Mark it, to act on several at once.", "memory", call="mark"),
    Action("memory-merge", "m", "merge", "Make one text of all that are marked.", "memory", True),
    Action("memory-suggested", "A", "all suggested", "Prune all above a line you give.", "memory", True),
    Action("memory-undo", "u", "undo", "Take the last step back, a write too.", "memory", True, call="undo"),
    _quiet("memory-redo", "ctrl+r,U", "redo", "Take the last undo back.", "memory", "redo", dangerous=True),
    Action("memory-write", "w", "write", "Show the exact change, and what it forgets.", "memory"),
    Action("memory-archive", "a", "archive", "Show what was pruned, to bring it back.", "memory"),
    _quiet("memory-editor", "o", "open in editor", "Open it in $EDITOR.", "memory", dangerous=True),
    Action("memory-filter", "slash", "filter", "Show only what has these words.", "memory", call="filter"),
    _quiet("memory-next-filter", "f", "next filter", "Show the next kind.", "memory", "next_filter"),
    _quiet(
        "memory-previous-filter", "F", "filter before", "Show the one before.", "memory", "previous_filter"
    ),
    _quiet("memory-sort", "greater_than_sign", "sort", "Sort by the next column.", "memory", "sort_by(1)"),
    _quiet(
        "memory-sort-before", "less_than_sign", "sort by the column before", "Sort by the column before.",
        "memory", "sort_by(-1)",
    ),
    _quiet("memory-reverse", "O", "reverse", "Turn the order around.", "memory", "reverse"),
    _quiet("memory-next", "n", "next suggested", "Go to the next suggestion.", "memory", "next_open"),
    _quiet("memory-previous", "N", "previous suggested", "Go to the one before.", "memory", "previous_open"),
    _quiet("memory-details", "enter", "details", "Show or hide all that is told of it.", "memory", "details"),
    _quiet("memory-list", "h,left", "list", "Go to the entries.", "memory", "focus_list"),
    _quiet("memory-text", "right", "scroll the details", "Go to the details.", "memory", "focus_details"),
    _quiet("memory-clear", "escape", "clear", "Close the details, else drop marks.", "memory", "clear"),
    # --- what happens ---------------------------------------------------------------------------
    Action("activity-details", "enter", "details", "Show all of it: the raw record, numbers.", "activity"),
    Action("activity-filter", "slash", "filter", "Show only records with these words.", "activity"),
    Action("activity-clear", "escape", "clear", "Show the whole log again.", "activity", footer=False),
    Action(
        "activity-next", "l,right", "next part", "Open the next part.", "activity", footer=False,
        call="app.focus_next",
    ),
    Action(
        "activity-previous", "h,left", "previous part", "Open the part before.", "activity", footer=False,
        call="app.focus_previous",
    ),
    # --- tuning ---------------------------------------------------------------------------------
    Action("tune-less", "left,h,minus", "less", "Less of the setting under the cursor.", "tune"),
    Action("tune-more", "right,l,plus,equals_sign", "more", "More of the setting under the cursor.", "tune"),
    Action("tune-type", "enter", "type", "Type a value for it.", "tune"),
    Action("tune-view", "v", "view", "The next view: flips, MEMORY.md, past nights, decisions.", "tune"),
    Action("tune-save", "w", "save", "Write what is tried into dreamtui's own settings.", "tune", True),
    Action("tune-undo", "u", "undo", "Take the last change back, a saving included.", "tune"),
    Action("tune-reset", "r,backspace", "reset", "Give it back the value in force.", "tune"),
    Action("tune-fewer", "f", "too many?", "Too many promotions: try stricter settings.", "tune"),
    Action("tune-easier", "m", "too few?", "Too few promotions: try easier settings.", "tune"),
    Action("tune-fit", "a", "suggested", "Try what fits your own approvals and rejections best.", "tune"),
    Action("tune-pin", "c", "compare", "Hold what is tried as the other side; again: let it go.", "tune"),
    Action("tune-json", "y", "JSON", "Show it as JSON for openclaw.json, to copy.", "tune"),
    Action("tune-reset-all", "R", "reset all", "All: the values in force.", "tune", footer=False),
    Action("tune-default", "d", "default", "Give it its default.", "tune", footer=False),
    Action("tune-back", "V", "view before", "Show the view before.", "tune", footer=False),
    # --- typing words ---------------------------------------------------------------------------
    Action("words-keep", "enter", "keep", "Keep the words, go to the list.", "words", call="words(True)"),
    Action("words-forget", "escape", "clear", "Forget the words, show all.", "words", call="words(False)"),
    # --- everywhere -----------------------------------------------------------------------------
    Action("sweep", "s", "sweep", "Run Light, REM and Deep now; nothing is promoted. "
        "What Light stages scores a little higher after each.", "app", True),
    Action("reload", "f5", "read again", "Read everything from disk again.", footer=False),
    *(_tab(number, name) for number, name in enumerate(TABS, 1)),
    Action("next-tab", "right_square_bracket", "next tab", "Go to the next tab.", footer=False),
    Action("previous-tab", "left_square_bracket", "previous tab", "Go to the tab before.", footer=False),
    _quiet("next-part", "tab", "next part", "Go to the next part of the screen.", "app", "focus_next"),
    _quiet("previous-part", "shift+tab", "previous part", "Go to the part before.", "app", "focus_previous"),
    _quiet("settings", "f2,comma", "settings: theme and keys", "Change theme, mouse and keys.", "app"),
    Action("hide-hint", "H", "hide the hint", "Put the hint above the footer away for good.", footer=False),
    Action("workspaces", "f3,ctrl+o", "workspaces", "Go to the memory of another agent.", footer=False),
    _quiet("copy", "ctrl+c", "copy", "Copy the text selected with the mouse.", "app", "screen.copy_text"),
    Action("help", "question_mark,f1", "help", "Show what every key does."),
    Action("palette", "ctrl+p", "palette", "Find any action by its name.", call="command_palette"),
    Action("quit", "q,ctrl+q", "quit", "Leave; every decision is on disk already."),
    # --- moving ---------------------------------------------------------------------------------
    Action("cursor-up", "up,k", "", "Go up.", "list"),
    Action("cursor-down", "down,j", "", "Go down.", "list"),
    Action("page-up", "pageup,ctrl+b", "", "Go up a page.", "list"),
    Action("page-down", "pagedown,ctrl+f", "", "Go down a page.", "list"),
    Action("first", "home,g", "", "Go to the first.", "list"),
    Action("last", "end,G", "", "Go to the last.", "list"),
    Action("scroll-up", "up,k", "", "Scroll up.", "text"),
    Action("scroll-down", "down,j", "", "Scroll down.", "text"),
    Action("text-page-up", "pageup,ctrl+b", "", "Scroll up a page.", "text", call="page_up"),
    Action("text-page-down", "pagedown,ctrl+f,space", "", "Scroll down a page.", "text", call="page_down"),
    Action("scroll-home", "home,g", "", "Scroll to the beginning.", "text"),
    Action("scroll-end", "end,G", "", "Scroll to the end.", "text"),
    # --- on screens over the tabs ---------------------------------------------------------------
    Action("write-apply", "enter", "write it", "Write exactly what is shown.", "write", True),
    Action("write-cancel", "escape,q", "back", "Go back; nothing is written.", "write"),
    Action("write-part", "tab", "next part", "Go on to what is kept back, to the exact change.", "write",
        footer=False, call="write_part(1)",
    ),
    Action("write-part-before", "shift+tab", "part before", "Go back to what would be forgotten.", "write",
        footer=False, call="write_part(-1)",
    ),
    Action("write-room", "p", "make room", "Prune the stalest entries first where it does not fit; or not.",
        "room", True),
    Action("line-take", "enter", "take", "Prune all that is staler.", "line", True),
    Action("line-cancel", "escape", "back", "Go back; nothing is marked.", "line"),
    Action("archive-restore", "enter", "bring back", "Show what bringing it back would change.", "archive"),
    Action("archive-mark", "space", "mark", "Mark it, to bring several back at once.", "archive"),
    Action("archive-close", "escape,q,a", "back", "Back to the tab.", "archive"),
    Action(
        "edit-save", "ctrl+s,ctrl+j,f10", "keep", "Keep the text; in Review that approves it.", "edit", True
    ),
    Action("edit-cancel", "escape", "back", "Go back; the text stays as it was.", "edit"),
    Action("reason-save", "enter", "reject", "Reject, with the reason if there is one.", "reason", True),
    Action("reason-cancel", "escape", "back", "Go back; nothing is decided.", "reason"),
    Action("answer-yes", "y", "yes", "Yes, do it.", "question", call="answer(True)"),
    Action("answer-no", "n,escape", "no", "No, leave it as it is.", "question", call="answer(False)"),
    Action("sweep-cancel", "escape,q", "cancel", "Cancel the sweep; nothing is written.", "sweep"),
    Action("sweep-hide", "enter", "in the background", "It goes on behind, as with any other key.", "sweep"),
    Action("settings-change", "enter", "change", "Choose it, or press another key for it.", "settings"),
    Action("settings-add", "a,plus", "add a key", "Press one more key for it.", "settings"),
    Action("settings-reset", "backspace,delete", "default", "As it is by default.", "settings"),
    Action("settings-reset-all", "D", "all defaults", "Everything as it is by default.", "settings"),
    Action("settings-save", "s,ctrl+s", "save", "Write what was changed into dreamtui's own settings.",
        "settings", True,
    ),
    Action("settings-next", "tab,right_square_bracket", "next part", "Go to the next heading.", "settings"),
    Action("settings-previous", "shift+tab,left_square_bracket", "part before", "Go to the heading before.",
        "settings",
    ),
    Action("settings-close", "escape,q,f2", "back", "Back to the tabs; changes hold until you leave.",
        "settings",
    ),
    Action("workspaces-open", "enter", "open", "Open the workspace under the cursor.", "workspaces"),
    Action("workspaces-close", "escape,q,f3", "back", "Stay in this workspace.", "workspaces"),
    Action("details-close", "escape,q,enter", "back", "Back to the tab.", "details"),
    Action("value-set", "enter", "try it", "Try the value.", "value"),
    Action("value-cancel", "escape", "back", "Go back; the value stays as it was.", "value"),
    Action("json-copy", "y,c,enter", "copy", "Copy the JSON.", "json"),
    Action("json-close", "escape,q", "back", "Go back.", "json"),
    Action("help-close", "escape,q,question_mark,f1", "back", "Close this help.", "help"),
)  # fmt: skip

BY_ID: Final[Mapping[str, Action]] = {action.id: action for action in ACTIONS}


def of(where: Where) -> Iterator[Action]:
    """The actions that work in a place, in the order of the footer."""
    return (action for action in ACTIONS if action.where == where)


def bindings(*places: Where, also: Collection[str] = ()) -> list[Binding]:
    """What a widget, a screen or the app binds: `BINDINGS = bindings("review")`; `also` names single actions.

    With `inherit_bindings=False` in the class, nothing is bound that a person could not bind anew.
    """
    return [
        Binding(
            action.keys,
            action.action,
            action.label,
            show=action.footer and bool(action.label),
            id=action.id,
            tooltip=action.sentence,
        )
        for action in ACTIONS
        if action.where in places or action.id in also
    ]
