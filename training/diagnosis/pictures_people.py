"""Where one person stands among those who do the same work: a funnel in which only their own dot has a name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.core import charts
from training.core.charts import Limits, Picture, Unit
from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.models import Finding
from training.diagnosis.pictures import target_of
from training.diagnosis.queries_people import Own
from training.diagnosis.words_figures import amount_words, is_share, level_words
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


def standing(own: Own, name: str, *, is_own: bool) -> Standing | None:
    """Somebody among the people of their team; None where those are too few, or nobody was reviewed.

    Only their own dot has a name: “You”, or who it is.
    """
    label = _("You") if is_own else name
    if not own.group or own.finding is None:
        return None
    standard, place = own.standard, own.group.index(own.finding)
    drawn = _limits(standard, own.group)
    picture = charts.funnel(
        [Unit(one.n, _told(standard, one.raw), name=label if one is own.finding else "") for one in own.group],
        Limits.of(drawn),
        target=target_of(standard),
        write=lambda value: amount_words(standard, value, short=True),
        write_size=lambda size: format_number(round(size)),
        last_size=_readings,
        least=None if standard.measure == "mean" else 0.0,
        most=1.0 if is_share(standard) else None,
    )
    says = _says(int(drawn.state[place]), len(own.group), is_own=is_own, name=name)
    return Standing(picture, says, _table(own, label))


def _limits(standard: Standard, group: Sequence[Finding]) -> Funnel:
    """The limits of chance alone around what all reach together, as people read it.

    They are not widened by how much people differ anyway: several low ones would then hide each other. How much one
    reading of a number scatters follows from how far apart the ends of the intervals are.
    """
    n, raw, low, high = (
        np.array([float(getattr(one, key)) for one in group]) for key in ("n", "raw", "raw_low", "raw_high")
    )
    usual = float((n * raw).sum() / n.sum())
    if is_share(standard):
        return funnel.shares(n * (1 - raw), n, 1 - usual, widen=False)
    scatter = n * ((high - low) / (2 * NEAR)) ** 2
    return funnel.means(raw, n, usual, float(np.median(scatter)), widen=False)


def _told(standard: Standard, value: float) -> float:
    return 1 - value if is_share(standard) else value


def _says(state: int, people: int, *, is_own: bool, name: str) -> str:
    values = {"name": name, "people": format_number(people)}
    if state >= OUT:
        if is_own:
            return _("Among %(people)s people of the team you lie above the limits of chance.", **values)
        return _("Among %(people)s people of the team %(name)s lies above the limits of chance.", **values)
    if state <= -OUT:
        if is_own:
            return _("Among %(people)s people of the team you lie below the limits of chance.", **values)
        return _("Among %(people)s people of the team %(name)s lies below the limits of chance.", **values)
    if is_own:
        return _("Among %(people)s people of the team you lie within the limits of chance.", **values)
    return _("Among %(people)s people of the team %(name)s lies within the limits of chance.", **values)


def _table(own: Own, name: str) -> tuple[str, list[str], list[list[str]]]:
    group, finding = own.group, own.finding
    n = sum(one.n for one in group)
    usual = sum(one.raw * one.n for one in group) / n
    everybody = _("All %(people)s together", people=format_number(len(group)))
    rows = [[everybody, _readings(n), level_words(own.standard, usual)]]
    if finding is not None:
        rows.insert(0, [name, _readings(finding.n), level_words(own.standard, finding.raw)])
    return own.edition.title, [_("Who"), _("From"), _("As counted")], rows


def _readings(n: float) -> str:
    return ngettext("%(n)s reading", "%(n)s readings", round(n), n=format_number(round(n)))
