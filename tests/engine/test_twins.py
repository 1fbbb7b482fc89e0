"""Near-duplicates found by index: the same as by comparing everything with everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dreamtui.engine.similarity import similarity
from dreamtui.engine.twins import Twins

WORDS = st.sampled_from(["nas", "backup", "router", "7", "Slack", "备份", "任务", "数据库", "。", "é", ""])
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


@given(st.lists(TEXTS, max_size=12), TEXTS, st.sampled_from([0.0, 0.3, 0.5, 0.88, 0.9, 1.0]))
def test_the_first_twin_is_found(texts: list[str], text: str, threshold: float) -> None:
    twins = Twins(threshold)
    for number, known in enumerate(texts):
        twins.add(number, known)
    wanted = next((n for n, known in enumerate(texts) if similarity(known, text) >= threshold), None)
    assert twins.find(text) == wanted
