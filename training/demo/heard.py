"""What customers of the sample said, as rows and readings, and as facts where somebody did something about it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all
from training.demo.cast import Colleague, unit_named
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.sayings import Place, Saying
from training.demo.staff import Company
from training.feedback import rules
from training.feedback.actions import SOURCE, secret_key
from training.feedback.files import Feedback
from training.feedback.models import ASIDE, COUNTED, FeedbackAddress, FeedbackAnswer
from training.feedback.rules_values import value_of
from training.metrics import actions as metrics

GOOD_FROM = 4
_BY_NUMBER = {one.number: one for one in COLLEAGUES}


@dataclass
class Heard:
    """An answer before it is a row."""

    place: Place
    address: FeedbackAddress
    form: Edition
    day: int
    at: datetime
    marks: dict[str, int | str] = field(default_factory=dict)
    saying: Saying | None = None
    may_show: bool = False
    contact: str = ""
    done_at: datetime | None = None
    doubt: str = ""
    is_aside: bool = False
    is_erased: bool = False

    @property
    def is_good(self) -> bool:
        """Whether the first grade is a good one; who gave none is content."""
        return next((mark >= GOOD_FROM for mark in self.marks.values() if isinstance(mark, int)), True)


def leader_of(company: Company, address: FeedbackAddress) -> Colleague:
    """Who leads the team that an address asks about."""
    return next(_BY_NUMBER[unit_named(name).leader] for name, team in company.teams.items() if team == address.team_id)


@dataclass
class Keeping:
    """Writes down what was heard."""

    db: Session
    company: Company
    days: Days
    chronicle: Chronicle
    forms: Mapping[str, Edition]

    def write(self, heard: Sequence[Heard], *, now: datetime) -> None:
        """Rows, what the ledger says of what became of them, and what they tell the figures."""
        key = secret_key()
        self._rows = [self._row(one, key) for one in heard]
        self.db.add_all(self._rows)
        self.db.flush()
        for one, row in zip(heard, self._rows, strict=True):
            self._note(one, row)
        metrics.keep(self.db, SOURCE, list(self._readings(heard)), now=now)

    def _row(self, one: Heard, key: str) -> FeedbackAnswer:
        form: Feedback = one.form.model
        on, saying = self.days.on(one.day), None if one.is_erased else one.saying
        words = next((asked.id for asked in form.questions if asked.type == "text"), "")
        texts = {words: saying.text} if saying and words else {}
        thanks = saying.thanks if saying and form.thanks_by_name else ""
        waits = bool(one.contact) and form.contact and one.done_at is None and not one.is_erased
        by = self.company.people[leader_of(self.company, one.address).number]
        return FeedbackAnswer(
            address_id=one.address.id,
            version_id=one.form.id,
            team_id=one.address.team_id,
            person_id=None,
            at=one.at,
            language=_page_language(form, one.saying),
            state=ASIDE if one.is_aside else COUNTED,
            doubt=one.doubt,
            marks=one.marks,
            texts=texts,
            texts_left=bool(texts or thanks),
            thanks_name=thanks,
            may_show=bool(saying) and one.may_show,
            likeness=(rules.likeness(key, [*texts.values(), *([thanks] if thanks else [])]) or None)
            if saying
            else None,
            text_until=form.keep_text.after(on),
            contact=one.contact if waits else None,
            contact_until=form.keep_contact.after(on) if waits else None,
            nonce_hash=secrets.token_hex(32),
            receipt_hash=secrets.token_hex(32),
            done_at=one.done_at,
            done_by_id=by if one.done_at else None,
            erased_at=one.at + timedelta(days=2, minutes=7) if one.is_erased else None,
        )

    def _note(self, one: Heard, row: FeedbackAnswer) -> None:
        which: dict[str, Any] = {"answer": row.id, "team": row.team_id}
        leader = leader_of(self.company, one.address)
        by = self.company.people[leader.number]
        if row.done_at is not None:
            self.chronicle.note("feedback.contact-seen", at=row.done_at - timedelta(minutes=6), actor=by, payload=which)
            self.chronicle.note("feedback.answered", at=row.done_at, actor=by, payload=which)
        if row.erased_at is not None:
            said = {"answers": 1, "customers": 0}
            self.chronicle.note("feedback.erased", at=row.erased_at, actor=None, payload=said)
        let_in = bool(one.doubt) and not one.is_aside
        if let_in or (one.is_aside and not one.doubt):
            day = next(day for day in range(one.day + 1, 0) if self.days.works(leader, day))
            kind = "feedback.let-in" if let_in else "feedback.set-aside"
            self.chronicle.note(kind, at=self.days.at(day, OPENS + 44), actor=by, payload=which)

    def _readings(self, heard: Sequence[Heard]) -> Iterator[metrics.Observed]:
        """What the answers that count tell of standards, as `feedback.actions.count` would."""
        slugs = {asked.standard for form in self.forms.values() for asked in form.model.questions if asked.standard}
        standards = live_all(self.db, "standard", slugs)
        for one, row in zip(heard, self._rows, strict=True):
            if one.is_aside:
                continue
            for asked in one.form.model.questions:
                known = standards.get(asked.standard or "")
                if known is None or asked.id not in one.marks:
                    continue
                rule = known.model
                value = value_of(one.marks[asked.id], good=asked.good, measure=rule.measure, met_from=rule.met_from)
                if value is not None:
                    said = (f"{row.id}.{asked.id}", known.slug, row.at, value)
                    yield metrics.Observed(*said, team_id=row.team_id, stratum=one.address.sort)


def _page_language(form: Feedback, saying: Saying | None) -> str:
    """The language in which the page was shown: that of the words, where the form speaks it."""
    known = {form.language, *(one.language for one in form.translations)}
    return saying.language if saying and saying.language in known else form.language
