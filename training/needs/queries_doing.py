"""What somebody does for a need: whether a thing that was assigned is still there."""

from sqlalchemy.orm import Session

from training.content.queries import live_of
from training.needs.models import NeedItem


def is_gone(db: Session, item: NeedItem) -> bool:
    """Whether the document, or the part of it, is out of use since it was assigned."""
    if item.document_id is None:
        return False
    found = live_of(db, item.document_id)
    if found is None:
        return True
    return bool(item.kind == "module" and item.item and found.model.block(item.item) is None)
