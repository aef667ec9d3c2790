"""Whether documents agree: who thinks a step is theirs, and which promises a step keeps."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A step that more than one role thinks it owns: the one that does, and the others."""

    step: str  # “transaction/step”
    owner: str
    others: tuple[str, ...]


def claimed_twice(owners: Mapping[str, str], claims: Mapping[str, Iterable[str]]) -> list[Claim]:
    """Steps that roles count among their own though another role owns them.

    `owners` gives the role of each step, `claims` the steps of each role as its profile says; steps are written
    “transaction/step”. Steps that nobody has written down are left out.
    """
    others: dict[str, list[str]] = {}
    for role, steps in sorted(claims.items()):
        for step in dict.fromkeys(steps):
            if step in owners and owners[step] != role:
                others.setdefault(step, []).append(role)
    return [Claim(step, owners[step], tuple(others[step])) for step in owners if step in others]


def unkept(promises: Mapping[str, Collection[str]], kept: Collection[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """Promises that no step keeps, as policy and block.

    `promises` gives the blocks of each policy that is a promise; `kept` is what steps name: a policy with one of its
    blocks, or None for all of it.
    """
    return [
        (policy, block)
        for policy, blocks in promises.items()
        for block in blocks
        if (policy, block) not in kept and (policy, None) not in kept
    ]
