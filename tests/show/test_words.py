"""Words for what a candidate is measured by: sums that add up as they are shown."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from dreamtui.javascript import fixed
from dreamtui.show.words import adding_up

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def thousandths(shown: str) -> int:
    return int(shown.replace(".", ""))


@given(SHARES)
@example([0.2995, 0.2395, 0.1495, 0.1495, 0.1, 0.06])
@example([0.285, 0.285])
@example([0.0] * 8)
def test_parts_that_are_shown_add_up_to_the_total_that_is_shown(parts: list[float]) -> None:
    total = sum(parts)
    shown = adding_up(parts, total)
    assert sum(map(thousandths, shown)) == thousandths(fixed(total, 3))
    for part, says in zip(parts, shown, strict=True):
        assert abs(thousandths(says) - 1000 * part) <= 1 + 1e-9
        assert part or thousandths(says) == 0


def test_what_was_cut_most_is_rounded_up() -> None:
    assert adding_up([0.3336, 0.3334, 0.333], 1.0) == ["0.334", "0.333", "0.333"]
    assert adding_up([0.0014, 0.0014, 0.0014], 0.0042) == ["0.002", "0.001", "0.001"]
