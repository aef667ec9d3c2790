"""Who looks after whom: the manager somebody names, else whoever leads their team, else whoever leads the one above."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the organisation. `teams` are ids from their own team up to the topmost one."""

    manager_id: int | None
    teams: tuple[int, ...]
    status: str  # as `people.queries.status_on` says it


@dataclass(frozen=True)
class Chain:
    """The organisation on a day. `stand_ins` says who stands in for a leader on that day."""

    members: Mapping[int, Member]
    leaders: Mapping[int, Sequence[int]]  # by team
    stand_ins: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def above(self, person_id: int) -> frozenset[int]:
        """Who looks after somebody, all of them at work; empty when nobody does.

        For a manager on leave it is who stands in for them, and without a stand-in who looks after that manager.
        """
        return frozenset(self._at_work(person_id, {person_id}))

    @cached_property
    def people_of(self) -> Mapping[int, set[int]]:
        """The people at work whom each manager looks after."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for person_id, member in self.members.items():
            if member.status == "active":
                for manager in self.above(person_id):
                    found[manager].add(person_id)
        return found

    def people_below(self, manager_id: int) -> set[int]:
        """The people whose manager this one looks after, and whom this one does not look after anyway."""
        near = self.people_of.get(manager_id, set())
        below = (self.people_of.get(one, set()) for one in near)
        return set().union(*below) - near - {manager_id}

    def _at_work(self, person_id: int, seen: set[int]) -> Iterator[int]:
        for manager in self._named(person_id):
            if manager in seen:
                continue
            seen.add(manager)
            if self._is(manager, "active"):
                yield manager
                continue
            instead = [one for one in self.stand_ins.get(manager, ()) if self._is(one, "active") and one not in seen]
            yield from instead or self._at_work(manager, seen)

    def _named(self, person_id: int) -> Sequence[int]:
        """The manager, or the leaders of the nearest team that has any but the person."""
        member = self.members[person_id]
        manager = member.manager_id
        if manager is not None and manager in self.members and manager != person_id:
            return (manager,)
        for team in member.teams:
            leaders = [one for one in self.leaders.get(team, ()) if one in self.members and one != person_id]
            if leaders:
                return leaders
        return ()

    def _is(self, person_id: int, status: str) -> bool:
        return person_id in self.members and self.members[person_id].status == status
