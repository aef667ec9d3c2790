"""How a page that shows people's own figures writes down who looks at them."""

from training.core.auth import current_actor
from training.core.web import database, db, now, today
from training.diagnosis.actions_looks import is_unnoted, note_look


def note_this_look(*person_ids: int) -> None:
    """Write down that whoever asks for this page sees the figures of these people: once a day, and not at their own.

    Works on pages that only read. Call it after the people were fetched by `person_with_figures`, or by whatever else
    refuses those who may not see them; and before anything is written in this request.
    """
    unnoted = [one for one in person_ids if is_unnoted(db(), current_actor(), one, today=today())]
    if unnoted:
        with database().writing() as session:
            for person_id in sorted(unnoted):
                note_look(session, current_actor(), person_id, now(), today())
