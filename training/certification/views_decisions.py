"""Pages for decisions: the question with its reason, then what it would change, then it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.certification import words, words_decisions
from training.certification.actions_awards import decide_on_award
from training.certification.actions_decisions import Wanted, decide
from training.certification.forms import DecisionForm, ExemptForm, ExtendForm
from training.certification.queries_decisions import Decision, Place, award_case_for, case_for, consequences
from training.certification.queries_history import AWARD_REINSTATED, AWARD_REVOKED
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, site
from training.people.models import Person

bp = Blueprint("decisions", __name__)

FORMS: dict[str, type[DecisionForm]] = {EXEMPTED: ExemptForm, EXTENDED: ExtendForm}


@bp.route("/record/<int:person_id>/decide/<int:assignment_id>/<requirement_id>/exempt", methods=["GET", "POST"])
@requires(Permission.STANDING_WRITE)
def exempt(person_id: int, assignment_id: int, requirement_id: str) -> ResponseReturnValue:
    return _about_standing(EXEMPTED, person_id, assignment_id, requirement_id)


@bp.route("/record/<int:person_id>/decide/<int:assignment_id>/<requirement_id>/extend", methods=["GET", "POST"])
@requires(Permission.STANDING_WRITE)
def extend(person_id: int, assignment_id: int, requirement_id: str) -> ResponseReturnValue:
    return _about_standing(EXTENDED, person_id, assignment_id, requirement_id)


@bp.route("/record/<int:person_id>/decide/<int:assignment_id>/<requirement_id>/revoke", methods=["GET", "POST"])
@requires(Permission.STANDING_WRITE)
def revoke(person_id: int, assignment_id: int, requirement_id: str) -> ResponseReturnValue:
    return _about_standing(REVOKED, person_id, assignment_id, requirement_id)


@bp.route("/record/<int:person_id>/decide/<int:assignment_id>/<requirement_id>/reinstate", methods=["GET", "POST"])
@requires(Permission.STANDING_WRITE)
def reinstate(person_id: int, assignment_id: int, requirement_id: str) -> ResponseReturnValue:
    return _about_standing(REINSTATED, person_id, assignment_id, requirement_id)


@bp.route("/record/<int:person_id>/decide/<int:assignment_id>/extend", methods=["GET", "POST"])
@requires(Permission.STANDING_WRITE)
def extend_programme(person_id: int, assignment_id: int) -> ResponseReturnValue:
    return _about_standing(EXTENDED, person_id, assignment_id, None)


@bp.route("/record/<int:person_id>/certificates/<int:award_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.AWARD_WRITE)
def withdraw_award(person_id: int, award_id: int) -> ResponseReturnValue:
    return _about_award(AWARD_REVOKED, person_id, award_id)


@bp.route("/record/<int:person_id>/certificates/<int:award_id>/reinstate", methods=["GET", "POST"])
@requires(Permission.AWARD_WRITE)
def reinstate_award(person_id: int, award_id: int) -> ResponseReturnValue:
    return _about_award(AWARD_REINSTATED, person_id, award_id)


@dataclass(frozen=True)
class _Question:
    """One decision to be made on a page: about whom and what, what was decided before, and how it is made."""

    kind: str
    person: Person
    title: str
    seen: int
    decisions: Sequence[Decision]
    make: Callable[[Wanted], Any]
    is_exempt: bool = False


def _about_standing(kind: str, person_id: int, assignment_id: int, requirement_id: str | None) -> ResponseReturnValue:
    zone = site().zone
    place = Place(person_id, assignment_id, requirement_id)
    case = case_for(db(), current_actor(), place, now=now(), zone=zone)

    def make(wanted: Wanted) -> None:
        decide(db(), current_actor(), place, wanted, now=now(), zone=zone)

    return _ask(_Question(kind, case.person, case.title, case.seen, case.decisions, make, case.is_exempt))


def _about_award(kind: str, person_id: int, award_id: int) -> ResponseReturnValue:
    zone = site().zone
    case = award_case_for(db(), current_actor(), person_id, award_id, zone=zone)

    def make(wanted: Wanted) -> None:
        decide_on_award(db(), current_actor(), person_id, award_id, wanted, now=now(), zone=zone)

    return _ask(_Question(kind, case.person, case.award.title, case.seen, case.decisions, make))


def _ask(question: _Question) -> ResponseReturnValue:
    """The page on which a decision is prepared, the one on which it is confirmed, or the way back to the record."""
    form: DecisionForm = posted(FORMS.get(question.kind, DecisionForm), seen=question.seen)
    step = request.form.get("step", "")
    about: dict[str, Any] = {
        "question": question,
        "asked": words_decisions.asked(
            question.kind, question.person.full_name, question.title, is_exempt=question.is_exempt
        ),
        "form": form,
        "words": words,
        "decision_words": words_decisions,
        "record_url": url_for("certification.record", person_id=question.person.id),
    }
    if request.method == "POST" and step != "change" and form.validate():
        until = form["until"].data if "until" in form else None
        wanted = Wanted(question.kind, form.reason.data or "", until, form.seen_number)
        try:
            if step == "decide":
                question.make(wanted)
                flash(about["asked"].done, "good")
                return redirect(about["record_url"], 303)
            found = consequences(db(), question.person.id, lambda: question.make(wanted), now=now(), zone=site().zone)
            return render_template("certification/decide_confirm.html", wanted=wanted, consequences=found, **about)
        except Problems as problems:
            form.refuse_all(problems)
            form.seen.data = str(question.seen)  # what was decided meanwhile is on this page
    return render_template("certification/decide.html", **about), 422 if form.errors else 200
