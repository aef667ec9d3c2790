"""What customers of the sample said of how they were served: at the counter, after a call and after a complaint.

How content they are differs by chance alone, as with the calls.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all
from training.core.clock import local_day
from training.demo.cast import COUNTER, PHONES, RETURNS, STATION_COUNTER, Colleague, unit_named
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import CLOSES, OPENS, Days
from training.demo.heard import Heard, Keeping, leader_of
from training.demo.redress import Complained
from training.demo.sayings import ASIDE, LET_IN, SAYINGS, Place, Saying
from training.demo.staff import Company
from training.feedback import rules
from training.feedback.actions import ONCE_FOR
from training.feedback.files import Feedback
from training.feedback.files_questions import Question
from training.feedback.models import FeedbackAddress

_BY_NUMBER = {one.number: one for one in COLLEAGUES}
LEFT_OUT = 0.07  # of the questions
CONTENT = ((2, 3, 4, 5), (1, 2, 9, 16))  # the same at every place
WELL = 0.98  # of the questions with yes or no
WRITES, WROTE_BEFORE, LATELY = 0.7, 0.35, -30
AMONG = 5  # of the words that are left the first ones
MAY_SHOW, WANTS_WORD, WANTED_BEFORE = 0.75, 0.25, 0.06
WAITS = -4  # from this day on nobody has got back to customers yet
POSTER = -11  # since then a poster at the doors asks customers to answer
AFTER_COMPLAINTS = 0.5  # of those who were asked how it ended answered
ERASED = -57  # whoever wrote on this day or the next ones took it back


@dataclass(frozen=True)
class Spot:
    """A place where a code stands: since when, and how many customers answer there a day."""

    place: Place
    team: str
    form: str
    sort: rules.Sort
    where: str
    since: int
    a_day: float


SPOTS = (
    Spot(Place.COUNTER, COUNTER, "at-the-counter", rules.Sort.COUNTER, "Card between the two tills", -182, 0.66),
    Spot(Place.STATION, STATION_COUNTER, "at-the-counter", rules.Sort.COUNTER, "Card at the till", -181, 0.36),
    Spot(Place.CALL, PHONES, "after-a-call", rules.Sort.MAIL, "Message after a call", -179, 0.42),
    Spot(Place.DESK, RETURNS, "at-the-counter", rules.Sort.MAIL, "Below our mails", -160, 0.16),
)


def hear(
    db: Session, company: Company, days: Days, chronicle: Chronicle, complained: Sequence[Complained], *, now: datetime
) -> None:
    """Write down what customers said, also of how their complaints ended."""
    forms = live_all(db, "feedback")
    listening = _Listening(db, company, days, chronicle, forms)
    heard = [*listening.at_spots(), *listening.after_complaints(complained)]
    Keeping(db, company, days, chronicle, forms).write(heard, now=now)


@dataclass
class _Listening:
    db: Session
    company: Company
    days: Days
    chronicle: Chronicle
    forms: Mapping[str, Edition]
    random: Random = field(default_factory=lambda: Random("feedback"))  # noqa: S311 -- an invented past

    def __post_init__(self) -> None:
        self._left = {place: list(sayings) for place, sayings in SAYINGS.items()}

    def at_spots(self) -> Iterator[Heard]:
        """Everything that was said at codes that stand somewhere."""
        for spot in SPOTS:
            form = self.forms.get(spot.form)
            if form is None:
                continue
            address = self._address(spot, form, _BY_NUMBER[unit_named(spot.team).leader])
            heard = list(self._said_at(spot, form, address))
            if spot.place is Place.COUNTER:
                heard += self._doubtful(form, address)
            self._let_speak(heard)
            yield from heard

    def _address(self, spot: Spot, form: Edition, leader: Colleague) -> FeedbackAddress:
        by, at = self.company.people[leader.number], self.days.at(self.days.last_shift(leader, spot.since), OPENS + 20)
        address = FeedbackAddress(
            say_code=rules.new_code(),
            document_id=form.document_id,
            team_id=self.company.teams[spot.team],
            service=form.model.service or "",
            sort=spot.sort.value,
            place=spot.where,
            made_by_id=by,
            made_at=at,
        )
        self.db.add(address)
        self.db.flush()
        said = {"address": address.id, "form": form.slug, "team": address.team_id}
        self.chronicle.note(
            "feedback.address-made",
            at=at,
            actor=by,
            document=form.document_id,
            version=form.id,
            payload={**said, "sort": address.sort, "place": address.place},
        )
        return address

    def _said_at(self, spot: Spot, form: Edition, address: FeedbackAddress) -> Iterator[Heard]:
        random = Random(f"feedback {spot.where}")  # noqa: S311 -- an invented past
        writes = spot.sort is rules.Sort.MAIL  # also on Sundays and in the evening
        for day in range(spot.since, 0):
            if not writes and not self.days.is_open(day):
                continue
            mean = spot.a_day * (2 if day >= POSTER else 1)
            while random.random() < mean / (1 + mean):
                minute = random.uniform(OPENS + 30, 22 * 60 if writes else CLOSES - 5)
                yield Heard(spot.place, address, form, day, self.days.at(day, minute), self._marks(form, random))

    def after_complaints(self, complained: Sequence[Complained]) -> list[Heard]:
        """How complaints ended for those who were asked."""
        form = next((one for one in self.forms.values() if one.model.asks == "after-complaint"), None)
        asked = [one for one in complained if one.row.closed_at is not None and one.course.what.contact]
        if form is None:
            return []
        addresses = [self._once(one, form) for one in asked if one.row.state == "closed"]
        self.db.add_all(addresses)
        self.db.flush()
        random = Random("feedback after complaints")  # noqa: S311 -- an invented past
        heard = []
        for address in addresses:
            day = (local_day(address.made_at, self.days.zone) - self.days.today).days + random.randint(1, 9)
            if random.random() < AFTER_COMPLAINTS and day < 0:
                address.is_open = False
                at = self.days.at(day, random.uniform(OPENS, 22 * 60))
                heard.append(Heard(Place.COMPLAINT, address, form, day, at, self._marks(form, random)))
        self._let_speak(heard)
        return heard

    def _once(self, one: Complained, form: Edition) -> FeedbackAddress:
        """The address that was made when a complaint was closed, for one answer."""
        closed_at = one.row.closed_at
        assert closed_at is not None, "Only of what is closed anybody asks how it ended."  # noqa: S101 # a slip of ours
        return FeedbackAddress(
            say_code=rules.new_code(),
            document_id=form.document_id,
            team_id=one.row.team_id,
            service=form.model.service or "",
            sort=rules.Sort.COMPLAINT.value,
            place=one.row.reference,
            once=True,
            reference=one.row.reference,
            ends_on=local_day(closed_at, self.days.zone) + ONCE_FOR,
            made_by_id=None,
            made_at=closed_at,
        )

    def _marks(self, form: Edition, random: Random) -> dict[str, int | str]:
        asked: Feedback = form.model
        marks = {one.id: _mark(one, random) for one in asked.questions if one.type != "text"}
        kept = {name: mark for name, mark in marks.items() if random.random() >= LEFT_OUT}
        return kept or marks

    def _doubtful(self, form: Edition, address: FeedbackAddress) -> Iterator[Heard]:
        """What was set aside, by us or by hand, and what was let in again."""
        for number, (day, doubt, text) in enumerate((*ASIDE, LET_IN)):
            at, is_aside = self.days.at(self.days.open_day(day), OPENS + 90 + 41 * number), (day, doubt, text) != LET_IN
            saying = Saying(text)
            yield Heard(Place.COUNTER, address, form, day, at, {}, saying, doubt=doubt, is_aside=is_aside)

    def _let_speak(self, heard: list[Heard]) -> None:
        """Who wrote something, and who wants to hear from us; the newest take the first words."""
        random = self.random
        for one in sorted(heard, key=lambda one: one.at, reverse=True):
            chance = WRITES if one.day >= LATELY or one.place is Place.COMPLAINT else WROTE_BEFORE
            left = self._left[one.place]
            if one.saying is None and random.random() < chance:
                fitting = [saying for saying in left if saying.is_good is one.is_good][:AMONG]
                one.saying = random.choice(fitting) if fitting else None
            if one.saying is None or one.doubt or one.is_aside:
                continue
            left.remove(one.saying)
            one.may_show = bool(one.saying.thanks) or random.random() < MAY_SHOW
            one.is_erased = ERASED <= one.day < ERASED + 7 and one.place is Place.COUNTER
            wants = random.random() < (WANTED_BEFORE if one.is_good else WANTS_WORD)
            if wants or (one.day >= WAITS and not one.saying.thanks):
                one.contact = f"01555{3000 + int(one.at.timestamp()) % 6999}"
            if one.contact and one.day < WAITS:
                leader = leader_of(self.company, one.address)
                day = next((day for day in range(one.day + 1, 0) if self.days.works(leader, day)), None)
                one.done_at = None if day is None else self.days.at(day, random.uniform(OPENS + 60, CLOSES - 60))


def _mark(asked: Question, random: Random) -> int | str:
    if asked.type == "faces":
        return random.choices(*CONTENT)[0]
    if asked.type == "yes-no":
        poor = "no" if asked.good == "yes" else "yes"
        return asked.good if random.random() < WELL else poor
    if asked.type == "recommend":
        return random.choice((6, 7, 8, 9, 9, 10, 10))
    return random.choices([one.id for one in asked.options], range(2 * len(asked.options), 0, -2))[0]
