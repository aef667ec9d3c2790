"""What other programs push: readings as JSON, checked as strictly as a file."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from training.content.schema import Strict, validate
from training.content.types import Line, Slug, wrong
from training.content.yaml import Path
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.standards.files_standard import Number

MOST = 1_000
"""Readings in one request."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that can be meant; what lies before no time zone can be asked about, and what lies ahead is refused anyway."""


def _moment(value: Any) -> Any:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        raise wrong(_("“%(value)s” is not a time.", value=value), _("Write 2026-03-12T09:41:00+01:00."))
    if at.tzinfo is None:
        message = _("“%(value)s” names no time zone, so nobody knows when that was.", value=value)
        raise wrong(message, _("Add it: 2026-03-12T09:41:00+01:00, or Z for UTC."))
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise wrong(_("“%(value)s” cannot be meant.", value=value), _("Correct the year."))
    return at


def _value(value: Any) -> Any:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value


def _probability(value: Any) -> Any:
    try:
        found = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else Decimal(0)
    except ArithmeticError:
        found = Decimal(0)
    if not (found.is_finite() and 0 < found <= 1):
        raise wrong(_("A probability lies above 0 and goes up to 1."), _("Leave it out when nothing was left out."))
    return float(found)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(lambda value: value.isoformat()),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Probability = Annotated[
    float, BeforeValidator(_probability), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1})
]
_value_schema = WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "boolean"}]})


class Pushed(Strict):
    """One reading. `person` is an employee number or a mail address; whoever is unknown is kept under that name.

    `value` is seconds for a time, true or false (or the number) for a proportion, the number for a mean, the count for
    a count, whose `exposure` says out of how many.
    """

    id: Line
    standard: Slug
    at: Moment
    value: Annotated[Number, BeforeValidator(_value), _value_schema]
    person: Line | None = None
    stratum: Line | None = None
    exposure: Number | None = None
    probability: Probability | None = None


class Push(Strict):
    """What one request brings."""

    readings: tuple[Pushed, ...] = Field(max_length=MOST)


class Withdrawal(Strict):
    """Which contacts one request takes back."""

    ids: tuple[Line, ...] = Field(max_length=MOST)


def read_push(data: bytes) -> Push:
    """What was pushed. Raises Problems, where the line is the number of the reading, or nothing."""
    value = _json(data)
    return validate(Push, value, "readings", _numbers(value, "readings"))


def read_withdrawal(data: bytes) -> Withdrawal:
    """What is to be taken back. Raises Problems."""
    value = _json(data)
    return validate(Withdrawal, value, "ids", _numbers(value, "ids"))


def _json(data: bytes) -> Any:
    try:
        # Numbers stay as they were written: a float would not be exact.
        return json.loads(data, parse_float=str, parse_int=str)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Problems([Problem("body", None, _("This is not JSON."), _("Send an object with a list."))]) from None


def _numbers(value: Any, key: str) -> dict[Path, int]:
    listed: Iterable[Any] = value.get(key, ()) if isinstance(value, dict) else ()
    if not isinstance(listed, list):
        return {}
    return {(key,): 0} | {(key, place): place + 1 for place, _one in enumerate(listed)}
