"""Statements that give something its one value: "X's editor is Y", "X lives in Y", "use Y for X"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dreamtui.engine.staleness.lexicon import (
    ATTRIBUTES,
    EMPTY_WORDS,
    LANGUAGES,
    NOW,
    NOW_WITHIN,
    WEEKDAYS,
    WHEREABOUTS,
)
from dreamtui.engine.staleness.statements import REMEMBERED, stem


class Relation(NamedTuple):
    """What is given a value, by which relation, and the words of the value."""

    subject: str
    value: frozenset[str]
    said: str
    """The value as it stands there."""
    sure: bool = True
    """Whether another value takes this one's place; else only one of as many words that holds "now" may."""
    now: bool = False


_LIVES = (
    r"lives? in|is based in|(?:has )?moved (?:from [^.,;]{1,30} )?to|relocated (?:from [^.,;]{1,30} )?to"
    r"|(?:wohnt|lebt) in|zog nach|ist nach(?= .* (?:um)?gezogen)|vive en|se mudó a|(?:habite|vit) à"
    r"|a déménagé à"
)
_REPORTS = r"reports? to|is managed by|berichtet an"
_NAMED = r"is called|is named|goes by|heißt|se llama|s'appelle"
_WORKS = r"works? (?:at|for)|joined|arbeitet (?:bei|für)|trabaja (?:en|para)|travaille (?:chez|pour)"
_USES = r"uses?|nutzt|verwendet|usa|utilise"
_PREFERS = r"prefers?|bevorzugt|prefiere|préfère"
_IS = r"(?: is| are| ist| es| est| =|:)"
_ONE = r"(?:default|primary|preferred|favou?rite|current|main|standard|bevorzugte[rs]?|principal)"
_DENSE_IS = r"(?:是|为|改为|：|: ?)\s*"
_DENSE_OWN = r"的(?:邮箱|生日|电话|地址|时区|编辑器|经理|名字|手机号)"

_STOP = r".,;:(!?。，；、"
_TITLES = ("dr", "mr", "ms", "mrs", "prof", "st")
"""Words whose point ends no sentence."""
_FULL_STOP = "".join(rf"(?<!\b{title})" for title in _TITLES) + r"\."
_POINT = "(?:" + "|".join(rf"(?<=\b{title})" for title in _TITLES) + r")\."
_END = (
    rf"(?={_FULL_STOP}|[,;:(!?。，；、]|$| since | now\b| and | because | anymore| as of | after "
    r"| (?:um)?gezogen| seit | und | y | et )"
)
_WHO = rf"(?P<who>[^{_STOP}]{{2,48}}?)"
_SOME = rf"(?P<what>(?:[^{_STOP}]|{_POINT}){{1,48}}?)"
_WHAT = _SOME + _END
_FOR = rf" (?P<rest>(?:for|when|as|für|para|pour) [^{_STOP}]{{3,60}}?){_END}"
_SHORT = r"(?P<what>[^，。；、は]{1,16}?)"

_OVER = (
    r"(?P<what>[^.,;]{1,30}?) (?:over|to|vor|gegenüber|aux?|al?) (?P<than>[^.,;]{1,30}?)"
    r"(?P<rest> (?:in|for|when|at|on|für|bei|im|am|pour|para|en) [^.,;]{1,40})?[.!]?$"
)
_WANTS = r"wants?|will|möchte|quiere|veut"
_IN = r"(?:is|are|is located|are located|ist|sind) in|(?:est|sont) à|(?:está|están) en"
_DAY_WORDS = (*WEEKDAYS, *(f"{day}s" for day in WEEKDAYS))
_DAY = "|".join(sorted(_DAY_WORDS, key=len, reverse=True))
_FALLS = r"is|are|ist|sind|es|son|est|sont|a lieu|takes place|(?:is |was |wurde )?moved to"
_ON = r"(?:on|every|each|am|immer|jeden|le|les|el|los|tous les|todos los)"
_AT = r"(?:at|um|à|a las?) [\d:.h]+(?: ?[ap]m)?(?: uhr)?"
_DENSE_DAY = r"(?:周|星期|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일"
_DAY_AFFIX = re.compile("周|星期|礼拜|曜日?|요일")
_DENSE_AT = r"(?:[上下中]午|早上|晚上)?[\d:一二三四五六七八九十两]*[点时]?半?"

_ATTRIBUTES = frozenset(word for noun in ATTRIBUTES for word in (noun, f"{noun}'s"))


