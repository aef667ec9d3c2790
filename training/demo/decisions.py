"""What others decided, as rows and facts: appointments, certificates from elsewhere, exemptions, withdrawals."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from training.certification.actions_awards import said_of_award
from training.certification.actions_decisions import Wanted, said_of
from training.certification.models import Award, AwardWithdrawal
from training.certification.queries_history import AWARD_REVOKED
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.checklists import actions_assessors
from training.checklists.models import Assessor
from training.content.library import Edition
from training.content.media import MediaFile
from training.content.media import write as write_file
from training.content.queries import live_all
from training.credentials import actions as credentials_actions
from training.credentials.models import CredentialUpload
from training.credentials.queries import folder
from training.credentials.rules import State, last_day
from training.credentials.rules_files import PDF
from training.demo.cards import card
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import Days
from training.demo.incidents import (
    APPOINTING,
    APPOINTMENTS,
    CHECKING,
    DECIDING,
    DECISIONS,
    HAND_INS,
    HANDING_IN,
    WITHDRAWALS,
    WITHDRAWING,
    Appointment,
    Decision,
    HandIn,
    Withdrawal,
)
from training.demo.story import School

_FACTS = {EXEMPTED: "exempted", EXTENDED: "extended", REVOKED: "revoked", REINSTATED: "reinstated"}


@dataclass(frozen=True)
class Decisions:
    """Writes the incidents down. Those about documents that are not there any more are left out."""

    db: Session
    chronicle: Chronicle
    people: Mapping[str, int]
    school: School
    versions: Mapping[tuple[int, int], Edition]
    days: Days

    def write(self) -> None:
        """Everything but withdrawals, which need the certificates."""
        checklists = live_all(self.db, "checklist")
        for appointment in APPOINTMENTS:
            if appointment.checklist in checklists:
                self._appoint(appointment, checklists[appointment.checklist])
        credentials = live_all(self.db, "credential")
        for hand_in in HAND_INS:
            if hand_in.credential in credentials:
                self._hand_in(hand_in, credentials[hand_in.credential])
        self._decide()

    def _moment(self, day: int, minute: float) -> datetime:
        return self.days.at(self.days.open_day(day), minute)

    def _appoint(self, one: Appointment, found: Edition) -> None:
        row = Assessor(
            document_id=found.document_id,
            person_id=self.people[one.who],
            by_id=self.people[one.by],
            at=self._moment(one.day, APPOINTING),
        )
        self._note("assessor.appointed", row.at, one, found, actions_assessors.evidence_of(found))
        if one.until is not None:
            row.withdrawn_at, row.withdrawn_by_id = self._moment(one.until, APPOINTING), self.people[one.by]
            said = actions_assessors.evidence_of(found)
            self._note("assessor.withdrawn", row.withdrawn_at, one, found, said)
        self.db.add(row)

    def _hand_in(self, one: HandIn, found: Edition) -> None:
        issued_on = self.days.on(one.issued)
        holder = next(who for who in COLLEAGUES if who.number == one.who)
        name = f"{holder.given} {holder.family}"
        data = card([found.title, name, f"No. {one.number}", f"Issued {issued_on.isoformat()}", one.issuer])
        file = MediaFile("card.pdf", data, hashlib.sha256(data).hexdigest(), PDF)
        write_file(folder(), file)
        upload = CredentialUpload(
            person_id=self.people[one.who],
            document_id=found.document_id,
            version_id=found.id,
            at=self._moment(one.day, HANDING_IN),
            number=one.number,
            issuer=one.issuer,
            issued_on=issued_on,
            name=file.name,
            media_type=PDF,
            sha256=file.sha256,
            size=len(data),
            state=State.WAITING.value,
        )
        self.db.add(upload)
        self.db.flush()
        if one.decided is not None:
            upload.state = (State.REFUSED if one.reason else State.ACCEPTED).value
            upload.decided_by_id, upload.decided_at = self.people[one.by], self._moment(one.decided, CHECKING)
            upload.reason = one.reason
            upload.until = None if one.reason else last_day(issued_on, None, found.model.validity)
            kind = "credential.refused" if one.reason else "credential.accepted"
            said = credentials_actions.evidence_of(upload, found)
            self._note(kind, upload.decided_at, one, found, said)

    def _decide(self) -> None:
        for one in DECISIONS:
            document = self.school.named(*one.document)
            if document is None:
                continue
            at = self._moment(one.day, DECIDING)
            found = self.versions[document, self.school.version_at(document, at)]
            wanted = Wanted(one.kind, one.reason, None if one.until is None else self.days.on(one.until))
            self._note(_FACTS[one.kind], at, one, found, said_of(wanted))

    def withdraw(self, awards: Sequence[Award]) -> None:
        """Withdraw certificates. `awards` are all that were issued, in the order of time."""
        for one in WITHDRAWALS:
            document, on = self.school.named("programme", one.programme), self.days.on(self.days.open_day(one.day))
            person = self.people[one.who]
            held = [award for award in awards if (award.person_id, award.document_id) == (person, document)]
            held = [award for award in held if award.issued_on < on]
            if held:
                self._withdraw(one, held[-1])

    def _withdraw(self, one: Withdrawal, award: Award) -> None:
        at, by = self._moment(one.day, WITHDRAWING), self.people[one.by]
        on = self.days.on(self.days.open_day(one.day))
        award.revoked_at, award.revoked_on = at, on
        award.revoked_by_id, award.revoked_reason = by, one.reason
        self.db.add(
            AwardWithdrawal(
                award_id=award.id, withdrawn_on=on, withdrawn_at=at, withdrawn_by_id=by, withdrawn_reason=one.reason
            )
        )
        self.chronicle.note(
            AWARD_REVOKED,
            at=at,
            actor=by,
            subject=award.person_id,
            document=award.document_id,
            version=award.version_id,
            payload=said_of_award(award, one.reason),
        )

    def _note(
        self, kind: str, at: datetime, one: Appointment | HandIn | Decision, found: Edition, said: Mapping[str, object]
    ) -> None:
        self.chronicle.note(
            kind,
            at=at,
            actor=self.people[one.by],
            subject=self.people[one.who],
            document=found.document_id,
            version=found.id,
            payload=said,
        )
