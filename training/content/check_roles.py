"""Roles that documents name: somebody has to be able to hold them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.faults import Fault, closest
from training.content.kinds import Kind, RoleNamed
from training.content.schema import Strict
from training.content.tree import Tree
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.models import Role


def unknown_roles(kind: Kind[Any], model: Strict, known: Iterable[str]) -> list[Fault]:
    """A fault for each role that a document names and nobody can hold; none while there are no roles at all."""
    known = list(known)
    if not known:
        return []
    return [_fault(named, known) for named in kind.roles(model) if named.slug not in known]


def _fault(named: RoleNamed, known: list[str]) -> Fault:
    message = _("There is no role “%(role)s”.", role=named.slug)
    return Fault(message, closest(named.slug, known), named.path)


def known_roles(db: Session) -> list[str]:
    """The slugs of all roles, sorted."""
    return list(db.scalars(select(Role.slug).order_by(Role.slug)))


def role_warnings(db: Session, tree: Tree) -> tuple[Problem, ...]:
    """Unknown roles in the files of a library. A company may call its roles otherwise, so these are no problems."""
    known = known_roles(db)
    return tuple(
        Fault(fault.message, fault.remedy, fault.path, "warning").problem(document.where, document.source.lines)
        for _key, document in sorted(tree.documents.items())
        for fault in unknown_roles(document.kind, document.model, known)
    )
