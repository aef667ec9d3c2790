"""A story from Twine as the draft of a new scenario. It is never published from here."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.content.actions import Typed, new_document, save_draft
from training.content.models import Draft
from training.core.permissions import Actor
from training.scenarios.kind import KIND


def keep_draft(db: Session, actor: Actor, slug: str, text: str, *, now: datetime) -> Draft:
    """Raises Problems when the short name is no slug, or is taken."""
    draft = new_document(db, actor, KIND.name, slug, now=now)
    return save_draft(db, actor, KIND.name, slug, Typed(text, draft.revision, None), now=now)
