"""Words around days: what makes one a habit, what says it is over, what says something ends on it.

A `_` stands for a space, a `?` after a letter for one that may be missing. Words of scripts without
spaces are found anywhere, the others as whole words.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]++(?:['-][^\W\d_]++)*+")
_ASCII_WORD = re.compile(r"[a-z]++(?:['-][a-z]++)*+")
"""The same of ASCII in lower case, in half the time."""


class Words(NamedTuple):
    """Words of which a text may hold one: those that stand alone, and a pattern of all others."""

    alone: frozenset[str]
    others: re.Pattern[str] | None

    def stand_in(self, lower: str, words: Set[str]) -> bool:
        """Whether one of them stands in a text in lower case, whose `words_of` are given."""
        return not self.alone.isdisjoint(words) or bool(self.others and self.others.search(lower))


def words_of(lower: str) -> set[str]:
    """The words of a text in lower case."""
    return set((_ASCII_WORD if lower.isascii() else _WORD).findall(lower))


def _any(whole: str, within: str = "") -> re.Pattern[str]:
    words, parts = (text.replace("_", " ") for text in ("|".join(whole.split()), "|".join(within.split())))
    return re.compile("|".join([rf"\b(?:{words})\b"] * bool(words) + [parts] * bool(parts)))


def _words(whole: str, within: str = "") -> Words:
    alone = frozenset(word for word in whole.split() if _WORD.fullmatch(word))
    others = " ".join(word for word in whole.split() if word not in alone)
    return Words(alone, _any(others, within) if others or within else None)


LASTING = _words(
    """
    every each daily weekly monthly yearly annual annually biweekly quarterly always usually never often
    typically normally generally regularly routinely since starting effective as_of from_now_on onwards?
    birthday born anniversary prefers? likes? hates? favou?rite weekdays? recurring repeats? standups?
    stand-ups? retros? retrospective all-hands sync 1:1 office_hours trash recycling rehearsals? classes
    mornings afternoons evenings nights weekends from_[^.,;]{3,24}_onw?a?r?d?s?
    mondays tuesdays wednesdays thursdays fridays saturdays sundays
    jede jeder jedes jeden täglich wöchentlich monatlich jährlich immer meistens nie seit geburtstag
    ab_\\d+ ab_(?:dem|sofort|jetzt|heute|morgen|nächster|\\w+tag|mittwoch|märz|april|mai|juni|juli|\\w+er)
    geboren bevorzugt mag montags dienstags mittwochs donnerstags freitags samstags sonntags
    cada todos todas siempre nunca desde cumpleaños nació prefiere los_lunes los_martes los_miércoles
    los_jueves los_viernes los_sábados los_domingos chaque tous toutes toujours jamais depuis anniversaire
    née? préfère le_lundi le_mardi le_mercredi le_jeudi le_vendredi le_samedi le_dimanche
    """,
    "每 毎 매주 매일 매월 总是 经常 通常 从不 生日 誕生日 생일 喜欢 好き 自从 以来 から 起 부터 항상 いつも",
)
"""What makes a day a habit, an anniversary, or the beginning of something that goes on."""

OVER = _words(
    """
    last past ago yesterday letzte letzten letzter letztes vorige vorigen voriger gestern vergangene
    vergangenen pasado pasada ayer dernier dernière hier
    """,
    "上周 上週 上个月 昨天 昨日 先週 先月 어제 지난",
)
"""What says that a weekday named beside it is behind."""

ENDS = _words(
    """
    expires? expiring due deadline until by valid_until valid_through ends? appointment booked läuft_ab
    gültig_bis frist bis termin vence caduca hasta expire échéance jusqu'au rendez-vous
    """,
    "到期 截止 期限 まで 마감 까지 过期 預約 预约 予約",
)
"""With one of these a whole date needs no day on which it was said: it ends something."""

_CLOCK = "(?=.{0,8}_\\d{1,2}(?::\\d\\d|h|_?[ap]m|_uhr|_o'clock)\\b)"
TONIGHT = _any(
    "tonight this_(?:afternoon|evening) heute_(?:nachmittag|abend) esta_noche ce_soir "
    f"(?:today|heute|hoy|aujourd'hui){_CLOCK}",
    "今晚 今天(?:下午|晚上) 오늘_?(?:오후|저녁|밤) "
    "(?:今天|今日|오늘)(?=.{0,6}[0-9一二三四五六七八九十]{1,2}_?[点點時时시])",
)
"""The day on which it was said, while more of it is to come: most of what is told of it has happened."""
TOMORROW = _any(
    "(?<!of_)tomorrow demain "
    "(?<!am_)(?<!jeden_)(?<!guten_)(?<!heute_)(?<!gestern_)(?<!von_)morgen "
    "(?<!la_)(?<!esta_)(?<!pasado_)mañana",
    "明天 明晚 明日 내일",
)
DAY_AFTER = _any("day_after_tomorrow übermorgen pasado_mañana après-demain", "后天 後天 明後日 모레")
THIS_WEEK = _any("this_week(?:end)? diese_woche esta_semana cette_semaine", "本周 这周 今週 이번_주")
NEXT_WEEK = _any(
    "next_week(?:end)? nächste_woche próxima_semana semaine_prochaine",
    "下周(?![一二三四五六日天]) 来週(?!の?[月火水木金土日]曜) 다음_주(?!_[월화수목금토일]요일)",
)
NEARBY = (
    "tonight", "this afternoon", "this evening", "today", "tomorrow", "week", "heute", "morgen", "woche",
    "hoy", "esta noche", "semana", "aujourd'hui", "ce soir", "demain", "semaine",
)  # fmt: skip
"""One of these stands in every text of ASCII in which one of the five before is found."""
BEFORE_WEEKDAY = """
    on by until till before for this next coming am bis nächsten kommenden diesen el próximo este ce
"""
AFTER_WEEKDAY = """
    at um a_las à next prochain morning afternoon evening night nachmittag abend früh
"""
BEFORE_MONTH = """
    in for by until till before end_of through due im bis ende für en para hasta fin pour avant
"""
TO_COME = ("next", "coming", "nächsten", "kommenden", "próximo")
NEXT = ("next", "nächsten", "próximo")


def either(words: str) -> str:
    """The words of a text as alternatives of a pattern, the longest first."""
    return "|".join(sorted(words.replace("_", "\0").split(), key=len, reverse=True)).replace("\0", " ")
