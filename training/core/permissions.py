"""What an account may do: names of acts, ready-made sets of them, and the actor who holds them somewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """One act, named resource:action. Who holds it, and where, is a matter of grants."""

    LEARN = "self:learn"  # read, take quizzes, see one's own record: everyone who is signed in
    PERSON_READ = "person:read"
    PERSON_WRITE = "person:write"
    PERSON_INVITE = "person:invite"
    ROSTER_IMPORT = "roster:import"
    TEAM_WRITE = "team:write"
    GRANT_WRITE = "grant:write"
    STANDING_READ = "standing:read"
    PROGRAMME_ASSIGN = "programme:assign"
    REMINDER_SEND = "reminder:send"
    OBSERVATION_WRITE = "observation:write"  # watch people at work; a checklist may let further roles do it
    CREDENTIAL_CHECK = "credential:check"
    STANDING_WRITE = "standing:write"  # exempt, extend, take back what was proven, reinstate
    AWARD_WRITE = "award:write"  # withdraw certificates, reinstate them, look after the keys that sign them
    DOCUMENT_READ = "document:read"
    DOCUMENT_WRITE = "document:write"
    DOCUMENT_PUBLISH = "document:publish"
    INTERVIEW_WRITE = "interview:write"  # ask candidates by a guide and score their answers
    COVERAGE_READ = "coverage:read"
    FEEDBACK_READ = "feedback:read"  # what customers of one's own teams said, with how to reach them
    FEEDBACK_WRITE = "feedback:write"  # forms' addresses, outreach, erasing what is kept of a customer
    COMPLAINT_READ = "complaint:read"  # those of one's own teams; one's own everybody sees
    COMPLAINT_WRITE = "complaint:write"  # hand them on, close and reopen those of one's own teams
    REVIEW_READ = "review:read"
    REVIEW_WRITE = "review:write"  # review interactions by a scorecard
    REVIEW_DECIDE = "review:decide"  # answer appeals, lead calibrations
    METRIC_READ = "metric:read"  # figures of one's own teams and their people
    METRIC_WRITE = "metric:write"  # sources, imports, unknown people, tokens
    NEED_READ = "need:read"  # what is missed in one's own teams, and whether training helped
    NEED_DECIDE = "need:decide"  # confirm and dismiss training needs of one's own people, begin improvements
    PATHS_READ = "paths:read"  # how often choices were made in scenarios; numbers, no names
    AUDIT_READ = "audit:read"
    OPERATIONS_READ = "operations:read"
    OPERATIONS_WRITE = "operations:write"
    SITE_WRITE = "site:write"


class PermissionSet(StrEnum):
    """The ready-made sets that a grant names."""

    STAFF = "staff"
    TEAM_MANAGER = "team-manager"
    AUTHOR = "author"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Permission.LEARN})
TEAM_MANAGER = STAFF | {
    Permission.PERSON_READ,
    Permission.PERSON_INVITE,
    Permission.STANDING_READ,
    Permission.PROGRAMME_ASSIGN,
    Permission.REMINDER_SEND,
    Permission.OBSERVATION_WRITE,
    Permission.CREDENTIAL_CHECK,
    Permission.STANDING_WRITE,
    Permission.INTERVIEW_WRITE,
    Permission.COVERAGE_READ,
    Permission.FEEDBACK_READ,
    Permission.FEEDBACK_WRITE,
    Permission.COMPLAINT_READ,
    Permission.COMPLAINT_WRITE,
    Permission.REVIEW_READ,
    Permission.REVIEW_WRITE,
    Permission.REVIEW_DECIDE,
    Permission.METRIC_READ,
    Permission.NEED_READ,
    Permission.NEED_DECIDE,
    Permission.PATHS_READ,
}
AUTHOR = STAFF | {
    Permission.DOCUMENT_READ,
    Permission.DOCUMENT_WRITE,
    Permission.DOCUMENT_PUBLISH,
    Permission.COVERAGE_READ,
    Permission.PATHS_READ,
}
AUDITOR = STAFF | {
    Permission.PERSON_READ,
    Permission.STANDING_READ,
    Permission.DOCUMENT_READ,
    Permission.COVERAGE_READ,
    Permission.FEEDBACK_READ,
    Permission.COMPLAINT_READ,
    Permission.REVIEW_READ,
    Permission.METRIC_READ,
    Permission.NEED_READ,
    Permission.PATHS_READ,
    Permission.AUDIT_READ,
}

PERMISSIONS_OF: dict[PermissionSet, frozenset[Permission]] = {
    PermissionSet.STAFF: STAFF,
    PermissionSet.TEAM_MANAGER: TEAM_MANAGER,
    PermissionSet.AUTHOR: AUTHOR,
    PermissionSet.AUDITOR: AUDITOR,
    PermissionSet.ADMINISTRATOR: frozenset(Permission),
}

WHOLE_SITE = ""  # every team's path starts with it


@dataclass(frozen=True)
class Held:
    """A permission set held on a part of the team tree. `path` is a team's path, or WHOLE_SITE."""

    permission_set: PermissionSet
    path: str


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or the house itself (`person_id` None) for commands and jobs.

    `held` comes from grants, from leading teams and from delegations that are in force today.
    """

    person_id: int | None
    account_id: int | None = None
    session_id: int | None = None
    display_name: str = ""
    called: str = ""  # the name that colleagues call them by
    initials: str = ""
    language: str = "en"
    leads_people: bool = False  # someone names them as manager, so they see at least these people
    held: tuple[Held, ...] = ()
    _reach: dict[Permission, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def house() -> "Actor":
        """The site acting for itself: commands run by its owner, and jobs."""
        return Actor(person_id=None, display_name="Standard Bearer", held=(HOUSE,))

    def reach(self, permission: Permission) -> tuple[str, ...]:
        """Paths of the teams on which the actor holds the permission; (WHOLE_SITE,) for everywhere, () for nowhere."""
        if permission not in self._reach:
            paths = {held.path for held in self.held if permission in PERMISSIONS_OF[held.permission_set]}
            self._reach[permission] = outermost(paths)
        return self._reach[permission]

    def may(self, permission: Permission | str, path: str | None = None) -> bool:
        """Whether the actor holds the permission on the team with this path; without a path, anywhere at all."""
        permission = Permission(permission)
        if permission in STAFF and self.person_id is not None:
            return True
        reach = self.reach(permission)
        if path is None:
            return bool(reach) or (self.leads_people and permission in TEAM_MANAGER)
        return any(path.startswith(start) for start in reach)


HOUSE = Held(PermissionSet.ADMINISTRATOR, WHOLE_SITE)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that are not inside another one of them, in order."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(start) for start in kept):
            kept.append(path)
    return tuple(kept)
