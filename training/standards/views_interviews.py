"""Interviewing candidates by a role's guide: one's own sheet, the candidate, and candidates side by side."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import format_time
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, today
from training.standards import actions_interviews as actions
from training.standards.forms_interviews import LONGEST_NOTE, CandidateForm, filled_from
from training.standards.queries_interviews import (
    MySheet,
    candidates_for,
    guide_for,
    interviewed,
    my_sheet,
    teams_to_hire_for,
)
from training.standards.queries_profiles import list_profiles
from training.standards.words_interviews import compared

bp = Blueprint("interviews", __name__)


@bp.get("/interviews")
@requires(Permission.INTERVIEW_WRITE)
def index() -> ResponseReturnValue:
    mine, others = list_profiles(db(), current_actor(), today=today())
    return render_template(
        "standards/interviews.html",
        found=candidates_for(db(), current_actor()),
        guides=sorted((one for one in (*mine, *others) if one.model.interview), key=lambda one: one.title.casefold()),
        days=actions.KEPT.days,
    )


@bp.route("/profiles/<profile_slug>/interview", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_WRITE)
def begin(profile_slug: str) -> ResponseReturnValue:
    guide = guide_for(db(), profile_slug)
    form: CandidateForm = posted(CandidateForm)
    form.team.choices = teams_to_hire_for(db(), current_actor())
    begun: list[int] = []

    def act() -> None:
        label, team, key = form.label.data or "", form.team.data, form.key.data or ""
        begun.append(actions.begin(db(), current_actor(), profile_slug, label, team, key, now=now()))

    if accepted(form, act):
        return redirect(url_for("interviews.interview", interview_id=begun[0]), 303)
    page = render_template("standards/interview_begin.html", form=form, guide=guide, days=actions.KEPT.days)
    return page, 422 if form.errors else 200


@bp.get("/interviews/<int:interview_id>")
@requires(Permission.INTERVIEW_WRITE)
def interview(interview_id: int) -> ResponseReturnValue:
    sheet = my_sheet(db(), current_actor(), interview_id)
    if sheet.interview.finished_at:
        return redirect(url_for("interviews.candidate", candidate_id=sheet.candidate.id), 303)
    return _sheet(sheet, sheet.values())


@bp.post("/interviews/<int:interview_id>")
@requires(Permission.INTERVIEW_WRITE)
def save(interview_id: int) -> ResponseReturnValue:
    sheet, then = my_sheet(db(), current_actor(), interview_id), request.form.get("then", "")
    try:
        filled = filled_from(request.form, sheet.profile)
        sheet = actions.save(db(), current_actor(), interview_id, filled, finish=then == "finish", now=now())
    except Problems as problems:
        return _sheet(sheet, request.form, problems=problems.problems), 422
    except actions.Moved as moved:
        return _sheet(moved.sheet, request.form, saved=moved.sheet.values()), 409
    if sheet.interview.finished_at:
        flash(_("Finished. Your scores stay as they are."), "good")
        return redirect(url_for("interviews.candidate", candidate_id=sheet.candidate.id), 303)
    flash(_("Saved %(time)s", time=format_time(now())), "good")
    if then == "leave":
        return redirect(url_for("interviews.index"), 303)
    return redirect(url_for("interviews.interview", interview_id=interview_id), 303)


def _sheet(sheet: MySheet, values: Any, **more: Any) -> str:
    """The page to fill in, with what is saved or was just typed."""
    return render_template(
        "standards/interview.html",
        **{"problems": (), "saved": None, **more},
        sheet=sheet,
        interview=sheet.interview,
        profile=sheet.profile,
        values=values,
        most=LONGEST_NOTE,
    )


@bp.route("/interviews/<int:interview_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_WRITE)
def withdraw(interview_id: int) -> ResponseReturnValue:
    sheet = my_sheet(db(), current_actor(), interview_id)
    if request.method == "POST":
        actions.withdraw(db(), current_actor(), interview_id, now=now())
        flash(_("Your interview is gone, with its scores and notes."), "good")
        return redirect(url_for("interviews.index"), 303)
    return render_template("standards/interview_withdraw.html", sheet=sheet)


@bp.get("/interviews/candidates/<int:candidate_id>")
@requires(Permission.INTERVIEW_WRITE)
def candidate(candidate_id: int) -> ResponseReturnValue:
    found = interviewed(db(), current_actor(), candidate_id)
    return render_template("standards/candidate.html", found=found, days=actions.KEPT.days)


@bp.post("/interviews/candidates/<int:candidate_id>/join")
@requires(Permission.INTERVIEW_WRITE)
def join(candidate_id: int) -> ResponseReturnValue:
    interview_id = actions.join(db(), current_actor(), candidate_id, now=now())
    return redirect(url_for("interviews.interview", interview_id=interview_id), 303)


@bp.route("/interviews/candidates/<int:candidate_id>/erase", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_WRITE)
def erase(candidate_id: int) -> ResponseReturnValue:
    found = interviewed(db(), current_actor(), candidate_id)
    if request.method == "POST":
        actions.erase(db(), current_actor(), candidate_id, now=now())
        flash(_("Erased. Nothing is kept of this candidate but that there was one."), "good")
        return redirect(url_for("interviews.index"), 303)
    return render_template("standards/candidate_erase.html", found=found)


@bp.get("/profiles/<profile_slug>/compare")
@requires(Permission.INTERVIEW_WRITE)
def compare(profile_slug: str) -> ResponseReturnValue:
    guide = guide_for(db(), profile_slug)
    found = candidates_for(db(), current_actor(), profile_slug)
    return render_template("standards/compare.html", guide=guide, versions=compared(found), count=len(found))
