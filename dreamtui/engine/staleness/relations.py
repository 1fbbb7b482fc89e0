"""Statements that give something its one value: "X's editor is Y", "X lives in Y", "use Y for X"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dreamtui.engine.staleness.lexicon import ATTRIBUTES, EMPTY_WORDS, WHEREABOUTS
from dreamtui.engine.staleness.statements import REMEMBERED, stem


class Relation(NamedTuple):
    """What is given a value, by which relation, and the words of the value."""

    subject: str
    value: frozenset[str]
    said: str
    """The value as it stands there."""


_LIVES = (
    r"lives? in|is based in|(?:has )?moved to|relocated to|wohnt in|zog nach|ist nach(?= .* gezogen)|vive en"
    r"|se mudó a|habite à|a déménagé à"
)
_REPORTS = r"reports? to|is managed by|berichtet an"
_NAMED = r"is called|is named|goes by|heißt|se llama|s'appelle"
_WORKS = r"works? (?:at|for)|joined|arbeitet bei|trabaja en|travaille chez"
_USES = r"uses?|nutzt|verwendet|usa|utilise"
_PREFERS = r"prefers?|bevorzugt|prefiere|préfère"
_IS = r"(?: is| are| ist| es| est| =|:)(?: now| currently| jetzt| ahora)?"
_ONE = r"(?:default|primary|preferred|favou?rite|current|main|standard|bevorzugte[rs]?|principal)"
_DENSE_IS = r"(?:现在)?(?:是|为|改为|：|: ?)\s*"
_DENSE_OWN = r"的(?:邮箱|生日|电话|地址|时区|编辑器|经理|名字|手机号)"

_STOP = r".,;:(!?。，；、"
_TITLES = ("dr", "mr", "ms", "mrs", "prof", "st")
"""Words whose point ends no sentence."""
_FULL_STOP = "".join(rf"(?<!\b{title})" for title in _TITLES) + r"\."
_POINT = "(?:" + "|".join(rf"(?<=\b{title})" for title in _TITLES) + r")\."
_END = (
    rf"(?={_FULL_STOP}|[,;:(!?。，；、]|$| since | now\b| and | because | anymore| as of | after "
    r"| gezogen| seit | und | y | et )"
)
_WHO = rf"(?P<who>[^{_STOP}]{{2,48}}?)"
_SOME = rf"(?P<what>(?:[^{_STOP}]|{_POINT}){{1,48}}?)"
_WHAT = _SOME + _END
_FOR = rf" (?P<rest>(?:for|when|as|für|para|pour) [^{_STOP}]{{3,60}}?){_END}"
_SHORT = r"(?P<what>[^，。；、は]{1,16}?)"

_ATTRIBUTES = frozenset(word for noun in ATTRIBUTES for word in (noun, f"{noun}'s"))


def _any_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SPACED_FORMS = tuple(
    (kind, signs, re.compile(pattern))
    for kind, signs, pattern in (
        (
            "home",
            _any_of("live lives based moved relocated wohnt zog ist vive"),
            rf"{_WHO} (?:now )?(?:{_LIVES}) (?:the )?{_WHAT}",
        ),
        (
            "work",
            _any_of("work works joined arbeitet trabaja travaille"),
            rf"{_WHO} (?:now )?(?:{_WORKS}) (?:the )?{_WHAT}",
        ),
        ("boss", _any_of("report reports managed berichtet"), rf"{_WHO} (?:now )?(?:{_REPORTS}) {_WHAT}"),
        ("name", _any_of("called named goes llama s'appelle"), rf"{_WHO} (?:now )?(?:{_NAMED}) {_WHAT}"),
        (
            "one",
            _any_of(
                "default primary preferred favourite favorite current main standard principal "
                "bevorzugte bevorzugter bevorzugtes"
            ),
            rf"(?P<who>(?:[^{_STOP}]{{1,40}} )?{_ONE} [^{_STOP}]{{2,32}}?){_IS} {_WHAT}",
        ),
        ("attribute", _ATTRIBUTES, rf"{_WHO}{_IS} {_WHAT}"),
        ("use", _any_of("use uses nutzt verwendet usa utilise"), rf"(?:{_WHO} )?(?:{_USES}) {_SOME}{_FOR}"),
        ("prefer", _any_of("prefer prefers bevorzugt prefiere"), rf"{_WHO} (?:{_PREFERS}) {_SOME}{_FOR}"),
    )
)
"""With the words of which one stands, between blanks, in every text of ASCII that has the form."""
_FORMS = tuple((kind, form) for kind, _, form in _SPACED_FORMS) + tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "one",
            rf"(?P<who>.{{0,24}}(?:默认|首选|当前|主要|常用).{{1,8}}?){_DENSE_IS}(?P<what>[^，。；、]{{1,24}})",
        ),
        ("attribute", rf"(?P<who>.{{1,8}}?{_DENSE_OWN}){_DENSE_IS}(?P<what>[^，。；、]{{1,24}})"),
        ("home", r"(?P<who>.{1,8}?)(?:现在)?住在(?P<what>[^，。；、]{1,12})"),
        ("home", rf"(?P<who>.{{1,8}}?)は{_SHORT}に住んで"),
        ("one", rf"(?P<who>(?:既定|デフォルト|標準)の.{{1,10}}?)は\s*{_SHORT}(?:です|。|$)"),
    )
)
_HINT = re.compile(rf"{_IS} |\b(?=[^\W\d_])(?:{_LIVES}|{_WORKS}|{_REPORTS}|{_NAMED}|{_USES}|{_PREFERS})\b")
_DENSE_HINT = re.compile("[：是为在は]")
_ARTICLE = re.compile(r"(?:the|our|my|now|a|der|die|das|el|la|le|mein|unser|mi|mon|ma)\s+")
_WORD = re.compile(r"[\w-]+")
_MOST, _MOST_WORDS = 300, 6
"""Characters of a text and words of a subject: what is longer states more than one value."""


@lru_cache(maxsize=REMEMBERED)
def relation(text: str) -> Relation | None:
    """The relation that a text states, if it states one."""
    lower = text.lower().replace("’", "'")
    for kind, form in () if len(text) > _MOST else _forms_for(lower):
        found = form.match(lower)
        if found is None or (kind == "attribute" and not _is_attribute(found["who"])):
            continue
        groups = found.groupdict()
        if kind in ("attribute", "one") and groups["what"].partition(" ")[0] in WHEREABOUTS:
            continue
        who = _ARTICLE.sub("", (groups["who"] or "").strip(), count=1)
        value = frozenset(stem(word) for word in _WORD.findall(groups["what"]) if word not in EMPTY_WORDS)
        if value and len(who.split()) <= _MOST_WORDS:
            subject = "|".join((kind, who, (groups.get("rest") or "").strip()))
            return Relation(subject, value, text[slice(*found.span("what"))].strip())
    return None


def _forms_for(lower: str) -> Iterable[tuple[str, re.Pattern[str]]]:
    """The forms that a text may have, as its words tell."""
    if lower.isascii():
        words = set(lower.replace(":", " ").split())
        return [(kind, form) for kind, signs, form in _SPACED_FORMS if not signs.isdisjoint(words)]
    return _FORMS if _HINT.search(lower) or _DENSE_HINT.search(lower) else ()


def _is_attribute(who: str) -> bool:
    return not who.isascii() or who.rpartition(" ")[2].removesuffix("'s") in ATTRIBUTES
