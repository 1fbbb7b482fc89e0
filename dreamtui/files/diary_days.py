"""The day that a heading of the diary names, in the languages and forms that people and models write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

_MONTHS: Final = (
    "january jan januar janvier janv jänner jän januari janeiro enero ene gennaio gen gener styczeń"
    " stycznia sty январь января янв январе leden ledna січень січня січ ianuarie ian ocak oca"
    " tammikuuta tammikuu január ιανουάριος ιανουαρίου ιαν siječnja siječanj januára јануар јан януари"
    " јануари xaneiro xan jaanuar jaan yanvar yan студзеня janar januarie",
    "february feb februar février févr fév februari fevereiro fev febrero febbraio febr feber luty"
    " lutego lut февраль февраля фев февр únor února лютий лютого лют februarie şubat şub helmikuuta"
    " helmikuu február φεβρουάριος φεβρουαρίου φεβ febrer veljače veljača februára фебруар"
    " февруари febreiro veebruar veebr fevral лютага shkurt",
    "march mar märz mär mrz mars marts maart mrt março marzo marzec marca март марта мар březen března"
    " березень березня бер martie mart maaliskuuta maaliskuu március márc μάρτιος μαρτίου μαρ ožujka"
    " ožujak marec сакавіка maret",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр duben dubna квітень"
    " квітня квіт aprilie nisan nis huhtikuuta huhtikuu április ápr απρίλιος απριλίου απρ travnja"
    " travanj apríla април aprill aprel красавіка prill",
    "may mai mei mayo maio maggio mag maj maja май мая květen května травень травня трав mayıs"
    " toukokuuta toukokuu május máj μάιος μαΐου μάι maig svibnja svibanj мај",
    "june jun juni juin junio junho giugno giu czerwiec czerwca cze июнь июня июн červen června червень"
    " червня черв iunie iun haziran haz kesäkuuta kesäkuu június jún ιούνιος ιουνίου ιουν juny lipnja"
    " lipanj júna junij јун юни јуни xuño juuni iyun чэрвеня qershor junie",
    "july jul juli juillet juil julio julho luglio lug lipiec lipca lip июль июля июл červenec července"
    " липень липня лип iulie iul temmuz tem heinäkuuta heinäkuu július júl ιούλιος ιουλίου ιουλ juliol"
    " srpnja srpanj júla julij јул юли јули xullo xul juuli iyul ліпеня korrik julie julai",
    "august aug août aou agosto ago augustus augusti sierpień sierpnia sie август августа авг srpen"
    " srpna серпень серпня серп ağustos ağu elokuuta elokuu augusztus αύγουστος αυγούστου αυγ agost"
    " kolovoza kolovoz augusta avgust avg avqust жніўня gusht ágúst agustus ogos",
    "september sept sep septembre septiembre setembro settembre set wrzesień września wrz сентябрь"
    " сентября сен сент září вересень вересня вер septembrie eylül eyl syyskuuta syyskuu szeptember"
    " szept σεπτέμβριος σεπτεμβρίου σεπ setembre rujna rujan septembra septembar септембар"
    " септември сеп sentyabr верасня shtator",
    "october oct oktober okt octobre octubre outubro out ottobre ott październik października paź"
    " октябрь октября окт říjen října жовтень жовтня жовт octombrie ekim eki lokakuuta lokakuu október"
    " οκτώβριος οκτωβρίου οκτ októbra oktobar октобар октомври oktoober oktyabr кастрычніка tetor",
    "november nov novembre noviembre novembro listopad listopada listopadu lis ноябрь ноября ноя нояб"
    " листопад листопада лист noiembrie noi kasım kas marraskuuta marraskuu νοέμβριος νοεμβρίου νοε"
    " studenoga studenog studeni novembra novembar новембар ноември ное noyabr лістапада nëntor",
    "december dec dezember dez décembre déc diciembre dezembro dicembre dic desember des grudzień"
    " grudnia gru декабрь декабря дек prosinec prosince грудень грудня груд decembrie aralık ara"
    " joulukuuta joulukuu δεκέμβριος δεκεμβρίου δεκ desembre prosinca prosinac decembra decembar"
    " децембар декември decembro detsember dets dekabr снежня dhjetor disember",
)
"""Names and abbreviations of the twelve months: whole words, so that no other word is taken for one."""
_ERAS: Final[Mapping[str, int]] = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""The year before the first one of each era."""

_WORD = r"\b(?P<month>[^\W\d_]{3,14})\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_CROATIAN: Final[Mapping[str, int]] = {
    "sij": 1, "velj": 2, "ozu": 3, "tra": 4, "svi": 5, "lip": 6, "srp": 7, "kol": 8, "ruj": 9,
    "lis": 10, "listopada": 10, "stu": 11, "pro": 12,
}  # fmt: skip
"""Names that are other months or words elsewhere: read where a full stop follows both day and year."""
_NOT_CROATIAN = rf"(?!\.\s+(?:{'|'.join(_CROATIAN)})\b)"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_WORD}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_DAY}{_NOT_CROATIAN}(?:st|nd|rd|th|er|\.?o)?\.?[\s-]+(?:(?:de|of)\s+|d['’])?{_WORD},?[\s-]+(?:del?\s+)?{_YEAR}",
        rf"{_DAY}\.\s+(?P<croatian>{'|'.join(_CROATIAN)})\s+{_YEAR}\.",
        rf"{_DAY}\s+th(?:ang|g)\s+(?P<month>\d{{1,2}}),?\s+{_YEAR}",
        rf"(?<!\d){_YEAR}\.?\s+{_WORD}\s+(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}(?P<between>-|/|\.\s?)(?P<month>\d{{1,2}})(?P=between)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d.]){_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?<![\d/-])(?P<one>\d{{1,2}})(?P<between>[-/])(?P<other>\d{{1,2}})(?P=between){_YEAR}",
        rf"(?:(?P<era>{'|'.join(_ERAS)})\s*(?P<since>\d{{1,3}}|元)|(?P<year>\d{{4}}))\s*年"
        r"\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]",
        r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일",
    )
)


def day_in(heading: str) -> str | None:
    """The day in a heading such as `April 26, 2026 at 3:00 AM GMT+2`, as it stands there.

    Of `4/5/2026` nobody can tell which number is the month: that is no day.
    """
    folded = _folded(heading)
    for form in _FORMS:
        for found in form.finditer(folded):
            if day := _day(found.groupdict()):
                return day
    return None


def _day(parts: Mapping[str, str | None]) -> str | None:
    month, day = parts.get("month") or "", parts.get("day") or ""
    if one := parts.get("one"):
        month, day = sorted((one, parts["other"] or ""), key=int)
        if int(month) != int(day) <= 12:
            return None
    if croatian := parts.get("croatian"):
        month = str(_CROATIAN[croatian])
    since = parts.get("since")
    year = _ERAS[parts["era"] or ""] + int(since.replace("元", "1")) if since else int(parts["year"] or 0)
    try:
        return date(year, int(month) if month.isdecimal() else _names()[month], int(day)).isoformat()
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=1)
def _names() -> Mapping[str, int]:
    """The number of each month by its folded names."""
    return {name: number for number, names in enumerate(_MONTHS, 1) for name in _folded(names).split()}


def _folded(text: str) -> str:
    """Small letters without accents, digits and spaces of one kind."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(character for character in apart if unicodedata.category(character) != "Mn")
    return unicodedata.normalize("NFC", kept)
