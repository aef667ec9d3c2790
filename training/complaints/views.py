"""The overview of complaints, their export, and the rules by which they are taken."""

import csv
import io
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.complaints import queries_overview
from training.complaints.queries_overview import BY, Wanted
from training.complaints.queries_rules import RulesNow, names_of_roles, rules_now
from training.complaints.rules import Cause, Outcome, State
from training.complaints.words import STATE_CHIPS, near_words, words_of_causes, words_of_outcomes, words_of_states
from training.complaints.words_figures import finding, some_of_all, time_taken
from training.core.auth import current_actor
from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, today
from training.people.queries import team_tree
from training.people.roster.guards import guarded
from training.standards.aims import aims_by_text

bp = Blueprint("complaints", __name__)

DAYS = (30, 90, 365)
NARROWING = ("state", "category", "team", "days", "by")


@bp.get("/complaints")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor, rules, wanted = current_actor(), rules_now(db()), _wanted()
    reads = actor.may(Permission.COMPLAINT_READ)
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in {"state", "category", "team", "days", "by"}
    }
    return render_template(
        "complaints/index.html",
        rules=rules,
        mine=queries_overview.my_open(db(), actor),
        found=queries_overview.list_complaints(db(), actor, wanted, now=now(), page=_number("page") or 1),
        wanted=wanted,
        kept=kept,
        reads=reads,
        teams=team_tree(db(), actor, Permission.COMPLAINT_READ) if reads else (),
        days=DAYS,
        titles={one.id: one.title for one in rules.model.categories},
        chips=STATE_CHIPS,
        states=words_of_states(),
        now=now(),
        near=near_words(today()),
        url_of_page=lambda number: url_for("complaints.index", **kept, page=number),
        url_by=lambda by: url_for("complaints.index", **{**kept, "by": by}),
        **(_figures(rules, wanted) if reads else {}),
    )


def _wanted() -> Wanted:
    days = _number("days") or 90
    state = request.args.get("state", "")
    return Wanted(
        state=state if state in set(State) else "",
        category=request.args.get("category", ""),
        team_id=_number("team"),
        days=days if days in DAYS else 90,
    )


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _figures(rules: RulesNow, wanted: Wanted) -> dict[str, Any]:
    by = request.args.get("by", "category")
    by = by if by in BY else "category"
    found = queries_overview.figures(db(), current_actor(), wanted, by, rules, now=now())
    return {
        "by": by,
        "figures": found,
        "finding": finding(found.pareto, by),
        "names": _names(rules, [bar.key for bar in found.pareto.bars], by),
        "role_names": names_of_roles(db(), rules.model),
        "took": time_taken(found.decided, by_the_house=rules.hours is not None),
        "some_of_all": some_of_all,
        "week_of": lambda monday: format_date(date.fromisoformat(monday)),
    }


def _names(rules: RulesNow, keys: list[str], by: str) -> dict[str, str]:
    """What the bars are called."""
    if by == "step":
        known = aims_by_text(db(), [_Step(key) for key in keys if key])
        return {key: known[key].title if key in known else _("No step named") for key in keys}
    if by == "team":
        return {key: key for key in keys}
    titles = {one.id: one.title for one in rules.model.categories}
    return {key: titles.get(key, key) for key in keys}


class _Step:
    standard = None

    def __init__(self, step: str) -> None:
        self.step = step


@bp.get("/complaints.csv")
@requires(Permission.COMPLAINT_READ)
def download() -> ResponseReturnValue:
    """The same list as a table that is safe to open: no customer is in it, and no words that were typed."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_heading())
    causes, outcomes, states = words_of_causes(), words_of_outcomes(), words_of_states()
    for row in queries_overview.export_rows(db(), current_actor(), _wanted(), now=now()):
        reference, at, team, *middle, state, decided_at, closed_at, outcome, cause = row
        writer.writerow(
            [
                reference,
                at.isoformat(),
                *(guarded(text) for text in (team, *middle)),
                states[State(state)],
                decided_at.isoformat() if decided_at else "",
                closed_at.isoformat() if closed_at else "",
                outcomes[Outcome(outcome)] if outcome else "",
                causes[Cause(cause)] if cause else "",
            ]
        )
    answer = Response(file.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="complaints-{today().isoformat()}.csv"'
    return answer


def _heading() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Noted at"),
        _("Team"),
        _("Cause"),
        _("Severity"),
        _("Service"),
        _("Step"),
        _("State"),
        _("Decided at"),
        _("Closed at"),
        _("Outcome"),
        _("What went wrong"),
    )


@bp.get("/complaints/rules")
@requires(Permission.LEARN)
def rules() -> ResponseReturnValue:
    found = rules_now(db())
    return render_template("complaints/rules.html", rules=found, names=names_of_roles(db(), found.model))
