"""The kinds of values that settings may have: what each takes in words, and how a value is checked.

pydantic's validators are used without its models: `pydantic_core.SchemaValidator` over a schema a kind.
Importing models and building them at every start takes longer than all else that a quick command does.
Here a kind is a few words and a dictionary until a value of that kind is given, and the validators are
imported when the first value is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

Check = Callable[[Any], Any]
"""Gives a value back as it is used (a whole number as float, a list as tuple); ValueError when it is none."""


class Kind:
    """A kind of value: `accepts` says what it takes, in words that follow "must be"."""

    __slots__ = ("accepts", "check")

    def __init__(self, accepts: str, check: Check) -> None:
        self.accepts = accepts
        self.check = check


def _schema(schema: dict[str, Any]) -> Check:
    """A check by pydantic against one of its core's schemas."""

    @cache
    def validate() -> Check:
        from pydantic_core import SchemaValidator

        made: Any = schema
        return SchemaValidator(made).validate_python

    return lambda value: validate()(value)


def _whole(**limits: int) -> Check:
    return _schema({"type": "int", "strict": True, **limits})


def _number(**limits: int) -> Check:
    return _schema({"type": "float", "strict": True, "allow_inf_nan": False, **limits})


def _cron(value: Any) -> Any:
    from dreamtui.config.times import is_cron

    if not isinstance(value, str) or not is_cron(value):
        raise ValueError("not a cron expression")
    return value


def _zone_name(value: Any) -> Any:
    from dreamtui.config.times import zone

    if not isinstance(value, str):
        raise ValueError("not a time zone")
    zone(value)
    return value


def one_of(*names: str) -> Kind:
    """One of some words."""
    return Kind(f"one of {', '.join(names)}", _schema({"type": "literal", "expected": list(names)}))


_STR = {"type": "str", "strict": True}
_LIST = {"type": "tuple", "items_schema": [_STR], "variadic_item_index": 0}  # not strict: files have lists
_DICT = {"type": "dict", "strict": True, "keys_schema": _STR}  # the dashboard tells of values, and starts

COUNT = Kind("a whole number, 0 or more", _whole(ge=0))
POSITIVE = Kind("a whole number above 0", _whole(gt=0))
SHARE = Kind("a number from 0 to 1", _number(ge=0, le=1))
AMOUNT = Kind("a number, 0 or more", _number(ge=0))
ABOVE_ZERO = Kind("a number above 0", _number(gt=0))
SWITCH = Kind("true or false", _schema({"type": "bool", "strict": True}))
TEXT = Kind("text", _schema({**_STR, "min_length": 1}))
TEXTS = Kind("a list of texts", _schema(_LIST))
KEYS = Kind("a table of actions and their keys", _schema(_DICT))
CRON = Kind("a cron expression of five fields, such as 0 3 * * *", _cron)
ZONE = Kind("an IANA time zone name, such as Europe/Berlin", _zone_name)
