"""Who may offer how much without asking, and who decides beyond."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class MayGive(Protocol):
    """A role and what it may give alone: any amount when `up_to` is None; beyond it `then` decides."""

    @property
    def role(self) -> str: ...

    @property
    def up_to(self) -> int | None: ...

    @property
    def then(self) -> str | None: ...


@dataclass(frozen=True)
class Authority:
    """What somebody may give alone, by the role of theirs that may give most. No role is no authority at all."""

    role: str = ""
    up_to: int | None = 0
    then: str = ""

    def suffices(self, amount: Decimal) -> bool:
        """Whether an amount is theirs to give."""
        return self.up_to is None or amount <= self.up_to


def authority_of(roles: Collection[str], ladder: Sequence[MayGive]) -> Authority:
    """What the holder of some roles may give alone. Without any, the lowest rung decides."""
    held = [rung for rung in ladder if rung.role in roles]
    if not held:
        return Authority(then=ladder[0].role if ladder else "")
    most = max(held, key=lambda rung: (rung.up_to is None, rung.up_to or 0))
    return Authority(most.role, most.up_to, most.then or "")


def who_decides(amount: Decimal, start: Authority, ladder: Sequence[MayGive]) -> str:
    """The role that may decide on an amount, going up from somebody's authority; empty when they may themselves.

    The last role of the way decides where nobody on it may give so much: somebody always has to.
    """
    if start.suffices(amount):
        return ""
    rungs: Mapping[str, MayGive] = {rung.role: rung for rung in ladder}
    role, seen = start.then, {start.role}
    while role in rungs and role not in seen:
        rung = rungs[role]
        if rung.up_to is None or amount <= rung.up_to or not rung.then:
            return role
        seen.add(role)
        role = rung.then
    return role


@dataclass(frozen=True)
class Sufficed:
    """How often a role could offer what it wanted to without asking."""

    role: str
    met: int
    of: int


def sufficed_by_role(offers: Iterable[tuple[str, bool]]) -> list[Sufficed]:
    """Counts by role, the role that had to ask most often first."""
    met: dict[str, int] = {}
    of: dict[str, int] = {}
    for role, enough in offers:
        of[role] = of.get(role, 0) + 1
        met[role] = met.get(role, 0) + enough
    found = [Sufficed(role, met[role], of[role]) for role in of]
    return sorted(found, key=lambda one: (one.met - one.of, one.role))
