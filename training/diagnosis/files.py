"""The rules of the review as a file: how sure it has to be before it speaks, and how often it looks."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import WithJsonSchema

from training.content.durations import Duration
from training.content.faults import Fault
from training.content.kinds import Kind, Source, content_of, read_yaml
from training.content.schema import Strict, canonical_json
from training.content.types import Count, Language, Line, PerCent, Span, Title, Whole, within
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.method.settings import Thresholds
from training.standards.files_standard import Number

RHYTHM = "rhythm"
"""The block of how far back a review looks, how often, and how long a person's finding is kept."""

THRESHOLDS = "thresholds"
"""The block of what it takes to call something."""

Points = Annotated[Whole, within(1, 30), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 30})]
"""A difference in points of per cent."""

SHORTEST, LONGEST = 28, 400
"""Fewer days say too little of a person, more say too little of today."""

_SOME_DAY = date(2001, 1, 1)  # any will do: spans are compared, not placed


class ReviewRules(Strict):
    """How a house reviews its figures. One such document is enough; of several the first by slug holds.

    A review looks at `window`. Teams are looked at each night; `people` says how often single people are, and `keep`
    how long what was found of them is kept. Somebody with fewer than `readings` is not spoken of. The rest is what
    `method.settings.Thresholds` holds, in the words of whoever reads it: `least_gap`, `gap` in points, `false_calls`,
    `look`, `sure`, `reliability` in per cent.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    window: Span = Duration.parse("13 weeks")
    people: Span = Duration.parse("3 months")
    keep: Span = Duration.parse("13 weeks")
    readings: Count = 20
    least_gap: Points = 3
    gap: Points = 5
    false_calls: PerCent = 10
    look: PerCent = 50
    sure: PerCent = 95
    reliability: PerCent = 30
    clustering: Number = Decimal(3)

    def faults(self) -> Iterable[Fault]:
        for name in ("window", "people", "keep"):
            days = days_of(getattr(self, name))
            if not SHORTEST <= days <= LONGEST:
                message = _("“%(span)s” is too short or too long for a review.", span=str(getattr(self, name)))
                remedy = _("Choose from %(low)s weeks to %(high)s months.", low=SHORTEST // 7, high=13)
                yield Fault(message, remedy, (name,))
        if self.least_gap > self.gap:
            message = _("The least gap is larger than the gap that is looked for.")
            yield Fault(message, _("Correct one of them."), ("least_gap",))
        if self.sure < 50:
            message = _("%(number)s %% sure is less sure than not.", number=self.sure)
            yield Fault(message, _("Write 50 or more."), ("sure",))
        if self.false_calls > 50:
            message = _("With %(number)s %% false calls most calls would be wrong.", number=self.false_calls)
            yield Fault(message, _("Write 50 or less."), ("false_calls",))
        if not 1 <= self.clustering <= 20:
            message = _("%(number)s is out of range.", number=f"{self.clustering:f}")
            yield Fault(message, _("Choose a number from %(low)s to %(high)s.", low=1, high=20), ("clustering",))

    def thresholds(self) -> Thresholds:
        """The same for the engine, where shares are from 0 to 1; gaps of counts and means grow along with points."""
        usual = Thresholds()
        least, gap = self.least_gap / 100 / usual.least_gap, self.gap / 100 / usual.gap
        return Thresholds(
            least_gap=self.least_gap / 100,
            gap=self.gap / 100,
            least_part=usual.least_part * least,
            part=usual.part * gap,
            least_deviation=usual.least_deviation * least,
            deviation=usual.deviation * gap,
            false_calls=self.false_calls / 100,
            look=self.look / 100,
            team_sure=self.sure / 100,
            reliability=self.reliability / 100,
            clustering=float(self.clustering),
        )

    def first_day(self, today: date) -> date:
        """The first day of the window that ends today: a Monday, as cells are added up by weeks."""
        day = today - timedelta(days=days_of(self.window) - 1)
        return day - timedelta(days=day.weekday())


def days_of(span: Duration) -> int:
    """About how many days a span has; more than can be meant where it goes beyond the calendar."""
    try:
        return (span.after(_SOME_DAY) - _SOME_DAY).days
    except OverflowError:
        return LONGEST + 1


def parse(text: str, where: str) -> ReviewRules:
    """The rules of a text. Raises Problems."""
    return _read(text, where).model


def to_text(rules: ReviewRules) -> str:
    """The file of the rules."""
    return dump(content_of(rules))


def _read(text: str, where: str) -> Source[ReviewRules]:
    return read_yaml(ReviewRules, text, where)


_RHYTHM = ("window", "people", "keep")
_THRESHOLDS = ("readings", "least_gap", "gap", "false_calls", "look", "sure", "reliability", "clustering")


def _blocks(rules: ReviewRules) -> dict[str, str]:
    content = content_of(rules)
    return {
        block: canonical_json({key: content[key] for key in keys if key in content})
        for block, keys in ((RHYTHM, _RHYTHM), (THRESHOLDS, _THRESHOLDS))
    }


def _warnings(rules: ReviewRules) -> Iterable[Fault]:
    if rules.owner is None:
        message = _("Nobody answers for how figures are reviewed.")
        yield Fault(message, _("Name who does: “owner: Head of service”."))
    if days_of(rules.keep) > 2 * days_of(rules.window):
        message = _("What was found of a person is kept much longer than it is true.")
        yield Fault(message, _("Keep it about as long as the window."), ("keep",))
    if rules.sure < 80 or rules.false_calls > 20:
        message = _("The review calls people and teams low that are not.")
        yield Fault(message, _("Ask for “sure: 95” and “false_calls: 10”."), ("sure",))


KIND: Kind[Any] = Kind(
    name="review-rules",
    label=lazy_gettext("Rules of the review"),
    folder="content/review-rules",
    suffix=".yaml",
    schema=ReviewRules,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=lambda _rules, block: (
        _("How far back, and how often") if block == RHYTHM else _("What it takes to call something")
    ),
    warn=_warnings,
    preview="diagnosis/preview_rules.html",
    template="""\
title: How we look at our figures
summary: How sure we want to be before we speak of a team or a person.
owner: Who answers for it
window: 13 weeks
people: 3 months
keep: 13 weeks
sure: 95
false_calls: 10
""",
)

KINDS: tuple[Kind[Any], ...] = (KIND,)

DEFAULT = ReviewRules(title="-", summary="-")
"""What holds until somebody has written rules down."""
