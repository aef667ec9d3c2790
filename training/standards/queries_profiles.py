"""Role profiles: what a role needs, with what trains for it and where its lane is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live, live_all
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.queries import role_names, roles_held
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_profile import Profile


@dataclass(frozen=True)
class Known:
    """A profile as people read it. `programme` is the title of what prepares for the role."""

    edition: Edition
    role: str
    programme: str

    @property
    def profile(self) -> Profile:
        found: Profile = self.edition.model
        return found

    @property
    def url(self) -> str:
        return PROFILE.place(self.edition.slug, None)


def profile_known(db: Session, profile_slug: str) -> Known:
    """A live profile. Raises NotFound."""
    found = live(db, PROFILE.name, profile_slug)
    if found is None:
        raise NotFound
    programme = live(db, "programme", found.model.programme) if found.model.programme else None
    return Known(found, role_names(db, [found.model.role])[0], programme.title if programme else "")


def list_profiles(db: Session, actor: Actor, *, today: date) -> tuple[list[Edition], list[Edition]]:
    """Every profile by title: those of the reader's own roles, and the rest."""
    held = roles_held(db, actor.person_id, today=today)
    found = sorted(live_all(db, PROFILE.name).values(), key=lambda one: one.title.casefold())
    mine = [one for one in found if one.model.role in held]
    return mine, [one for one in found if one not in mine]
