"""A question about a past day and its answer: who was certified, in what, against which versions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from training.certification.rules import Level, Standing

NOT_ASKED = "not-asked"  # a certificate is in force, and its programme is asked for no more
NOTHING = "nothing"  # no programme is asked, and no certificate is held
STATES = (*(level.value for level in Level), NOT_ASKED, NOTHING)


@dataclass(frozen=True, slots=True)
class Question:
    """Who was certified at the end of a day of the site? Empty fields do not narrow; of a team with all below it."""

    day: date
    text: str = ""
    person_id: int | None = None
    team_id: int | None = None
    role_id: int | None = None
    programme_id: int | None = None
    state: str = ""

    def plain(self) -> dict[str, Any]:
        """The question as JSON can hold it, without what is empty."""
        return {key: value for key, value in asdict(self).items() if value} | {"day": self.day.isoformat()}

    @staticmethod
    def of(said: Mapping[str, Any]) -> "Question":
        """The question that `plain` wrote."""
        return Question(**{**said, "day": date.fromisoformat(said["day"])})


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as they were on the day; the name is the one they go by today.

    Without `team_known` nobody had written down by then which team they were in.
    """

    id: int
    number: str
    name: str
    team: str
    team_known: bool
    roles: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact that decided: its number in the ledger, and the version of the document it was made against."""

    entry_id: int
    kind: str
    at: datetime
    version_id: int | None
    version: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One requirement. `title` is that of its document as live on the day, for a skill its name."""

    kind: str
    title: str
    standing: Standing
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate in force on the day. `until` is as printed."""

    id: int
    number: str
    title: str
    issued_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One person and one programme; without a programme, that nothing was asked of them.

    `certified` says whether its certificate was in force, `version` is the programme's on the day.
    """

    person: Someone
    state: str
    certified: bool = False
    assignment_id: int | None = None
    document_id: int | None = None
    version_id: int | None = None
    version: int | None = None
    title: str = ""
    held: int = 0
    total: int = 0
    certificate: Held | None = None
    parts: Sequence[Part] = ()

    @property
    def is_asked(self) -> bool:
        """Whether a programme was asked of the person on the day."""
        return self.assignment_id is not None


@dataclass(slots=True)
class Summary:
    """What an answer adds up to: people, those certified in all that was asked of them, and states by programme."""

    people: int = 0
    asked: int = 0
    certified: int = 0
    states: Counter[str] = field(default_factory=Counter)
    programmes: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, lines: Iterable[Line]) -> None:
        """Count whole people: all lines of each of them."""
        open_of: dict[int, list[bool]] = {}
        for line in lines:
            of_person = open_of.setdefault(line.person.id, [])
            if line.is_asked:
                of_person.append(line.certified)
            self.states[line.state] += 1
            if line.title:
                self.programmes.setdefault(line.title, Counter())[line.state] += 1
        self.people += len(open_of)
        self.asked += sum(bool(found) for found in open_of.values())
        self.certified += sum(bool(found) and all(found) for found in open_of.values())

    def plain(self) -> dict[str, Any]:
        """The sums as JSON can hold them."""
        programmes = {title: dict(states) for title, states in self.programmes.items()}
        sums = {"people": self.people, "asked": self.asked, "certified": self.certified}
        return {**sums, "states": dict(self.states), "programmes": programmes}

    @staticmethod
    def of(said: Mapping[str, Any]) -> "Summary":
        """The sums that `plain` wrote."""
        programmes = {title: Counter(states) for title, states in said["programmes"].items()}
        return Summary(**{**said, "states": Counter(said["states"]), "programmes": programmes})
