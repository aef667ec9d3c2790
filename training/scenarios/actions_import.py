"""A story from Twine as the draft of a new scenario. It is never published from here."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.content.actions import Typed, new_document, save_draft
from training.content.models import Draft
from training.content.source import decode
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.scenarios.kind import KIND

ENDINGS = (".twee", ".tw", ".txt")


def keep_draft(db: Session, actor: Actor, slug: str, text: str, *, now: datetime) -> Draft:
    """Raises Problems when the short name is no slug, or is taken."""
    draft = new_document(db, actor, KIND.name, slug, now=now)
    return save_draft(db, actor, KIND.name, slug, Typed(text, draft.revision, None), now=now)


def decoded(data: bytes, name: str) -> str:
    """The text of a file that was sent. Raises Problems for what is no text."""
    if not name.lower().endswith(ENDINGS) or b"\0" in data:
        message = _("“%(name)s” is no text file that Twine writes.", name=name)
        raise Problems([Problem(name, None, message, _("Choose a file that ends in .twee, .tw or .txt."))])
    return decode(data, name)
