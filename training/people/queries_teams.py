"""What teams are called where several stand beside each other."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from training.people.models import Team


def names_apart(db: Session, team_ids: Collection[int]) -> dict[int, str]:
    """The names of some teams by their ids; those that share a name say of whom: “Phones, Harbour Street”."""
    above = aliased(Team)
    query = select(Team.id, Team.name, above.name).outerjoin(above, above.id == Team.parent_id)
    rows = db.execute(query.where(Team.id.in_(team_ids))).all() if team_ids else ()
    shared = Counter(name for _id, name, _above in rows)
    return {key: f"{name}, {whose}" if shared[name] > 1 and whose else name for key, name, whose in rows}
