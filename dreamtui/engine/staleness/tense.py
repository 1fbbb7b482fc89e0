"""Whether what is said of a day had happened by then: the verb of its clause stands in the past.

The past is told by forms, not by topics: the irregular verbs of a language are a closed class, the
regular ones have an ending. What comes after "is", "will", "has" or "to" is no past, and a day up to
which something is wanted ("by Friday") is ahead whatever the verb says ("asked for it by Friday").
"""

from __future__ import annotations

import re
from typing import Final

_ENGLISH = """
    was were wasn't weren't had hadn't did didn't could couldn't went came got saw took gave made said told
    knew thought found left felt kept held brought bought caught taught fought sought built sent spent lent
    lost met paid ran rang sang sank swam began drank drove rode wrote rose broke spoke stole froze woke wore
    tore swore chose grew threw flew drew blew ate fell forgot forgave slept swept wept dealt meant heard sold
    stood understood won dug hung stuck struck swung shot sat hid bit lit led fed fled slid shook mistook
    became withdrew overslept fixed
"""
"""Forms that are nothing but a past."""
_SAME = "read put set cut let hit quit cost shut hurt cast split spread bet beat"
"""Verbs whose past is their stem: after one name ("Ann read it") it is the past, as the present has an s."""
_GERMAN = """
    war waren hatte hatten wurde wurden ging gingen kam kamen gab gaben nahm nahmen fand fanden blieb blieben
    schlief schliefen lief liefen fuhr fuhren flog flogen stand standen verstand saß saßen lag lagen sah sahen
    aß aßen trank tranken sprach sprachen schrieb schrieben rief riefen hielt hielten ließ ließen
    half halfen traf trafen verlor verloren gewann gewannen begann begannen brach brachen fiel fielen gefiel
    vergaß vergaßen stürzte stürzten zog zogen bekam bekamen schwamm sang sangen wusste wussten brachte
    brachten dachte dachten musste mussten konnte konnten wollte wollten durfte durften
"""
_ROMANCE = (
    "fue fueron hizo hicieron tuvo tuvieron estuvo estuvieron vino vinieron dijo dijeron puso pudo dio vio"
)
_NOT_YET = """
    need speed feed seed weed bed red shed embed hundred indeed united limited unlimited naked sacred wicked
    booked scheduled rescheduled planned promised agreed expected invited reserved arranged postponed
    confirmed supposed
    heute bitte erste zweite dritte letzte nächste ganze beste gute möchte könnte sollte müsste dürfte hätte
    wäre würde gebucht geplant geschlossen gesperrt geöffnet vorgesehen angesetzt angekündigt verschoben
"""
"""What has the ending of a past and is none, and what is arranged: that is told of what is to come."""
_NO_PAST: Final = frozenset(_NOT_YET.split())

_APART = "".join(
    rf"(?<!\b{word} )" for word in ("is", "are", "be", "being", "get", "gets", "to", "has", "have")
)
_ENGLISH_PAST = re.compile(
    rf"\b(?:{'|'.join(_ENGLISH.split())})\b|{_APART}\b([a-z]{{2,}}ed)\b"
    rf"|\A(?!we |you |they |i |please |let )[\w'-]+ (?:{'|'.join(_SAME.split())})\b"
)
_GERMAN_PAST = re.compile(
    rf"\b(?:{'|'.join(_GERMAN.split())})\b|\b([a-zäöüß]{{3,}}ten?)\b"
    r"|\b(?:hat|haben|ist|sind) .*\b([a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]{3,}iert)\b"
)
_ROMANCE_PAST = re.compile(
    rf"\b(?:{'|'.join(_ROMANCE.split())})\b|\b(\w{{2,}}ó)\b"
    r"|\b(?:a|ont|est|sont) (\w{2,}(?:é|ée|és|u|i|it|is))\b"
)
_GERMAN_DAY = re.compile(r"(?:tag|abend|mittwoch|heute|januar|februar|märz|mai|juni|juli|oktober|dezember)\b")
_ROMANCE_DAY = re.compile(
    r"\b(?:el|este|esta|ce|hoy|aujourd'hui|para|hasta|en|avant|pour)\b|(?:nes|tes|coles|ves|ado|ingo|di|che)\b"
)
_BOUND = re.compile(
    r"[.;!?:](?: |$)|, | - | – |\b(?:and|but|so|that|if|whether|because|when|und|aber|y|pero|que|et|mais)\b"
)
"""Between clauses."""
_BEFORE_ITS_CLAUSE = re.compile(r"\A\W*(?:on|at|am|um|el|le)?\W*\Z")
_TO = re.compile(r"\b(?:to|auf|al|à) \Z")
_UP_TO = re.compile(r"(?:by|until|till|before|for|bis|vor|para|hasta|pour|avant)\b")


def happened(lower: str, start: int, end: int) -> bool:
    """Whether a text in lower case tells of the day that it names from `start` to `end` as behind."""
    if _UP_TO.match(lower, start) or _TO.search(lower[:start]):
        return False
    begin, until = 0, len(lower)
    for bound in _BOUND.finditer(lower):
        if bound.end() <= start:
            begin = bound.end()
        elif bound.start() >= end and not _BEFORE_ITS_CLAUSE.match(lower[begin:start]):
            until = bound.start()
            break
    verbs = _past_of(lower[start:end]).finditer(lower[begin:until])
    return any(_NO_PAST.isdisjoint(verb.groups()) for verb in verbs)


def _past_of(day: str) -> re.Pattern[str]:
    """The past of the language in which a day is named."""
    if _GERMAN_DAY.search(day):
        return _GERMAN_PAST
    return _ROMANCE_PAST if _ROMANCE_DAY.search(day) else _ENGLISH_PAST
