"""Drawing interactions at random, so that the draw can be made again and everybody knows how likely each one was."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Per(StrEnum):
    """Of what a number of interactions is drawn."""

    PERSON = "person"
    CHANNEL = "channel"
    PERSON_AND_CHANNEL = "person-channel"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Interaction:
    """One that could be drawn. `at` is an ISO moment with its zone, `seconds` how long it took, if that is known."""

    reference: str
    person_id: int
    channel: str
    at: str
    seconds: int | None = None

    @property
    def key(self) -> str:
        return f"{self.person_id}\n{self.channel}\n{self.reference}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One that was drawn, and how likely that was before anybody drew: 0 < probability ≤ 1."""

    interaction: Interaction
    probability: float


def draw(interactions: Iterable[Interaction], size: int, per: Per, seed: str) -> list[Drawn]:
    """A simple random sample without replacement of up to `size` interactions of each stratum.

    Each interaction gets a number that follows from the seed and from nothing else but itself, and those with the
    smallest numbers are drawn (sequential simple random sampling with permanent random numbers: Ohlsson 1995). So the
    order of the list does not matter, and the same list and seed give the same sample for ever. Within a stratum of N
    each is drawn with probability min(1, size / N). What stands in the list twice counts once.
    """
    strata: defaultdict[str, dict[str, Interaction]] = defaultdict(dict)
    for one in interactions:
        strata[stratum_of(one, per)].setdefault(one.key, one)
    drawn = []
    for name in sorted(strata):
        several = sorted(strata[name].values(), key=lambda one: _number(seed, one.key))
        probability = min(1.0, size / len(several))
        drawn += [Drawn(one, probability) for one in several[:size]]
    return drawn


def stratum_of(one: Interaction, per: Per) -> str:
    """The name of the part of the list that an interaction is drawn from."""
    return {
        Per.PERSON: str(one.person_id),
        Per.CHANNEL: one.channel,
        Per.PERSON_AND_CHANNEL: f"{one.person_id} {one.channel}",
        Per.ALL: "",
    }[per]


def _number(seed: str, key: str) -> bytes:
    return sha256(f"{seed}\n{key}".encode()).digest()


def sizes(interactions: Sequence[Interaction], per: Per) -> dict[str, int]:
    """How many interactions each stratum holds."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for one in interactions:
        keys[stratum_of(one, per)].add(one.key)
    return {name: len(several) for name, several in keys.items()}
