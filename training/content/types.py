"""The types of the fields of documents. Each refuses in the author's words, with a remedy."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from training.content.durations import Duration
from training.core.i18n import gettext as _

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}")


def wrong(message: str, remedy: str) -> PydanticCustomError:
    """An error in the author's words, to be raised in a validator."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "remedy": remedy})


def slug_of(title: str) -> str:
    """A slug to suggest for a title: “Über 50 €?” → “uber-50”; “item” when nothing is left of it."""
    letters = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "item"


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        message = _("“%(value)s” may hold only small letters, digits and single hyphens.", value=value)
        raise wrong(message, _("Write, for example, “%(slug)s”.", slug=slug_of(value)))
    if len(value) > 80:
        raise wrong(_("“%(value)s” is longer than 80 characters.", value=value), _("Choose a shorter one."))
    return value


def _clean(value: str) -> str:
    for character in value:
        # Surrogates and control characters cannot be stored by every database, and nobody means to type them.
        if (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t") or character in _UNUSABLE:
            code = f"U+{ord(character):04X}"
            message = _("The text holds the character %(code)s, which cannot be used.", code=code)
            raise wrong(message, _("Delete it and type that place again."))
    return value


_UNUSABLE = "\u2028\u2029\ufeff\ufffe\uffff"


def _text(value: str) -> str:
    value = _clean(value.replace("\r\n", "\n")).strip()
    if not value:
        raise wrong(_("The text is empty."), _("Write it, or remove the line."))
    return value


def _line(value: str) -> str:
    value = _text(value)
    if "\n" in value:
        raise wrong(_("The text goes over several lines."), _("Write it on one line."))
    return value


def _at_most(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > limit:
            message = _("The text is %(length)s characters long; %(limit)s fit.", length=len(value), limit=limit)
            raise wrong(message, _("Shorten it."))
        return value

    return AfterValidator(check)


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        message = _("“%(value)s” is not a language code.", value=value)
        raise wrong(message, _("Write a code such as en, de or pt-BR."))
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip()):
            message = _("“%(value)s” is not a whole number.", value=value)
            raise wrong(message, _("Write digits only, such as 5."))
        return int(value)
    if isinstance(value, bool):
        raise wrong(_("This must be a whole number."), _("Write digits only, such as 5."))
    return value


def within(low: int, high: int) -> AfterValidator:
    """A validator for a whole number from `low` to `high`, both included."""

    def check(value: int) -> int:
        if not low <= value <= high:
            message = _("%(value)s is out of range.", value=value)
            raise wrong(message, _("Choose a number from %(low)s to %(high)s.", low=low, high=high))
        return value

    return AfterValidator(check)


def _yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    shown = value if isinstance(value, str) else ""
    raise wrong(_("“%(value)s” is neither true nor false.", value=shown), _("Write true or false."))


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if _ISO_DAY.fullmatch(value) else _no_day(value)
        except ValueError:
            return _no_day(value)
    return value


def _day_of_year(value: Any) -> Any:
    if isinstance(value, str) and not _valid_day_of_year(value):
        message = _("“%(value)s” is not a day of every year.", value=value)
        raise wrong(message, _("Write month and day, such as 03-31. 29 February is not there every year."))
    return value


def _valid_day_of_year(value: str) -> bool:
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        return False
    return bool(_ISO_DAY.fullmatch(f"2001-{value}"))


def _no_day(value: str) -> Any:
    raise wrong(_("“%(value)s” is not a day.", value=value), _("Write year, month and day, such as 2027-03-31."))


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return Duration.parse(value)
        except ValueError:
            message = _("“%(value)s” is not a length of time.", value=value)
            raise wrong(message, _("Write, for example, “30 days”, “2 weeks”, “12 months” or “1 year”.")) from None
    if not isinstance(value, Duration):
        raise wrong(_("This must be a length of time."), _("Write, for example, “30 days” or “12 months”."))
    return value


def _validity(value: Any) -> Any:
    return None if value is None or value == "none" else _duration(value)


_DURATION_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^[1-9][0-9]{0,3} (day|week|month|year)s?$"}
_VALIDITY_SCHEMA: dict[str, Any] = {"anyOf": [{"const": "none"}, _DURATION_SCHEMA]}
_slug_schema = WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": 80})

Slug = Annotated[str, AfterValidator(_slug), _slug_schema]
ItemId = Annotated[str, AfterValidator(_slug), _slug_schema]
Title = Annotated[str, AfterValidator(_line), _at_most(150)]
Line = Annotated[str, AfterValidator(_line), _at_most(500)]
Text = Annotated[str, AfterValidator(_text), _at_most(5_000)]
Body = Annotated[str, AfterValidator(_clean), _at_most(100_000)]
Language = Annotated[str, AfterValidator(_language)]
Whole = Annotated[int, BeforeValidator(_whole)]
PerCent = Annotated[Whole, within(1, 100), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100})]
Minutes = Annotated[Whole, within(1, 600), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 600})]
Count = Annotated[Whole, within(1, 1000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000})]
Points = Annotated[Whole, within(0, 10), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10})]
Seconds = Annotated[Whole, within(1, 3600), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 3600})]
Day = Annotated[date, BeforeValidator(_day)]
DayOfYear = Annotated[str, BeforeValidator(_day_of_year), WithJsonSchema({"type": "string", "pattern": r"^\d\d-\d\d$"})]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Span = Annotated[Duration, BeforeValidator(_duration), PlainSerializer(str), WithJsonSchema(_DURATION_SCHEMA)]
Validity = Annotated[
    Duration | None,
    BeforeValidator(_validity),
    PlainSerializer(lambda value: "none" if value is None else str(value)),
    WithJsonSchema(_VALIDITY_SCHEMA),
]
