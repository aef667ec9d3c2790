"""Other ways of looking at what a review found: earlier weeks, without strata, and how much calls of one day share."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.diagnosis.models import Finding
from training.diagnosis.queries import PEOPLE, latest
from training.diagnosis.queries_reckoning import SCOPES, Reckoned, reckon
from training.diagnosis.queries_review import Reviewed
from training.diagnosis.rules_findings import ACT, Found
from training.diagnosis.rules_tallies import aim_of
from training.method.empirical_bayes import Hyper
from training.method.tallies import Floats, Integers
from training.method.weighing import Question, weigh
from training.metrics.models import Cell
from training.metrics.queries_cells import Window
from training.standards.rules_standard import SHARES

Called = dict[int, tuple[str, float]]
"""By person id the list, or no name, and ψ."""


def table(title: str, *heads: str) -> Iterator[str]:
    """The head of a table in Markdown below a title; columns of numbers begin with “>”."""
    yield f"### {title}\n"
    yield f"| {' | '.join(head.lstrip('>') for head in heads)} |"
    yield f"|{'|'.join('--:' if head.startswith('>') else '---' for head in heads)}|"


def row(*cells: object) -> str:
    """A line of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def people_of(db: Session, one: Reviewed) -> Sequence[Finding]:
    """What the last review of people said of each, for counting."""
    diagnosis = latest(db, one.edition.document_id, PEOPLE)
    number = diagnosis.id if diagnosis else None
    return db.scalars(select(Finding).where(Finding.diagnosis_id == number, Finding.person_id.is_not(None))).all()


def rare(chance: float) -> str:
    """A p value, without digits that nobody needs."""
    return f"{chance:.2g}" if chance >= 0.0001 else "<.0001"


def other_windows(db: Session, found: Sequence[Reviewed]) -> Iterator[str]:
    """Who is on the list to act on in these weeks, in as many before, and in both together, which know most.

    A list expects some of its calls to be wrong: the sum of 1 − ψ. The same sum with ψ of all weeks judges it.
    """
    heads = ("Weeks", "Verdict", ">p", ">Act", ">Wrong by itself", ">Wrong by all weeks", ">Also called by all weeks")
    yield from table("The weeks before, and all weeks", "Standard", *heads)
    for one in found:
        if one.diagnosis is None:
            continue
        first, end = one.diagnosis.first, one.diagnosis.last + timedelta(days=1)
        now = one.diagnosis.verdict, one.diagnosis.figures["p"], _called(people_of(db, one))
        windows = {
            "these": now,
            "before": _seen(reckon(db, one.edition, scopes=SCOPES, today=first)),
            "all": _seen(reckon(db, one.edition, scopes=SCOPES, today=end, first=first - (end - first))),
        }
        known = windows["all"][2]
        for weeks, (verdict, p, listed) in windows.items():
            called = {person for person, (name, _chance) in listed.items() if name == ACT}
            wrong, judged = (
                sum(1 - some[person][1] for person in called if person in some) for some in (listed, known)
            )
            also = sum(known[person][0] == ACT for person in called if person in known)
            yield row(one.slug, weeks, verdict, rare(p), len(called), f"{wrong:.1f}", f"{judged:.1f}", also)


def of_strata(db: Session, found: Sequence[Reviewed]) -> Iterator[str]:
    """By kind of contact what was counted, and what the review would say if it knew of none."""
    heads = ("As counted in each", "Largest share that anybody has", ">Chance changes at most by", ">Listed otherwise")
    yield from table("By kind of contact, and without", "Standard", *heads)
    for one in found:
        if one.diagnosis is None:
            continue
        figures = one.diagnosis.figures
        # Of people nothing has changed since, so what was found is reckoned again from the same sums.
        first = one.diagnosis.first
        reckoned = reckon(db, one.edition, scopes=(), today=one.diagnosis.last + timedelta(days=1), first=first)
        tallies = reckoned.gathered.tallies.merged()
        question = Question.of(tallies, aim_of(one.standard), reckoned.rules.model.thresholds())
        told = weigh(question, Hyper(figures["tau"], figures["pi"])).units.chance
        crude = weigh(question.crude(), Hyper(*figures["crude"])).units.chance
        size = question.sums.by_stratum(question.sums.size)
        level = question.sums.by_stratum(question.sums.amount) / size
        mix = question.sums.size / question.sums.by_unit(question.sums.size)[question.sums.unit]
        share = one.standard.measure in SHARES
        levels = ", ".join(f"{1 - part:.1%}" if share else f"{part:.2f}" for part in level.tolist())
        spans = ", ".join(f"{part:.0%}" for part in _highest(mix, question.sums.stratum, question.strata).tolist())
        other = int(((told >= 0.5) != (crude >= 0.5)).sum())
        yield row(one.slug, levels, spans, f"{float(np.abs(told - crude).max()):.2f}", other)


def of_days(db: Session, found: Sequence[Reviewed]) -> Iterator[str]:
    """φ as the review has it, and without regard to the kind of contact by the days of people, and of teams."""
    heads = (">As the review reckons it", ">By days of people", ">By days of teams", ">Readings of somebody on a day")
    yield from table("What the calls of one day share: φ", "Standard", *heads)
    for one in found:
        if one.diagnosis is None or one.standard.measure not in SHARES:
            continue
        window = Window(one.diagnosis.first, one.diagnosis.last)
        query = (
            select(Cell.day, Cell.team_id, Cell.person_id, func.sum(Cell.n), func.sum(Cell.missed))
            .where(Cell.standard_id == one.edition.document_id, window.condition())
            .group_by(Cell.day, Cell.team_id, Cell.person_id)
        )
        rows = np.array([[int(part) for part in row] for row in db.execute(query)])
        people, each = _phi(rows, 2)
        teams, _each = _phi(rows, 1)
        yield row(one.slug, *(f"{phi:.2f}" for phi in (one.diagnosis.figures["phi"], people, teams)), f"{each:.1f}")


def _phi(rows: np.ndarray[tuple[int, int], np.dtype[np.int64]], by: int) -> tuple[float, float]:
    """φ over the days of each team or person (column `by`) about its own share, and how many readings a day has."""
    keys, place = np.unique(rows[:, [0, by]], axis=0, return_inverse=True)
    n, missed = (np.bincount(place.reshape(-1), rows[:, column]) for column in (3, 4))
    _units, unit = np.unique(keys[:, 1], return_inverse=True)
    share = (np.bincount(unit, missed) / np.bincount(unit, n))[unit]
    spread: Floats = (missed - n * share) ** 2 / n
    days, whole = np.bincount(unit), np.bincount(unit, n)
    level = np.bincount(unit, missed) / whole
    expected = (days - 1) * level * (1 - level) * whole / np.maximum(whole - 1, 1)
    return float(spread.sum() / expected.sum()), float(n.mean())


def _seen(reckoned: Reckoned) -> tuple[str, float, Called]:
    if reckoned.result is None:
        raise SystemExit("These weeks were reckoned already: the file holds less than two windows.")
    found = reckoned.result.found
    return found.verdict.value, reckoned.result.figures["p"], _called(found.people)


def _called(people: Iterable[Finding | Found]) -> Called:
    return {each.person_id: (each.listed, each.chance) for each in people if each.person_id}


def _highest(values: Floats, stratum: Integers, strata: int) -> Floats:
    highest = np.zeros(strata)
    np.maximum.at(highest, stratum, values)
    return highest
