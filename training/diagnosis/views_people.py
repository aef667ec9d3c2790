"""One person's own figures: for themselves, and the same for their nearest leader, whose look is written down."""

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import db, now, requires, today
from training.diagnosis.looking import note_this_look
from training.diagnosis.pictures_people import standing
from training.diagnosis.queries_people import Own, looks_at, own_figures
from training.diagnosis.queries_whose import person_with_figures
from training.diagnosis.words_people import counted_of, kept_until, known_of, remarks_of, sentence_of
from training.people.models import Person

bp = Blueprint("own_figures", __name__, url_prefix="/diagnosis")


@bp.get("/me")
@requires(Permission.LEARN)
def me() -> ResponseReturnValue:
    """One's own figures, and who has looked at them."""
    actor = current_actor()
    found = person_with_figures(db(), actor, actor.person_id or 0)
    return _page(found, is_own=True)


@bp.get("/people/<int:person_id>")
@requires(Permission.LEARN)
def person(person_id: int) -> ResponseReturnValue:
    """The figures of somebody whom the actor leads directly, as that person sees them."""
    if person_id == current_actor().person_id:
        return redirect("/diagnosis/me", 303)
    found = person_with_figures(db(), current_actor(), person_id)
    note_this_look(person_id)
    return _page(found, is_own=False)


def _page(found: Person, *, is_own: bool) -> str:
    figures = own_figures(db(), found.id, today=today())
    return render_template(
        "diagnosis/person.html",
        person=found,
        is_own=is_own,
        figures=[(own, standing(own, found.full_name, is_own=is_own), _beside(found, own)) for own in figures],
        looks=looks_at(db(), found.id) if is_own else [],
        sentence_of=sentence_of,
        counted_of=counted_of,
        kept_until=kept_until,
        known_of=known_of,
        remarks_of=remarks_of,
    )


def _beside(found: Person, own: Own) -> list[Markup]:
    """What domains above show of this person and standard, such as the training need that was opened."""
    panels = current_app.extensions["figure_panels"]
    told = [panel(db(), current_actor(), found.id, own.edition.slug, now()) for panel in panels]
    return [one for one in told if one]
