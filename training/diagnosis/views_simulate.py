"""What reviews can and cannot find with so many people and readings: reckoned from invented ones, for one's own."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, requires, today
from training.diagnosis.forms_simulate import SimulateForm
from training.diagnosis.queries_rules import rules_now
from training.diagnosis.queries_simulate import own_numbers
from training.diagnosis.rules_simulate import MOST_ON_PAGE, Given, situation_of
from training.diagnosis.words_simulate import (
    false_words,
    found_words,
    lesson_words,
    needed_words,
    process_words,
    rows_of,
    sure_words,
)
from training.method.settings import Thresholds
from training.method.simulate import Findable, Situation, Useless, findable, process_found, useless

bp = Blueprint("simulate", __name__, url_prefix="/diagnosis")

ROUNDS = 200


@dataclass(frozen=True)
class Shown:
    """Everything that was reckoned for a page."""

    found: Findable
    process: float
    lesson: Useless


@bp.get("/simulate")
@requires(Permission.NEED_READ)
def simulate() -> ResponseReturnValue:
    """The form, filled with the numbers of one's own house, and what they can show."""
    own = own_numbers(db(), current_actor(), today=today(), slug=request.args.get("of", "")[:100])
    asked = "people" in request.args
    start = own or Given()
    plain: dict[str, Any] = {name: f"{value:g}" for name, value in asdict(start).items()}
    form = SimulateForm(request.args if asked else None, **plain)
    shown = _shown(form, start, asked=asked)
    return render_template(
        "diagnosis/simulate.html",
        form=form,
        is_own=own is not None and not asked,
        shown=shown,
        false_words=false_words,
        found_words=found_words,
        lesson_words=lesson_words,
        needed_words=needed_words,
        process_words=process_words,
        rows_of=rows_of,
        sure_words=sure_words,
    ), 200 if shown or not asked else 422


def _shown(form: SimulateForm, start: Given, *, asked: bool) -> Shown | None:
    if asked and not form.validate():
        return None
    try:
        situation = situation_of(form.given() if asked else start, most_people=MOST_ON_PAGE)
    except Problems as problems:
        form.refuse_all(problems)
        return None
    return _reckoned(situation, rules_now(db()).model.thresholds())


@lru_cache(maxsize=128)
def _reckoned(situation: Situation, thresholds: Thresholds) -> Shown:
    """About a second of reckoning, whatever was asked: the larger the company, the fewer reviews tell as much."""
    reviews = min(60, max(6, 1_200 // situation.people))
    return Shown(
        findable(situation, reviews=reviews, fits=max(2, 100 // (situation.people + 10)), thresholds=thresholds),
        process_found(situation, reviews=10, thresholds=thresholds),
        useless(situation, rounds=ROUNDS),
    )
