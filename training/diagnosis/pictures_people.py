"""Where one person stands among those who do the same work: a funnel in which only their own dot has a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from training.core import charts
from training.core.charts import Limits, Picture, Unit
from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.models import Finding
from training.diagnosis.queries_people import Own
from training.diagnosis.words_figures import is_share, level_words
from training.method import funnel
from training.method.funnel import NEAR, Funnel
from training.standards.files_standard import Standard

OUT = 2  # beyond the far limits


@dataclass(frozen=True)
class Standing:
    """The picture, the sentence that it shows, and its table (caption, heads, rows) of oneself and all together."""

    picture: Picture
    says: str
    table: tuple[str, list[str], list[list[str]]]


def standing(own: Own, name: str) -> Standing | None:
    """Somebody among the people of their team; None where those are too few, or nobody was reviewed.

    `name` is written at their dot: “You”, or who it is.
    """
    if not own.group or own.finding is None:
        return None
    standard, place = own.standard, own.group.index(own.finding)
    drawn = _limits(standard, own.group)
    picture = charts.funnel(
        [Unit(one.n, _told(standard, one.raw), name=name if one is own.finding else "") for one in own.group],
        Limits.of(drawn),
        target=_target(standard),
        write=lambda value: _short(standard, value),
        write_size=lambda size: format_number(round(size)),
        last_size=_readings,
        least=None if standard.measure == "mean" else 0.0,
        most=1.0 if is_share(standard) else None,
    )
    return Standing(picture, _says(drawn, place, name, own), _table(own, name))


def _limits(standard: Standard, group: Sequence[Finding]) -> Funnel:
    """The limits around what all reach together, as people read it.

    How much one reading of a number scatters follows from how far apart the ends of the intervals are.
    """
    n, raw, low, high = (
        np.array([float(getattr(one, key)) for one in group]) for key in ("n", "raw", "raw_low", "raw_high")
    )
    usual = float((n * raw).sum() / n.sum())
    if is_share(standard):
        return funnel.shares(n * (1 - raw), n, 1 - usual)
    scatter = n * ((high - low) / (2 * NEAR)) ** 2
    return funnel.means(raw, n, usual, float(np.median(scatter)))


def _told(standard: Standard, value: float) -> float:
    return 1 - value if is_share(standard) else value


def _says(drawn: Funnel, place: int, name: str, own: Own) -> str:
    values = {"name": name, "people": format_number(len(own.group))}
    state = int(drawn.state[place])
    if abs(state) < OUT:
        return _("%(name)s among %(people)s people of the team: within what chance may do.", **values)
    # A mean or a count may be better the lower it is; drawn is what people read.
    better = (state > 0) == own.standard.higher_is_better
    if better:
        return _("%(name)s among %(people)s people of the team: better than chance would make it.", **values)
    return _("%(name)s among %(people)s people of the team: further off than chance would make it.", **values)


def _table(own: Own, name: str) -> tuple[str, list[str], list[list[str]]]:
    group, finding = own.group, own.finding
    n = sum(one.n for one in group)
    usual = sum(one.raw * one.n for one in group) / n
    everybody = _("All %(people)s together", people=format_number(len(group)))
    rows = [[everybody, _readings(n), level_words(own.standard, usual)]]
    if finding is not None:
        rows.insert(0, [name, _readings(finding.n), level_words(own.standard, finding.raw)])
    return own.edition.title, [_("Who"), _("From"), _("As counted")], rows


def _target(standard: Standard) -> float:
    target = float(standard.target)
    if is_share(standard):
        return target / 100
    return target / standard.per if standard.measure == "count" else target


def _short(standard: Standard, value: float) -> str:
    if is_share(standard):
        return _("%(number)s %%", number=format_number(round(value * 100)))
    told = value * standard.per if standard.measure == "count" else value
    return format_number(Decimal(f"{told:.2f}").normalize() + 0)


def _readings(n: float) -> str:
    return ngettext("%(n)s reading", "%(n)s readings", round(n), n=format_number(round(n)))
