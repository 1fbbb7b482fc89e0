"""What makes an entry of MEMORY.md look stale, what looks alike and does not, and how the score is made."""

from __future__ import annotations

from datetime import UTC
from math import fsum

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dreamtui.engine.settings import StalenessSettings
from dreamtui.engine.staleness import assess
from dreamtui.engine.staleness.disuse import unused
from dreamtui.engine.staleness.relations import relation
from dreamtui.engine.staleness.score import Ground, weigh
from dreamtui.entries import Evidence, MemoryEntry, Staleness
from dreamtui.instants import DAY_MS, parse_instant

NOW = parse_instant("2026-05-14T12:00:00Z") or 0
ROOMY = 10**9
HOW = StalenessSettings()
MARCH, APRIL = "2026-03-02", "2026-04-10"
"""A Monday and a Friday."""


def entry(number: int, text: str, day: str | None = APRIL, *, by_hand: bool = False) -> MemoryEntry:
    """An entry on a line of its own, promoted from the note of a day; by hand: without key and source."""
    known = day is not None and not by_hand
    return MemoryEntry(
        id=f"e{number}",
        key=None if by_hand else f"memory:claim:{number}",
        text=text,
        start=number * 1000,
        end=number * 1000 + 900,
        line=number,
        end_line=number,
        headings=(),
        promoted_at=day if known else None,
        source=(f"memory/{day}.md", number, number) if known else None,
        managed=not by_hand,
        chars=len(text),
        tokens=len(text) // 4,
    )


def stale(
    *entries: MemoryEntry, evidence: dict[str, Evidence] | None = None, budget: int = ROOMY
) -> dict[str, Staleness]:
    return assess(entries, evidence or {}, HOW, NOW, UTC, budget)


def codes(found: Staleness) -> list[str]:
    return [reason.code for reason in found.reasons]


def of_two(older: str, newer: str) -> tuple[list[str], list[str]]:
    found = stale(entry(1, older, MARCH), entry(2, newer, APRIL))
    return codes(found["e1"]), codes(found["e2"])


# --- superseded ----------------------------------------------------------------------------------

SUPERSEDED = [
    ("Router is on VLAN 10.", "Router is now on VLAN 20."),
    (
        "Moved router to VLAN 10 and reserved 192.168.10.1.",
        "The router moved to VLAN 20 and reserved 192.168.20.1.",
    ),
    ("Grafana listens on port 3000.", "Grafana runs on port 3100 now."),
    ("Lin approved oat milk up to $400 without asking.", "Lin approved oat milk up to $250 without asking."),
    ("Joe lives in Hamburg.", "Joe moved to Lisbon."),
    ("Maya's preferred editor is Vim.", "Maya's preferred editor is Emacs."),
    ("Default branch: main", "Default branch: develop"),
    ("Use email for anything sent to Jürgen.", "Use Slack, not email, for anything sent to Jürgen."),
    (
        "Invoices go out on the 1st, Ruth checks the VAT lines on the 2nd.",
        "Ruth moved her VAT day: invoices go out on the 5th from now on, not on the 1st.",
    ),
    ("Der Server läuft auf Port 8080.", "Der Server läuft jetzt auf Port 9090."),
    ("备份任务每天8点运行，路由器配置保存在网关。", "备份任务每天9点运行，路由器配置保存在网关。"),
    ("회의실 예약은 6시 이후에만 가능하다.", "회의실 예약은 7시 이후에만 가능하다."),
    ("默认编辑器是Vim", "默认编辑器是Emacs"),
    ("Use Node 18.", "Use Node 20."),
    ("The project deadline is 2026-05-03.", "The project deadline moved to 2026-05-17."),
    ("Launch date is June 1.", "Launch date moved to July 15."),
    ("Use npm to install packages.", "Use pnpm instead of npm to install packages."),
    ("Prod runs in eu-west-1.", "Prod runs in us-east-1."),
    ("The office is in Berlin.", "The office is in Hamburg."),
    ("Sara lives in Lyon.", "Sara moved from Lyon to Berlin."),
    ("Anna wohnt in München.", "Anna wohnt jetzt in Hamburg."),
    ("Marie habite à Lyon.", "Marie habite maintenant à Paris."),
    ("Ana vive en Madrid.", "Ana ahora vive en Sevilla."),
    ("山田さんは京都に住んでいます。", "山田さんは現在奈良に住んでいます。"),
    ("민수는 서울에 산다.", "민수는 이제 부산에 산다."),
    ("Ben prefers tea.", "Ben prefers coffee now."),
    ("User prefers dark mode.", "User prefers light mode."),
    ("Nina wants brief replies.", "Nina now wants detailed replies."),
    ("Der Nutzer bevorzugt dunkles Design.", "Der Nutzer bevorzugt helles Design."),
    ("用户喜欢深色主题。", "用户喜欢浅色主题。"),
    ("User prefers tea over coffee at work.", "User prefers coffee over tea at work."),
    ("Team meeting is Mondays at 10.", "Team meeting is Tuesdays at 10."),
    ("Besprechung ist montags um 10 Uhr.", "Besprechung ist dienstags um 10 Uhr."),
]