def _any_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SPACED_FORMS = tuple(
    (kind, signs, re.compile(pattern))
    for kind, signs, pattern in (
        (
            "home",
            _any_of("live lives based moved relocated wohnt lebt zog ist vive"),
            rf"{_WHO} (?:{_LIVES}) (?:the )?{_WHAT}",
        ),
        (
            "work",
            _any_of("work works joined arbeitet trabaja travaille"),
            rf"{_WHO} (?:{_WORKS}) (?:the )?{_WHAT}",
        ),
        ("boss", _any_of("report reports managed berichtet"), rf"{_WHO} (?:{_REPORTS}) {_WHAT}"),
        ("name", _any_of("called named goes llama s'appelle"), rf"{_WHO} (?:{_NAMED}) {_WHAT}"),
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
        ("over", _any_of("over vor gegenüber au"), rf"(?:{_WHO} )?(?:{_PREFERS}) {_OVER}"),
        (
            "taste",
            _any_of("prefer prefers want wants bevorzugt will prefiere quiere"),
            rf"{_WHO} (?:{_PREFERS}|{_WANTS}) (?P<what>[^{_STOP}]{{2,40}})[.!]?$",
        ),
        ("place", _any_of("is are ist"), rf"{_WHO} (?:{_IN}) (?P<what>[^{_STOP}]{{2,30}})[.!]?$"),
        ("day", frozenset(_DAY_WORDS), rf"{_WHO} (?:{_FALLS}) (?:{_ON} )?(?P<what>{_DAY})(?: {_AT})?[.!]?$"),
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
        ("home", r"(?P<who>.{1,8}?)(?:住在|搬[到去]了?)(?P<what>[^，。；、]{1,12})"),
        ("home", rf"(?P<who>.{{1,8}}?)は{_SHORT}に(?:住んで|引っ越し)"),
        (
            "home",
            r"(?P<who>.{1,8}?)[은는이가] (?P<what>[가-힣A-Za-z ]{1,12}?)"
            r"(?:에 (?:산다|삽니다|살고)|(?:으로|로) 이사)",
        ),
        ("work", r"(?P<who>.{1,8}?)在(?P<what>[^，。；、]{1,12}?)(?:工作|上班)[。！]?$"),
        ("work", rf"(?P<who>.{{1,8}}?)は{_SHORT}(?:で働いて|に勤めて)"),
        ("taste", r"(?P<who>.{1,8}?)更?(?:喜欢|偏好|想要)(?P<what>[^，。；、]{2,16})[。！]?$"),
        ("taste", r"(?P<who>.{1,8}?)は(?P<what>[^，。；、は]{2,16}?)(?:を好む|を好みます|が好き|を希望)"),
        ("day", rf"(?P<who>.{{1,8}}?)(?:在|是|为|改到|改为|：)每?(?P<what>{_DENSE_DAY}){_DENSE_AT}[。！]?$"),
        (
            "day",
            rf"(?P<who>.{{1,12}}?)は(?:毎週)?(?P<what>{_DENSE_DAY})(?:の[\d:時分半]+)?(?:です|だ。|になりました|に変更)",
        ),
        (
            "day",
            rf"(?P<who>.{{1,12}}?)[은는] (?:매주 )?(?P<what>{_DENSE_DAY})(?: [\d시분 ]+)?(?:이다|입니다|로)",
        ),
        ("one", rf"(?P<who>(?:既定|デフォルト|標準)の.{{1,10}}?)は\s*{_SHORT}(?:です|。|$)"),
    )
)
_SIGNS = {
    word: [place for place, (_, signs, _) in enumerate(_SPACED_FORMS) if word in signs]
    for _, words, _ in _SPACED_FORMS
    for word in words
}
_HINT = re.compile(
    rf"{_IS} |\b(?=[^\W\d_])(?:{_LIVES}|{_WORKS}|{_REPORTS}|{_NAMED}|{_USES}|{_PREFERS}|{_WANTS}|{_IN}"
    rf"|{_FALLS})\b"
)
_DENSE_HINT = re.compile("[：是为在は到去은는이가]|喜欢|偏好|想要")
_ARTICLE = re.compile(r"(?:the|our|my|now|a|der|die|das|el|la|le|mein|unser|mi|mon|ma)\s+")
_WORD = re.compile(r"[\w-]+")
_NOW = re.compile(rf" ?\b(?:{'|'.join(sorted(NOW))})\b(?![-'])", re.IGNORECASE)
POLES = tuple(
    tuple(re.compile(side) for side in axis)
    for axis in (
        (
            r"\b(?:short|brief|concise|terse|kurz(?:e[nrs]?)?|knapp(?:e[nrs]?)?|cort[ao]s?|breves?|courte?s?)\b"
            r"|简短|简洁|短い",
            r"\b(?:long|detailed|verbose|lang(?:e[nrs]?)?|ausführliche?[nrs]?|larg[ao]s?|detallad[ao]s?"
            r"|longs?|longues?|détaillée?s?)\b|详细|长篇|長い|詳しい",
        ),
        (
            r"\b(?:dark|dunkle[nrs]?|oscur[ao]s?|sombres?)\b|深色|暗色|ダーク",
            r"\b(?:light|helle[nrs]?|clar[ao]s?|claire?s?)\b|浅色|亮色|ライト",
        ),
        (r"\bformal(?:e[nrs]?)?\b|正式", r"\b(?:informal|casual|lockere[nrs]?)\b|随意"),
    )
)
"""Words for the two ways in which one thing may be wanted."""
_MOST, _MOST_WORDS = 300, 6
"""Characters of a text and words of a subject: what is longer states more than one value."""
_WHOLE, _MOST_WHOLE = ("over", "taste", "place", "day"), 100
"""Forms that say nothing else, and the characters that they may take."""


