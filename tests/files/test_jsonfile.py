import gc
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamtui.errors import BadInput
from dreamtui.files import jsonfile

TEXTS = st.text(st.characters(exclude_categories=()))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)


def refused(raw: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        jsonfile.parse_object(raw, "store.json")
    message = str(caught.value)
    assert message.startswith("store.json: ")
    assert "\n" not in message
    assert "nothing was changed: " in message
    return message


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b'{"a": 1,\n "b', "breaks off at line 2, column 4"),
        (b'{"a": [1, 2', "breaks off at line 1, column 12"),
        (b'{"a": 1,\n "b": x}', "is not JSON: expecting value at line 2, column 7"),
        (b'{"a": 1} {}', "extra data at line 1, column 10"),
        (b"[]", "holds a list where an object should be"),
        (b'"a"', "holds a text"),
        (b"3", "holds a number"),
        (b"null", "holds null"),
        (b'{"a":\n1\0\0', "holds NUL bytes from line 2, column 2 on"),
        (b"\0" * 50, "holds NUL bytes from line 1, column 1 on"),
        ('{"a":\n"é'.encode() + b'\xff"}', "is not UTF-8 at line 2, column 3"),
        ('{"a": 1}'.encode("utf-16"), "is not UTF-8 at line 1, column 1"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "is nested too deep"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "a number that is too long"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(raw: bytes, what: str) -> None:
    assert what in refused(raw)


def test_a_bom_is_no_matter() -> None:
    assert jsonfile.parse_object(b'\xef\xbb\xbf{"a": 1}', "x") == {"a": 1}


def test_what_stands_in_place_of_a_file_is_told_apart(tmp_path: Path) -> None:
    assert jsonfile.read_object(tmp_path / "none.json", "x") is None
    (tmp_path / "file").write_bytes(b"{}")
    assert jsonfile.read_object(tmp_path / "file", "x") == {}
    assert jsonfile.read_object(tmp_path / "file" / "below", "x") is None
    with pytest.raises(BadInput, match="is a folder where a file should be"):
        jsonfile.read_object(tmp_path, "x")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="not a regular file"):
        jsonfile.read_object(tmp_path / "pipe", "x")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")

    def deny(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    with pytest.raises(
        BadInput, match=r"^a\.json: cannot be read \(permission denied\); nothing was changed"
    ):
        jsonfile.read_object(tmp_path / "a.json", "a.json")


def test_a_message_stays_one_line_whatever_the_name() -> None:
    with pytest.raises(BadInput) as caught:
        jsonfile.parse_object(b"", "a\nb\x1b[2J\udcff.json")
    assert str(caught.value).startswith("a\\u000ab\\u001b[2J\\udcff.json: is empty")


def test_the_collector_is_running_again_afterwards() -> None:
    assert gc.isenabled()
    refused(b"[")
    assert gc.isenabled()
    gc.disable()
    try:
        jsonfile.parse_object(b"{}", "x")
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.0, "4"),
        (0.1, "0.1"),
        (-0.0, "0"),
        (-2.5, "-2.5"),
        (0.0001, "0.0001"),
        (0.00001, "0.00001"),
        (-0.0000015, "-0.0000015"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (1e16, "10000000000000000"),
        (1.2345678901234568e20, "123456789012345680000"),
        (1e21, "1e+21"),
        (-1.5e300, "-1.5e+300"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        (float("-inf"), "null"),
    ],
)
def test_numbers_are_written_as_javascript_does(value: float, text: str) -> None:
    assert jsonfile.number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_as_they_were(value: float) -> None:
    assert float(jsonfile.number(value)) == value


@given(PLAIN)
def test_plain_values_are_written_as_json_stringify_does(value: Any) -> None:
    assert jsonfile.render(value) == (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


@given(st.lists(TEXTS | st.floats(allow_nan=False, allow_infinity=False)))
def test_every_value_comes_back(values: list[str | float]) -> None:
    raw = jsonfile.render({"values": values})
    again = jsonfile.parse_object(raw, "x")
    assert jsonfile.render(again) == raw
    # Two halves of a surrogate pair side by side are one character.
    joined = [json.loads(json.dumps(item)) if isinstance(item, str) else item for item in values]
    assert [item if isinstance(item, str) else float(item) for item in again["values"]] == joined


def test_half_a_surrogate_pair_is_an_escape() -> None:
    assert jsonfile.render(["\ud800", "\ud83d\ude00"]) == '[\n  "\\ud800",\n  "😀"\n]\n'.encode()


LARGE = json.dumps({"entries": {f"k{n}": {"text": "😀" * 200} for n in range(4000)}}, ensure_ascii=False)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_large_file_is_read_as_a_small_one(bom: str) -> None:
    assert jsonfile.parse_object((bom + LARGE).encode(), "x") == json.loads(LARGE)


@given(st.lists(st.floats() | st.integers() | st.text() | st.booleans() | st.none(), max_size=20))
def test_both_parsers_agree(values: list[object]) -> None:
    raw = json.dumps({"values": values, "values again": values}).encode()
    small = jsonfile.parse_object(raw, "x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonfile, "_LARGE", 0)
        assert repr(jsonfile.parse_object(raw, "x")) == repr(small)


MEMBERS = st.dictionaries(
    st.text(max_size=3), PLAIN | st.dictionaries(st.text(max_size=3), PLAIN), max_size=6
)


def parsed(raw: bytes) -> str:
    try:
        return repr(jsonfile.parse_object(raw, "x"))
    except BadInput as error:
        return str(error)


@given(MEMBERS, st.dictionaries(st.text(max_size=3), PLAIN, min_size=1), st.data())
def test_a_large_file_is_the_same_in_slices(before: Any, table: Any, data: st.DataObject) -> None:
    """Whatever is broken in it; and it is taken in slices where no other table stands before."""
    whole = jsonfile.render({**before, "table": table})
    at = data.draw(st.integers(0, len(whole)))
    gone = data.draw(st.sampled_from([0, 1, 6, 30]))
    put = data.draw(
        st.sampled_from(
            [b"", b",", b"}", b"{", b'": {\n    "', b'\n  },\n  "table": {\n    "', b"\n  }\n}\n"]
        )
    )
    broken = whole[:at] + put + whole[at + gone :]
    usual = [parsed(raw) for raw in (whole, broken)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonfile, "_LARGE", 0)
        patch.setattr(jsonfile, "_SLICE", 1)
        assert [parsed(raw) for raw in (whole, broken)] == usual
        plain = {name: value for name, value in before.items() if not isinstance(value, dict)}
        raw = jsonfile.render({**plain, "table": table})
        assert repr(jsonfile._parse_in_slices(raw)) == parsed(raw)


def test_what_is_wrong_with_a_large_file_is_said_as_with_a_small_one() -> None:
    assert "breaks off" in refused(LARGE.encode()[:-100])
    assert "UTF-8" in refused(LARGE.encode()[:-100] + b"\xff")


def test_deep_nesting_is_refused_and_moderate_nesting_is_not() -> None:
    def nested(depth: int) -> Any:
        return json.loads("[" * depth + "]" * depth)

    jsonfile.check_depth({"a": nested(50)}, "x")
    with pytest.raises(BadInput, match="nested too deep"):
        jsonfile.check_depth({"a": nested(500)}, "x")
