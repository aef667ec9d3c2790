"""What a value means for a standard: exact, possible or not, kept or missed."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.standards.files_standard import Standard

CENT = Decimal("0.01")
LONGEST = 366 * 86_400
"""The longest time that can be meant, in seconds: more is a fault of a clock."""

LARGEST = 1_000_000
"""The largest number that can be meant; the squares of many still fit into a column."""

# Where a limit stands still while the house is closed and a file gives nothing but a length.
_OPENING_HOUR, _WORKING_DAY = 3_600, 86_400


@dataclass(frozen=True)
class Yardstick:
    """A standard as readings are held against it. `limit` is in seconds; `met_from`, `least` and `most` are exact.

    `by_the_house`: the limit stands still while the house is closed, so that whoever measures has to say what was kept.
    """

    standard_id: int
    slug: str
    title: str
    measure: str
    limit: int
    met_from: int
    least: int
    most: int
    by_the_house: bool = False

    @property
    def is_time(self) -> bool:
        return self.measure == "time"

    def exact(self, value: Decimal) -> int:
        """The value as it is kept: a time in seconds, where a begun one counts whole; anything else in hundredths."""
        if self.is_time:
            return int(value.to_integral_value(ROUND_CEILING))
        return int((value * 100).to_integral_value(ROUND_HALF_UP))

    def missed(self, exact: int) -> int:
        """1 where the standard was not kept; always 0 for a mean and a count."""
        if self.measure == "time":
            return int(exact > self.limit)
        if self.measure == "proportion":
            return int(exact < self.met_from)
        return 0

    def impossible(self, exact: int) -> bool:
        """Whether no reading can have this value."""
        return not self.least <= exact <= self.most

    def refusal(self, exact: int) -> str:
        """Why a value is impossible, in a sentence."""
        if self.is_time and exact < 0:
            return _("A time of %(seconds)s seconds cannot be.", seconds=format_number(exact))
        value, least, most = (
            format_number(Decimal(number) if self.is_time else Decimal(number) / 100)
            for number in (exact, self.least, self.most)
        )
        words = {"value": value, "title": self.title, "least": least, "most": most}
        return _("%(value)s cannot be: “%(title)s” goes from %(least)s to %(most)s.", **words)


def yardstick(standard_id: int, slug: str, standard: Standard) -> Yardstick:
    """The yardstick that a standard’s document gives."""
    is_time, limit = standard.measure == "time", standard.limit
    seconds = 0
    if limit is not None:
        seconds = limit.seconds or limit.count * (_OPENING_HOUR if limit.unit == "opening hour" else _WORKING_DAY)
        seconds = seconds or _WORKING_DAY  # the same working day
    scale = 1 if is_time else 100
    is_share = standard.measure == "proportion" and standard.met_from is None
    lowest = -LARGEST * 100 if standard.measure == "mean" or standard.met_from is not None else 0
    highest = LONGEST if is_time else 100 if is_share else LARGEST * 100
    return Yardstick(
        standard_id=standard_id,
        slug=slug,
        title=standard.title,
        measure=standard.measure,
        limit=seconds,
        met_from=100 if standard.met_from is None else int(standard.met_from * 100),
        least=lowest if standard.least is None else max(lowest, int(standard.least * scale)),
        most=highest if standard.most is None else min(highest, int(standard.most * scale)),
        by_the_house=limit is not None and limit.by_the_house,
    )