@pytest.mark.parametrize(("older", "newer"), SUPERSEDED)
def test_another_value_in_a_newer_entry_supersedes(older: str, newer: str) -> None:
    found = stale(entry(1, older, MARCH), entry(2, newer, APRIL))
    reason = next(reason for reason in found["e1"].reasons if reason.code == "superseded")
    assert reason.other == "e2"
    assert APRIL in reason.message
    assert "line 2" in reason.message
    assert found["e2"] == Staleness()


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("会议在周一下午三点。", "会议改到周二下午三点。"),
        ("会議は月曜日の10時です。", "会議は火曜日の10時です。"),
        ("주간 회의는 월요일이다.", "주간 회의는 수요일이다."),
    ],
)
def test_another_weekday_supersedes_and_may_be_over_too(older: str, newer: str) -> None:
    mine, yours = of_two(older, newer)
    assert "superseded" in mine
    assert "superseded" not in yours


CONTRADICTED = [
    ("Joe drinks coffee in the morning.", "Joe doesn't drink coffee in the morning."),
    ("Auto-deploy is enabled on the billing service.", "Auto-deploy is disabled on the billing service."),
    ("We deploy from the release branch.", "We no longer deploy from the release branch."),
    ("Plan 开关字段使用 exRule", "Plan 开关字段不要使用 exRule"),
    ("回帰テストは本番環境で使う。", "回帰テストは本番環境で使わない。"),
    ("Do not use tabs.", "Use tabs."),
    ("Auto-merge is on.", "Auto-merge is off."),
    ("Marie aime le café noir.", "Marie n'aime plus le café noir."),
    ("部署需要审批。", "部署不需要审批。"),
    ("用户可以接受电话。", "用户不能接受电话。"),
    ("不允许外部访问数据库。", "允许外部访问数据库。"),
    ("自动合并已开启。", "自动合并已关闭。"),
    ("사용자는 매일 커피를 마신다.", "사용자는 매일 커피를 마시지 않는다."),
]


@pytest.mark.parametrize(("older", "newer"), CONTRADICTED)
def test_the_opposite_in_a_newer_entry_contradicts(older: str, newer: str) -> None:
    assert of_two(older, newer) == (["contradicted"], [])


