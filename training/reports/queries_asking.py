"""Who asks what: a question in words, and the reach of somebody whose wish a job carries out."""

from datetime import date

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person, Role, Team
from training.people.queries_holding import held_of, ways_to_hold
from training.reports.queries_people import programmes_ever
from training.reports.rules_audit import Question
from training.reports.words_audit import words_of_states


def scope_of(db: Session, question: Question) -> list[tuple[str, str]]:
    """What a question is about, in words: a pair of term and value for each thing it was narrowed to."""
    found = [(_("Day"), format_date(question.day))]
    if question.person_id is not None:
        person = db.get(Person, question.person_id)
        found.append((_("Person"), f"{person.full_name}, {person.employee_number}" if person else "?"))
    if question.team_id is not None:
        team = db.get(Team, question.team_id)
        found.append((_("Team"), _("%(team)s and the teams below it", team=team.name if team else "?")))
    if question.role_id is not None:
        role = db.get(Role, question.role_id)
        found.append((_("Role"), role.name if role else "?"))
    if question.programme_id is not None:
        found.append((_("Programme"), dict(programmes_ever(db)).get(question.programme_id, "?")))
    if question.text:
        found.append((_("Name or number"), question.text))
    if question.state:
        found.append((_("State"), words_of_states()[question.state]))
    if len(found) == 1:
        found.append((_("People"), _("Everybody the asker may see")))
    return found


def actor_of(db: Session, person_id: int, *, today: date) -> Actor:
    """Somebody with what they hold today, for a job they asked for. Raises NotFound when they are gone."""
    person = db.get(Person, person_id)
    if person is None or (person.left_on is not None and person.left_on < today):
        raise NotFound
    ways = (way.where(way.selected_columns[0] == person_id) for way in ways_to_hold(today))
    held = db.execute(union_all(*ways)).all()
    reports = db.scalar(select(Person.id).where(Person.manager_id == person_id).limit(1))
    return Actor(
        person_id=person_id,
        display_name=person.full_name,
        leads_people=reports is not None,
        held=tuple(held_of(permission_set, path) for _person, permission_set, path in held),
    )
