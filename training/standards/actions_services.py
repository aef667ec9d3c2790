"""Making a service from a model."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.content.actions import Typed, new_document, save_draft
from training.content.models import Draft
from training.content.types import slug_of
from training.core.permissions import Actor
from training.standards.files_service import KIND as SERVICE
from training.standards.files_service import Service


def make_from_model(db: Session, actor: Actor, model: Service, slug: str, title: str, *, now: datetime) -> Draft:
    """A draft of a new service with everything that its model has; `slug` is the model's.

    Raises Problems when there is a service of that name already.
    """
    service = model.model_copy(update={"title": title, "model": False, "based_on": slug})
    draft = new_document(db, actor, SERVICE.name, slug_of(title), now=now)
    typed = Typed(SERVICE.to_text(service), draft.revision, draft.base_version_id)
    return save_draft(db, actor, draft.kind, draft.slug, typed, now=now)