DIFFERENT = [
    ("Invoice 1023 goes to Joe on the first.", "Invoice 1024 goes to Joe on the first."),
    ("the Grafana board listens on port 12443", "the invoice script listens on port 8443"),
    (
        "Lin: please keep window seats out of the shared calendar",
        "Noor: please keep window seats out of the shared calendar",
    ),
    ("Joe is allergic to walnuts.", "Joe is allergic to shellfish."),
    ("Joe prefers tea.", "Joe prefers window seats."),
    (
        "Priya approved pull requests up to $400 without asking.",
        "Tom approved pull requests up to $250 without asking.",
    ),
    ("The office is closed on Fridays.", "The office is in Hamburg."),
    ("Router failed with exit code 6; we restarted.", "Router failed with exit code 8; we restarted."),
    (
        "Dr. Alvarez asked for a summary of billing every morning, at most 6 lines.",
        "Dr. Alvarez asked for a summary of the crawler every morning, at most 7 lines.",
    ),
    (
        "The walnut bread needs 500 grams of flour, salt, water and an hour in the oven.",
        "The sesame bread needs 500 grams of flour, salt, water and an hour in the oven.",
    ),
    ("Ran 5 km on Tuesday.", "Ran 7 km on Thursday."),
    ("Reviewed 12 pull requests.", "Reviewed 9 pull requests."),
    ("Bought a 27 inch monitor for 340 euros.", "Bought a 24 inch monitor for 210 euros."),
    ("The editor is VS Code.", "The editor is open on the second screen."),
    ("Anna's doctor is Weber.", "Anna's doctor is at Hauptstrasse."),
    ("Use email for anything sent to Mina.", "Use Slack, not email, for anything sent to Jürgen."),
    ("Joe lives in Berlin", "Joe lives in Berlin, Germany."),
    ("Plan 开关字段是 exRule", "Plan 时间字段是 timeRule"),
    ("Alice reports to Bob.", "Bob reports to Alice."),
    ("Copy backups from pantry to cellar.", "Copy backups from cellar to pantry."),
    ("Mina always covers for Joe on Fridays.", "Joe never covers for Mina on Fridays."),
    ("Mina owes Joe 30 euros of rent.", "Joe owes Mina 40 euros of rent."),
    ("备份从北库复制到南库，每天晚上运行一次。", "备份从南库复制到北库，每天晚上运行一次。"),
    ("Customer A pays within 30 days.", "Customer B pays within 14 days."),
    ("Kunde C zahlt in 30 Tagen.", "Kunde A zahlt in 14 Tagen."),
    ("会议室A可容纳10人。", "会议室B可容纳20人。"),
    ("web-1 has 16 GB of RAM.", "web-2 has 32 GB of RAM."),
    ("Table 7 is by the window.", "Table 9 is by the window."),
    ("一号机房温度是20度。", "二号机房温度是22度。"),
    ("大儿子每天早上7点起床上学。", "小儿子每天早上8点起床上学。"),
    ("测试服务器每天凌晨备份到上海机房，由小王维护。", "正式服务器每天凌晨备份到上海机房，由小王维护。"),
    ("長男の学校は8時に始まります。", "次男の学校は9時に始まります。"),
    ("한 팀장의 회의는 10시입니다.", "김 팀장의 회의는 11시입니다."),
    ("Emma runs on Mondays.", "Emma runs on Fridays."),
    ("小李每周一游泳。", "小李每周五游泳。"),
    ("The standup of the team starts at 9:30.", "The standup of the team starts at 11:00 this Friday."),
    ("Ben is not at home.", "Ben is with Ruth."),
    ("Olga speaks Dutch.", "Olga now speaks Greek."),
    ("Nina prefers written replies.", "Nina prefers short replies."),
    ("Anna is in the choir.", "Anna is in the chess club."),
    ("Anna joined Bosch in 2015.", "Anna joined Siemens in 2020."),
    ("Paul is in Sales.", "Paul is in Rome."),
    ("The wiki is in English.", "The wiki is in Confluence."),
]  # fmt: skip


@pytest.mark.parametrize(("older", "newer"), DIFFERENT)
def test_what_only_looks_alike_does_not_conflict(older: str, newer: str) -> None:
    assert of_two(older, newer) == ([], [])


def test_where_nothing_dates_two_entries_neither_is_said_to_be_newer() -> None:
    old, new = "Router is on VLAN 10.", "Router is on VLAN 20."
    found = stale(entry(1, old, by_hand=True), entry(2, new, by_hand=True))
    reasons = [found[name].reasons[0] for name in ("e1", "e2")]
    assert [(reason.code, reason.other) for reason in reasons] == [
        ("contradicted", "e2"),
        ("contradicted", "e1"),
    ]
    assert all("not known" in reason.message and reason.strength <= 0.5 for reason in reasons)


