"""Reading answers: one that a page's form sends, and batches that a device kept for later."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from training.practice.rules_answers import Confidence, NotAnAnswer
from training.practice.rules_reviews import LONGEST_KEY, LONGEST_TIME, Sent

MOST_SENT = 100  # answers of one batch; a device sends the rest in the next one
MOST_VALUES = 50  # of one answer
LARGEST_ID = 2**31 - 1


def answer_from(form: "MultiDict[str, str]", card_id: int, *, now: datetime) -> Sent:
    """The answer of a form. Steps in order come as `place-<id>` = 1, 2, 3 … Raises NotAnAnswer."""
    places = {name.removeprefix("place-"): value for name, value in form.items() if name.startswith("place-")}
    values = _in_places(places) if places else tuple(form.getlist("answer"))
    return Sent(_key(form.get("key")), card_id, values[:MOST_VALUES], now, _confidence(form.get("confidence")))


def _in_places(places: Mapping[str, str]) -> tuple[str, ...]:
    """Ids by their places. Raises NotAnAnswer when two stand in one place."""
    if sorted(places.values()) != sorted(str(number + 1) for number in range(len(places))):
        raise NotAnAnswer("places")
    return tuple(sorted(places, key=lambda step: int(places[step])))


def batch_from(body: Any) -> tuple[int, list[Sent]]:
    """Whose answers they are, and the answers. Raises NotAnAnswer for what no page of ours sends."""
    if not isinstance(body, dict) or not isinstance(body.get("reviews"), list) or len(body["reviews"]) > MOST_SENT:
        raise NotAnAnswer("a batch")
    return _number(body.get("person"), LARGEST_ID), [_sent(one) for one in body["reviews"]]


def _sent(one: Any) -> Sent:
    if not isinstance(one, dict):
        raise NotAnAnswer("an answer")
    values, seconds = one.get("values"), one.get("seconds")
    if not isinstance(values, list) or len(values) > MOST_VALUES or not all(isinstance(item, str) for item in values):
        raise NotAnAnswer("values")
    return Sent(
        _key(one.get("key")),
        _number(one.get("card"), LARGEST_ID),
        tuple(values),
        _moment(one.get("at")),
        _confidence(one.get("confidence")),
        None if seconds is None else min(_number(seconds, LARGEST_ID), LONGEST_TIME),
    )


def _key(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_KEY or not (value.isascii() and value.isprintable()):
        raise NotAnAnswer("a key")
    return value


def _number(value: Any, largest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= largest:
        raise NotAnAnswer("a number")
    return value


def _moment(value: Any) -> datetime:
    """Milliseconds since 1970, as scripts count them."""
    return datetime.fromtimestamp(_number(value, 10**14) / 1000, UTC)


def _confidence(value: Any) -> Confidence | None:
    if not value:
        return None
    try:
        return Confidence(value)
    except ValueError:
        raise NotAnAnswer("a confidence") from None
