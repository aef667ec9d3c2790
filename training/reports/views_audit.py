"""Standing on any date: who was certified at the end of a day, in what, against which versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from training.certification import words as standing_words
from training.certification.forms import PastDayForm
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import db, requires, settings, site, today
from training.people.queries import team_tree
from training.reports import exports, words_audit
from training.reports.queries import roles
from training.reports.queries_audit import Answer
from training.reports.queries_people import people_of, programmes_ever
from training.reports.rules_audit import STATES, Line, Question, Summary

bp = Blueprint("audit", __name__)

PAGE_SIZE = 50
AT_ONCE = 300  # people whose standing is computed while somebody waits; of more, the page's only


@bp.get("/audit")
@requires(Permission.STANDING_READ)
def index() -> ResponseReturnValue:
    form = PastDayForm(request.args, on=today())
    valid = "on" not in request.args or form.validate()
    question = question_from(request.args, form)
    shown = page_of(db(), question, request.args.get("page", 1, type=int))
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page" and value}
    page = render_template(
        "reports/audit.html",
        form=form,
        has_errors=not valid,
        question=question,
        shown=shown,
        finding=words_audit.finding(shown.people, shown.summary, question),
        teams=team_tree(db(), current_actor(), Permission.STANDING_READ),
        roles=roles(db()),
        programmes=programmes_ever(db()),
        words=words_audit.words_of_states(),
        chips=words_audit.CHIPS,
        held_sentence=words_audit.held_sentence,
        state_word=standing_words.state_word,
        state_chip=standing_words.state_chip,
        is_today=question.day == today(),
        file_title=words_audit.file_title,
        file_words=words_audit.file_words(),
        file_chips=words_audit.FILE_CHIPS,
        kept=kept,
        files=exports.of_person(exports.folder_of(settings().data_dir), current_actor().person_id or 0),
        url_of_page=lambda number: url_for("audit.index", **kept, page=number),
        url_of_state=lambda state: url_for("audit.index", **{**kept, "state": state}),
    )
    return page, 200 if valid else 422


@dataclass(frozen=True)
class Shown:
    """A page of an answer. `summary` is None where so many people fit that they are not counted at once."""

    lines: Sequence[Line]
    people: int
    fitting: int
    summary: Summary | None
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.fitting // PAGE_SIZE))


def page_of(session: Session, question: Question, wanted: int) -> Shown:
    """A page of the answer, by people. A state narrows only where everybody is counted."""
    people = people_of(session, current_actor(), question, site().zone)
    answer = Answer(session, question, site().zone)
    if len(people) > AT_ONCE:
        number = within(wanted, len(people))
        shown = people[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return Shown(answer.lines(shown), len(people), len(people), None, number)
    lines = answer.lines(people)
    summary = Summary()
    summary.add(lines)
    if question.state:
        lines = [line for line in lines if line.state == question.state]
    of_person: dict[int, list[Line]] = {}
    for line in lines:
        of_person.setdefault(line.person.id, []).append(line)
    number = within(wanted, len(of_person))
    chosen = list(of_person.values())[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Shown([line for found in chosen for line in found], len(people), len(of_person), summary, number)


def within(page: int, people: int) -> int:
    """The number of a page that there is."""
    return min(max(1, page), max(1, -(-people // PAGE_SIZE)))


def question_from(values: MultiDict[str, str] | Mapping[str, str], form: PastDayForm) -> Question:
    """What is asked; whatever makes no sense narrows nothing."""
    state = values.get("state", "")
    return Question(
        day=form.on.data if form.on.data and form.on.data <= today() else today(),
        text=values.get("q", "")[:100],
        person_id=number_of(values.get("person")),
        team_id=number_of(values.get("team")),
        role_id=number_of(values.get("role")),
        programme_id=number_of(values.get("programme")),
        state=state if state in STATES else "",
    )


def number_of(text: str | None) -> int | None:
    """The id in an address; None for what is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
