"""How a page that shows one person's figures writes down who looks at it."""

from training.core.auth import current_actor
from training.core.web import database, db, now, today
from training.diagnosis.actions_looks import is_unnoted, note_look


def note_this_look(person_id: int) -> None:
    """Write down that whoever asks for this page sees this person's figures: once a day, and not at their own.

    Works on pages that only read. Call it after the person was fetched by `person_with_figures`, or by whatever else
    refuses those who may not see them; and before anything is written in this request.
    """
    if is_unnoted(db(), current_actor(), person_id, today=today()):
        with database().writing() as session:
            note_look(session, current_actor(), person_id, now(), today())
