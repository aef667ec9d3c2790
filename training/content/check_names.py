"""Roles and teams that documents name: somebody has to be able to hold them, or to work in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.faults import Fault, closest
from training.content.kinds import Kind
from training.content.schema import Strict
from training.content.tree import Tree
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.models import Role, Team


@dataclass(frozen=True)
class Known:
    """The slugs of all roles and the names of all teams, sorted."""

    roles: Sequence[str]
    teams: Sequence[str]


def known_names(db: Session) -> Known:
    """The roles and teams that there are."""
    return Known(
        db.scalars(select(Role.slug).order_by(Role.slug)).all(),
        db.scalars(select(Team.name).distinct().order_by(Team.name)).all(),
    )


def unknown_names(kind: Kind[Any], model: Strict, known: Known) -> list[Fault]:
    """A fault for each role or team that a document names and that is not there; none while there are none at all."""
    roles = [
        Fault(_("There is no role “%(role)s”.", role=one.slug), closest(one.slug, known.roles), one.path)
        for one in kind.roles(model)
        if known.roles and one.slug not in known.roles
    ]
    teams = [
        Fault(_("There is no team “%(team)s”.", team=one.name), closest(one.name, known.teams), one.path)
        for one in kind.teams(model)
        if known.teams and one.name not in known.teams
    ]
    return [*roles, *teams]


def name_warnings(db: Session, tree: Tree) -> tuple[Problem, ...]:
    """Unknown names in the files of a library. A company may call its roles otherwise, so these are no problems."""
    known = known_names(db)
    return tuple(
        Fault(fault.message, fault.remedy, fault.path, "warning").problem(document.where, document.source.lines)
        for _key, document in sorted(tree.documents.items())
        for fault in unknown_names(document.kind, document.model, known)
    )