def test_what_sets_aside_an_entry_without_a_date_only_raises_a_doubt() -> None:
    old = "Invoices go out on the 1st; Ruth checks the VAT lines."
    new = "Ruth moved her VAT day: invoices go out on the 5th from now on, not on the 1st."
    found = stale(entry(1, old, by_hand=True), entry(2, new))
    (reason,) = found["e1"].reasons
    assert (reason.code, reason.other) == ("contradicted", "e2")
    assert "not known" in reason.message
    assert reason.strength <= 0.5
    assert found["e2"] == Staleness()


def test_what_may_hold_beside_another_is_told_but_weighs_less() -> None:
    found = stale(entry(1, "Ben prefers tea.", MARCH), entry(2, "Ben prefers coffee now.", APRIL))
    sure = stale(entry(1, "Ben prefers dark mode.", MARCH), entry(2, "Ben prefers light mode.", APRIL))
    assert found["e1"].score < 0.5 < sure["e1"].score


def test_a_message_names_the_whole_value() -> None:
    found = stale(entry(1, "Launch date is June 1.", MARCH), entry(2, "Launch date moved to July 15.", APRIL))
    assert "“july 15” where this says “june 1”" in found["e1"].reasons[0].message
    found = stale(
        entry(1, "Ben prefers tea over milk.", MARCH), entry(2, "Ben prefers milk over tea.", APRIL)
    )
    assert "“milk over tea” where this says “tea over milk”" in found["e1"].reasons[0].message


# --- duplicates ----------------------------------------------------------------------------------