@lru_cache(maxsize=REMEMBERED)
def relation(text: str) -> Relation | None:
    """The relation that a text states, if it states one."""
    if len(text) > _MOST:
        return None
    plain = _without_now(text)
    lower = plain.lower().replace("’", "'")
    for kind, form in _forms_for(lower):
        if kind in _WHOLE and len(lower) > _MOST_WHOLE:
            continue
        found = form.match(lower)
        if found is None or (kind == "attribute" and not _is_attribute(found["who"])):
            continue
        stated = _stated(kind, found, plain)
        if stated is not None:
            return stated._replace(now=plain != text)
    return None


def _stated(kind: str, found: re.Match[str], text: str) -> Relation | None:
    """What a form that matches says, unless it only looks so."""
    groups = found.groupdict()
    what = groups["what"]
    said = text[slice(*found.span("what"))].strip()
    who = _ARTICLE.sub("", (groups["who"] or "").strip(), count=1)
    rest = (groups.get("rest") or "").strip()
    value = frozenset(stem(word) for word in _WORD.findall(what) if word not in EMPTY_WORDS)
    if not value or len(who.split()) > _MOST_WORDS:
        return None
    sure = True
    if kind in ("attribute", "one"):
        if what.partition(" ")[0] in WHEREABOUTS:
            return None
    elif kind in ("home", "work"):
        if any(map(str.isdecimal, what)):
            return None  # "moved to Rome in 2019" stays true
    elif kind == "place":
        if not _ARTICLE.match(groups["who"]) or what in LANGUAGES or not said.istitle():
            return None
    elif kind == "day":
        value = frozenset([_day(what)])
    elif kind == "over":
        rest = f"{min(what, groups['than'])} {max(what, groups['than'])} {rest}"
        said = text[found.start("what") : found.end("than")]
    elif kind == "taste":
        rest, pole = _pole(what)
        sure = bool(pole)
        value = frozenset([pole]) if pole else value
    return Relation("|".join((kind, who, rest)), value, said, sure)


def _without_now(text: str) -> str:
    """A text without what says that it was otherwise before."""
    for word in () if text.isascii() else NOW_WITHIN:
        text = text.replace(word, "")
    return text if NOW.isdisjoint(_words(text.lower())) else _NOW.sub("", text)


def _words(lower: str) -> list[str]:
    return lower.replace(":", " ").replace(".", " ").split()


def _day(word: str) -> str:
    number = WEEKDAYS.get(word, WEEKDAYS.get(word.removesuffix("s")))
    return str(number) if number is not None else _DAY_AFFIX.sub("", word)


def _pole(what: str) -> tuple[str, str]:
    """What is preferred without the word that says which of two ways, and the side of that word."""
    for axis, sides in enumerate(POLES):
        for side, form in enumerate(sides):
            found = form.search(what)
            if found is not None:
                return f"{axis} {what[: found.start()]}{what[found.end() :]}".strip(), str(side)
    return "", ""


def _forms_for(lower: str) -> Iterable[tuple[str, re.Pattern[str]]]:
    """The forms that a text may have, as its words tell."""
    if lower.isascii():
        words = _SIGNS.keys() & _words(lower)
        return [_FORMS[place] for place in sorted({place for word in words for place in _SIGNS[word]})]
    return _FORMS if _HINT.search(lower) or _DENSE_HINT.search(lower) else ()


def _is_attribute(who: str) -> bool:
    return not who.isascii() or who.rpartition(" ")[2].removesuffix("'s") in ATTRIBUTES
