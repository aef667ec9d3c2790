"""Who may act for whom: nobody hands on, or gets hold of, more than they have themselves."""

from collections.abc import Iterable

from training.core.permissions import PERMISSIONS_OF, STAFF, Actor, Held, PermissionSet


def covers(actor: Actor, held: Iterable[Held]) -> bool:
    """Whether the actor holds every permission of these sets wherever they hold."""
    return all(
        any(one.path.startswith(start) for start in actor.reach(permission))
        for one in held
        for permission in PERMISSIONS_OF[one.permission_set] - STAFF
    )


def sets_to_give(actor: Actor, path: str) -> tuple[PermissionSet, ...]:
    """The ready-made sets that the actor may hand on at this place of the team tree."""
    return tuple(one for one in PermissionSet if one != PermissionSet.STAFF and covers(actor, [Held(one, path)]))