SAME = [
    ("Joe prefers his calendar color-coded: red", "joe prefers his calendar color-coded, red."),
    ("部署前必须备份数据库", "部署前必须备份数据库。"),
    ("Backups go to the NAS every night at two.", "Every night at two, backups go to the NAS."),
    ("**Invoices** go out on the 1st of the month.", "Invoices go out on the 1st of the month."),
    ("Moved router to VLAN 10.", "Router moved to VLAN 10."),
    ("Im Winter fährt Anna mit dem Zug.", "Anna fährt im Winter mit dem Zug."),
    ("Lena and Tom share the car.", "Tom and Lena share the car."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_of_two_that_say_the_same_one_goes(one: str, other: str) -> None:
    older, newer = of_two(one, other)
    assert sorted([older, newer]) == [[], ["duplicate"]]


def test_of_two_that_say_the_same_a_persons_or_a_locked_one_stays() -> None:
    same = "Backups go to the NAS every night."
    by_hand = stale(entry(1, same), entry(2, same, by_hand=True))
    assert (codes(by_hand["e1"]), codes(by_hand["e2"])) == (["duplicate"], [])
    for locked in ("e1", "e2"):
        found = assess([entry(1, same), entry(2, same)], {}, HOW, NOW, UTC, ROOMY, {locked})
        assert codes(found[locked]) == []


def test_a_chunk_that_holds_another_makes_it_redundant() -> None:
    whole = entry(1, "## Network - The router is on VLAN 10. - The NAS sleeps at night.")
    part = entry(2, "The NAS sleeps at night.")
    around, inside = (f"memory/{APRIL}.md", 3, 9), (f"memory/{APRIL}.md", 5, 5)
    found = stale(whole._replace(source=around), part._replace(source=inside))
    assert [(reason.code, reason.other) for reason in found["e2"].reasons] == [("duplicate", "e1")]
    assert found["e1"] == Staleness()
    elsewhere = stale(whole._replace(source=around), part._replace(source=(f"memory/{MARCH}.md", 5, 5)))
    assert elsewhere["e2"] == Staleness()


WORDS = ("tea", "otters", "violins", "harbour", "copper", "lanterns", "maple")
JOINING = ("over", "from", "to", "before", "beats", "than")


@given(
    st.permutations(WORDS).map(lambda words: words[:4]),
    st.permutations(JOINING),
    st.permutations(range(4)),
)
def test_words_that_changed_places_never_say_the_same(
    words: list[str], joining: list[str], places: list[int]
) -> None:
    told = [" ".join(_joined([words[place] for place in order], joining)) for order in (range(4), places)]
    found = stale(*(entry(number, f"Mina says {text}.") for number, text in enumerate(told, 1)))
    repeats = any("duplicate" in codes(one) for one in found.values())
    assert repeats == (told[0] == told[1])


def _joined(words: list[str], joining: list[str]) -> list[str]:
    return [word for two in zip(words, joining, strict=False) for word in two][:-1]


@given(st.sampled_from(["SUPERSEDED", "CONTRADICTED", "SAME", "DIFFERENT"]), st.data())
def test_what_is_said_of_two_does_not_depend_on_a_third_of_another_thing(
    kind: str, data: st.DataObject
) -> None:
    older, newer = data.draw(st.sampled_from(globals()[kind]))
    alone = stale(entry(1, older, MARCH), entry(2, newer, APRIL))
    other = entry(3, "Quokkas graze beside lighthouses.", data.draw(st.sampled_from([MARCH, APRIL, None])))
    beside = stale(entry(1, older, MARCH), entry(2, newer, APRIL), other)
    assert beside == {**alone, "e3": Staleness()}


@given(st.sampled_from(["SUPERSEDED", "CONTRADICTED", "DIFFERENT"]), st.data())
def test_the_older_of_two_is_found_whichever_of_them_it_is(kind: str, data: st.DataObject) -> None:
    """A value takes the other's place both ways; what is only told of the newer one (that it is so now, what
    it sets aside) is told of the newer one."""
    older, newer = data.draw(st.sampled_from([two for two in globals()[kind] if _both_ways(*two)]))
    conflict = {"superseded", "contradicted"}
    there, back = (
        [bool(conflict.intersection(found)) for found in of_two(*two)]
        for two in ((older, newer), (newer, older))
    )
    assert there == back


def _both_ways(older: str, newer: str) -> bool:
    return not any(word in newer for word in ("now", "not ", "instead"))


ALIKE = st.sampled_from(
    [
        "Backups go to the NAS every night at two",
        "Every night at two backups go to the NAS",
        "Backups go to the NAS every night at two.",
        "## NAS - Backups go to the NAS every night at two",
        "## NAS - Backups go to the NAS every night at two. - Mina sails.",
        "Mina sails.",
    ]
)
LINES = st.tuples(st.integers(1, 3), st.integers(3, 6))


@example(
    [
        ("## NAS - Backups go to the NAS every night at two", (1, 6), 0, False),
        ("Backups go to the NAS every night at two", (3, 3), 3, False),
    ]
)
@given(st.lists(st.tuples(ALIKE, LINES, st.integers(0, 3), st.booleans()), max_size=7))
def test_of_all_that_say_the_same_one_is_always_left(
    rows: list[tuple[str, tuple[int, int], int, bool]],
) -> None:
    made = [
        entry(number, text, by_hand=hand)._replace(source=None if hand else (f"memory/{APRIL}.md", *lines))
        for number, (text, lines, _, hand) in enumerate(rows, 1)
    ]
    uses = {f"e{number}": Evidence(uses=(NOW,) * row[2]) for number, row in enumerate(rows, 1)}
    found = stale(*made, evidence=uses)
    repeats = {
        name: reason.other
        for name, one in found.items()
        for reason in one.reasons
        if reason.code == "duplicate"
    }
    for name in repeats:
        seen: list[str | None] = [name]
        while seen[-1] in repeats:
            seen.append(repeats[str(seen[-1])])
            assert len(seen) <= len(rows), "they would all go, each for another's sake"


# --- days ----------------------------------------------------------------------------------------

OVER = [
    ("Ken the barber is booked for Friday at 3pm.", "2026-04-10"),
    ("Dentist appointment tomorrow at 10.", "2026-04-11"),
    ("Renew the license by April 30.", "2026-04-30"),
    ("Demo next Friday for the board", "2026-04-17"),
    ("Trip to Lisbon in April", "2026-04-30"),
    ("The offer ends on 20 April.", "2026-04-20"),
    ("Finish taxes this week", "2026-04-12"),
    ("Zahnarzt am Freitag um 15 Uhr", "2026-04-10"),
    ("Reunión el viernes a las 10", "2026-04-10"),
    ("Rendez-vous demain à 9h", "2026-04-11"),
    ("明天下午三点开会", "2026-04-11"),
    ("下周五交报告", "2026-04-17"),
    ("金曜日に歯医者", "2026-04-10"),
    ("내일 오전 회의", "2026-04-11"),
    ("4月20日去东京", "2026-04-20"),
    ("Dinner with Ana today at 7pm", "2026-04-10"),
    ("Heute Abend Elternabend", "2026-04-10"),
    ("오늘 오후 발표", "2026-04-10"),
    ("Trip to Lisbon April 18-21, flight TP", "2026-04-21"),
    ("Ann promised to send the numbers by Friday", "2026-04-10"),
    ("Ann was ill and comes back on Friday", "2026-04-10"),
    ("Ann told Joe to bring the keys tomorrow", "2026-04-11"),
    ("Ann hat am Freitag um 9 Uhr einen Termin", "2026-04-10"),
    ("Der Vertrag läuft am 20. April ab", "2026-04-20"),
]


@pytest.mark.parametrize(("text", "day"), OVER)
def test_a_day_that_is_over(text: str, day: str) -> None:
    (reason,) = stale(entry(1, text))["e1"].reasons
    assert reason.code == "past-date"
    assert f"was {day}" in reason.message


NOT_OVER = [
    "Trash goes out every Friday.",
    "Joe prefers Friday afternoon meetings.",
    "Joe's birthday is May 12.",
    "Moved router to VLAN 10 on April 3.",
    "Since April 20 deploys need two reviews.",
    "Passport expires 2027-05-01.",
    "Met Ken on Friday about the budget.",
    "Contract signed 2026-03-01",
    "Lunch with Ana was last Friday",
    "You may use the car.",
    "每周五开会",
    "毎週金曜日はゴミの日",
    "Jeden Freitag Sport",
    "Los viernes hay yoga",
    "Meet the notary on May 20.",
    "## April 20 - the router was renamed",
    "## April 20\n- The router was renamed.",
    "2026-04-10: Switched the blog to Astro.",
    "**2026-04-10** Moved the NAS to the attic.",
    "April 10: Jonas runs the print shop.",
    "Confirmed on April 10 that the door code is new.",
    "Learned today that Anna is vegetarian.",
    "Today we switched to Postgres.",
    "今天把路由器换成了新的。",
    "Anna moved to Hamburg in April.",
    "The branch release/2026-04-20 is frozen.",
    "See memory/2026-04-20.md for the runbook.",
    "Ann slept 16 hours on Friday",
    "On Friday Ann showed the dashboard",
    "Ann calls it the tool of tomorrow",
    "Am Freitag stürzte der Server ab",
    "Ann hat am Freitag neun Stunden geschlafen",
    "Ann frühstückt am Morgen",
    "El martes Ana llegó tarde, durmió el lunes",
]


@pytest.mark.parametrize("text", NOT_OVER)
def test_a_habit_a_fact_and_a_day_to_come_are_no_past_days(text: str) -> None:
    assert stale(entry(1, text))["e1"] == Staleness()


def test_a_day_without_a_day_to_read_it_from_is_not_guessed() -> None:
    text = "Ken the barber is booked for Friday at 3pm."
    assert stale(entry(1, text, by_hand=True))["e1"] == Staleness()
    found = stale(entry(1, "Passport expires 2026-05-01.", by_hand=True))
    assert codes(found["e1"]) == ["past-date"]


# --- use, source, shape, budget ------------------------------------------------------------------


def ago(days: float) -> int:
    return NOW - int(days * DAY_MS)


def reasons_for(known: Evidence, text: str = "Joe likes oat milk.") -> list[str]:
    return codes(stale(entry(1, text), evidence={"e1": known})["e1"])


def test_silence_is_measured_against_the_rhythm_of_an_entry() -> None:
    never = Evidence(promoted_ms=ago(120), watched=True)
    assert reasons_for(never) == ["unused"]
    assert reasons_for(never._replace(promoted_ms=ago(40))) == []
    weekly = tuple(ago(days) for days in (110, 103, 96, 89, 82))
    assert reasons_for(never._replace(uses=weekly)) == ["unused"]
    quarterly = tuple(ago(days) for days in (440, 350, 260, 170, 80))
    assert reasons_for(Evidence(ago(450), uses=quarterly, watched=True)) == []


def test_silence_says_nothing_where_nothing_records_uses_or_the_promotion_is_unknown() -> None:
    assert reasons_for(Evidence(promoted_ms=ago(400))) == []
    assert reasons_for(Evidence(watched=True)) == []


def test_the_message_of_disuse_tells_the_numbers() -> None:
    known = Evidence(ago(200), uses=(ago(110), ago(100), ago(90)), watched=True)
    (reason,) = stale(entry(1, "Joe likes oat milk."), evidence={"e1": known})["e1"].reasons
    assert reason.message == "not used for 90 days; used 3 times before, about every 10 days"


def test_a_source_that_is_gone_or_says_something_else() -> None:
    assert reasons_for(Evidence(source="gone")) == ["source-gone"]
    assert reasons_for(Evidence(source="changed", source_says="Joe likes soy milk.")) == ["source-changed"]
    assert reasons_for(Evidence(source="live")) == []
    assert reasons_for(Evidence(source="unknown")) == []


@pytest.mark.parametrize(
    "text",
    [
        "## Notes",
        "[ ]",
        "$ systemctl restart nginx",
        "and then we will,",
        "Yes",
        "OK, thanks!",
        "好的",
        "네",
        "and then it worked",
        "because Anna said so",
        "weil Anna das gesagt hat",
        "因为安娜这么说",
        "| a | b |",
    ],
)
def test_the_shape_of_junk(text: str) -> None:
    assert codes(stale(entry(1, text))["e1"]) == ["junk"]


@pytest.mark.parametrize(
    "text",
    [
        "Birthday: 3 May",
        "Tea: green",
        "Yes to window seats, no to night trains.",
        "Because Anna is allergic to nuts, the kitchen is free of them.",
        "Or's birthday is in May.",
        "and Ruth checks the VAT lines",
        "因为安娜对坚果过敏，厨房里没有坚果。",
        "但丁是猫的名字",
        "a | b means either",
        "| Port | Host |\n| --- | --- |\n| 8080 | pantry |",
    ],
)
def test_a_short_fact_is_no_junk(text: str) -> None:
    assert stale(entry(1, text))["e1"] == Staleness()


def test_a_bare_answer_is_surely_junk_and_half_a_sentence_may_be() -> None:
    (answer,) = stale(entry(1, "Yes."))["e1"].reasons
    (half,) = stale(entry(1, "because Anna said so"))["e1"].reasons
    assert (answer.strength, half.strength) == (1.0, 0.4)


def test_over_budget_names_the_stalest_and_no_more_than_needed() -> None:
    entries = [entry(number, f"Passenger {name} likes {name}-flavoured tea.") for number, name in NAMES]
    gone = {"e3": Evidence(source="gone")}
    size = sum(one.chars for one in entries)
    found = stale(*entries, evidence=gone, budget=size - 10)
    assert [name for name, one in found.items() if "over-budget" in codes(one)] == ["e3"]
    assert all("over-budget" not in codes(one) for one in stale(*entries, budget=size).values())


def test_the_budget_asks_nothing_of_a_persons_or_a_locked_entry() -> None:
    entries = [
        entry(1, "Joe likes tea.", by_hand=True),
        entry(2, "Mina sails."),
        entry(3, "Ken bakes bread."),
    ]
    found = assess(entries, {}, HOW, NOW, UTC, 1, {"e2"})
    assert [name for name, one in found.items() if one.reasons] == ["e3"]


NAMES = list(enumerate(("rose", "mint", "ginger", "lemon"), 1))


# --- the score -----------------------------------------------------------------------------------

CODES = (
    "source-gone", "source-changed", "unused", "duplicate", "superseded", "contradicted", "junk", "past-date",
    "over-budget",
)  # fmt: skip
SHARES = st.floats(0, 1)
GROUNDS = st.lists(st.builds(Ground, st.sampled_from(CODES), SHARES, st.just("so"), st.none()))
SETTINGS = st.builds(StalenessSettings, *[SHARES] * 9)


@given(GROUNDS, SETTINGS)
def test_contributions_add_up_to_a_score_between_0_and_1(
    grounds: list[Ground], how: StalenessSettings
) -> None:
    found = weigh(grounds, how)
    assert 0 <= found.score <= 1
    assert found.score == min(1.0, fsum(reason.contribution for reason in found.reasons))
    assert list(found.reasons) == sorted(found.reasons, key=lambda reason: -reason.contribution)


@given(GROUNDS, SETTINGS)
def test_the_score_is_one_minus_the_product_of_what_is_left(
    grounds: list[Ground], how: StalenessSettings
) -> None:
    left = 1.0
    for code in CODES:
        strengths = [ground.strength for ground in grounds if ground.code == code]
        left *= 1 - getattr(how, code.replace("-", "_")) * max(strengths, default=0.0)
    assert weigh(grounds, how).score == pytest.approx(1 - left, abs=1e-12)


@given(GROUNDS, SETTINGS, st.data())
def test_a_stronger_ground_never_lowers_the_score(
    grounds: list[Ground], how: StalenessSettings, data: st.DataObject
) -> None:
    more = [ground._replace(strength=data.draw(st.floats(ground.strength, 1))) for ground in grounds]
    assert weigh(more, how).score >= weigh(grounds, how).score - 1e-12


TEXTS = st.sampled_from(
    [text for pair in (*SUPERSEDED, *CONTRADICTED, *DIFFERENT, *SAME) for text in pair]
    + [text for text, _ in OVER]
    + NOT_OVER
    + ["", "7", "…"]
)
ENTRIES = st.lists(st.tuples(TEXTS, st.sampled_from([MARCH, APRIL, None]), st.booleans()), max_size=8).map(
    lambda rows: [entry(number, text, day, by_hand=hand) for number, (text, day, hand) in enumerate(rows, 1)]
)


@given(ENTRIES, st.randoms(use_true_random=False), st.integers(0, 400))
def test_the_order_of_entries_changes_nothing(
    entries: list[MemoryEntry], random: object, budget: int
) -> None:
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = stale(*entries, budget=budget)
    assert stale(*mixed, budget=budget) == found
    assert found.keys() == {one.id for one in entries}
    assert all(reason.other != name for name, one in found.items() for reason in one.reasons)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_can_be_assessed(texts: list[str]) -> None:
    found = stale(*(entry(number, text) for number, text in enumerate(texts, 1)))
    assert all(0 <= one.score <= 1 for one in found.values())


def test_a_title_before_a_name_ends_no_value() -> None:
    told = relation("Maren reports to Dr. Weber. She likes it.")
    assert told is not None
    assert told.said == "Dr. Weber"
    assert relation("The default editor is vim. Ask.") == relation("The default editor is vim")


def test_uses_of_one_day_have_no_rhythm() -> None:
    day = 86_400_000
    ground = unused(Evidence(promoted_ms=0, uses=(day, day + 3_600_000), watched=True), 45, 100 * day)
    assert ground is not None
    assert ground.message == "not used for 99 days; used 2 times before, within a day"
