"""The day in a heading of the diary, in every language and form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.files.diary_days import _MONTHS, _folded, day_in

MONTHS = {
    "{1} {0}, {2}": ("January February March April May June July August September October November December"),
    "{1} {0}, {2} at 3:00 AM": ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "{0}. {1} {2} um 03:00": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    ),
    "{0} {1} {2} à 03:00": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    "{0} de {1} de {2}, 3:00": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    "{0} {1} {2} alle ore 03:00": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
    ),
    "{0} de {1} de {2} às 03:00": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    "{0} {1} {2} om 03:00": (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "{0} {1} {2} г. в 03:00": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ),
    "{0} {1} {2} 03:00": (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
    ),
    "{0}. {1} {2} v 3:00": (
        "ledna února března dubna května června července srpna září října listopadu prosince"
    ),
    "{0} {1} {2} р.": (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    ),
    "{0} {1} {2} kl. 03:00": ("jan. feb. mars apr. maj juni juli aug. sept. okt. nov. dec."),
    "{2}. {1} {0}. 3:00": (
        "január február március április május június július augusztus szeptember október november december"
    ),
    "{0} {1} {2} klo 3.00": (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
        " syyskuuta lokakuuta marraskuuta joulukuuta"
    ),
    "{0}. {1} {2}. u 03:00": (
        "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca"
    ),
    "{0}. {1} {2}.": "sij velj ožu tra svi lip srp kol ruj lis stu pro",
    "{0}. {1} {2}. 3:00": (
        "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar"
    ),
    "{0}. {1} {2}. у 3:00": (
        "јануар фебруар март април мај јун јул август септембар октобар новембар децембар"
    ),
    "{0}. {1} {2} o 3:00": (
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra"
    ),
    "{0}. {1} {2} ob 03:00": (
        "januar februar marec april maj junij julij avgust september oktober november december"
    ),
    "{0} {1} {2} г. в 3:00": (
        "януари февруари март април май юни юли август септември октомври ноември декември"
    ),
    "{0} {1} {2} г. у 03:00": (
        "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня"
    ),
    "{0} de {1} del {2}, 3:00": (
        "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"
    ),
    "{0} d’{1} de {2}": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "{0} de {1} de {2}, 03:00": (
        "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro"
    ),
    "{0}. {1} {2}, kell 03:00": (
        "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember"
    ),
    "{0} {1} {2} pukul 03.00": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    ),
    "{0} tháng {1}, {2}": "1 2 3 4 5 6 7 8 9 10 11 12",
    "{0} {1} {2} saat 03:00": ("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
    "{0} {1} {2} στις 3:00": (
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου"
        " Οκτωβρίου Νοεμβρίου Δεκεμβρίου"
    ),
}
NUMBERS = (
    "{y}-{m:02}-{d:02} 03:00",
    "{y}/{m:02}/{d:02}",
    "{y}/{m}/{d} 3:00",
    "{y}.{m:02}.{d:02}",
    "{y}. {m}. {d}. 오전 3:00",
    "{d:02}.{m:02}.{y}",
    "{d}. {m}. {y} 3:00",
    "{y}年{m}月{d}日 3:00",
    "{y}年{m}月{d}號",
    "{y}년 {m}월 {d}일 오전 3:00",
)
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(("form", "names"), MONTHS.items())
@given(DAYS.map(lambda day: day.replace(day=min(day.day, 28))))
def test_days_with_the_name_of_the_month_are_read(form: str, names: str, day: date) -> None:
    for month, name in enumerate(names.split(), 1):
        heading = form.format(day.day, name, day.year)
        assert day_in(heading) == day.replace(month=month).isoformat()


def test_no_name_is_that_of_two_months() -> None:
    every = [name for names in _MONTHS for name in set(_folded(names).split())]
    assert len(every) == len(set(every))


@given(DAYS, st.sampled_from(NUMBERS))
def test_days_in_numbers_are_read(day: date, form: str) -> None:
    assert day_in(form.format(y=day.year, m=day.month, d=day.day)) == day.isoformat()


@given(DAYS, st.sampled_from(("{0}/{1}/{2}", "{1}/{0}/{2} 3:00", "{0:02}-{1:02}-{2}")))
def test_a_number_that_may_be_day_or_month_makes_no_day(day: date, form: str) -> None:
    sure = day.day > 12 or day.day == day.month
    assert day_in(form.format(day.day, day.month, day.year)) == (day.isoformat() if sure else None)


@given(st.dates(date(2019, 5, 1), date(2999, 12, 31)))
def test_days_of_an_era_are_read(day: date) -> None:
    assert day_in(f"令和{day.year - 2018}年{day.month}月{day.day}日(月) 3:00") == day.isoformat()


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("令和元年5月1日", "2019-05-01"),
        ("民國115年4月13日", "2026-04-13"),
        ("２０２６年４月１３日", "2026-04-13"),
        ("1er août 2026", "2026-08-01"),
        ("1.º de maio de 2026", "2026-05-01"),
        ("Freitag, 13. Nov. 2026", "2026-11-13"),
        ("13-Nov-2026", "2026-11-13"),
    ],
)
def test_other_ways_to_write_a_day(heading: str, day: str) -> None:
    assert day_in(heading) == day


@pytest.mark.parametrize(
    "heading",
    [
        "Night 14",
        "31.04.2026",
        "2026/13/01",
        "8年4月13日",
        "marathon 12, 2026",
        "14. listopada 2026",
        "MacBook Pro 14 2026",
        "1.2.3.2026",
        "",
    ],
)
def test_what_is_no_day_or_may_be_another_is_none(heading: str) -> None:
    assert day_in(heading) is None


@given(st.text())
def test_any_text_is_a_day_or_none(heading: str) -> None:
    found = day_in(heading)
    assert found is None or date.fromisoformat(found)
