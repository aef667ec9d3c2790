"""A value for each parameter in an address, with the rows behind it. A new parameter needs a line in `SAMPLES`."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests import proofs
from tests.asking import an_address, said
from tests.complaining import noted
from tests.counter import SCRIPT, put_script
from tests.house import House, actor
from tests.judging import planned
from tests.measuring import brought
from tests.moment import NOW, TODAY
from tests.needing import kept
from tests.reviewing import appeal_of, calibrating, reviewed, sampled
from tests.school import School
from tests.serving import PROFILE
from tests.stage_play import BEST, SCENARIO
from tests.watching import ALONE, CHECKLIST, a_photo, appointed, observed, put_checklist
from training.accounts.actions_codes import keep_codes
from training.accounts.models import Visit
from training.accounts.rules_codes import Purpose, new_secret
from training.awards.actions import fix_papers
from training.awards.actions_keys import rotate
from training.awards.keys import new_key
from training.certification.actions import assign
from training.certification.models import Assignment, Award
from training.certification.rules_number import number_of
from training.checklists.models import Assessor
from training.complaints.keys import secret_of
from training.complaints.models import Complaint, ComplaintAddress, ComplaintPromise
from training.content.actions import add_media
from training.content.models import Document, Draft, Media
from training.content.queries import live
from training.core import mail, web
from training.core.jobs import Job
from training.core.permissions import Actor, PermissionSet
from training.core.web import site
from training.credentials.actions import HandIn, hand_in
from training.credentials.drafts import keep_draft, looked_at
from training.feedback.models import FeedbackAddress, FeedbackAnswer, OutreachCustomer
from training.people.models import Delegation, Grant, Person, RolePeriod
from training.people.roster.models import RosterUpload
from training.practice.models import PracticeCard
from training.quizzes.actions import start_attempt
from training.refreshers.models import Refresher, RefresherAnswer
from training.refreshers.rules import Asked, Doing, Part, Plan, Renewed
from training.reminders.actions_own import make_address
from training.reports import exports
from training.scenarios.actions import decide_turn, show
from training.scenarios.actions import start as start_play
from training.scenarios.rules_clock import Pace
from training.scorecards.actions_appeals import appeal
from training.scorecards.models import ReviewInteraction, ReviewSample
from training.scripts.actions import begin
from training.standards.models import Candidate, Interview
from training.voice.models import Improvement

numbers = itertools.count(1)
MODULE = """\
---
title: Calls
summary: You can do it.
---
## The first part {#first}

Pick up.

```question
id: names-first
type: true-false
text: Names come first.
answer: true
```
"""
POLICY = """\
---
title: What we promise
summary: Seven things.
---
## We see you {#see}

Within ten seconds.
"""
CREDENTIAL = """\
title: First aid
summary: You can help until help comes.
proof: A photo of both sides of the card.
"""
STANDARD = """\
title: Seen at once
summary: Whoever comes in is seen.
measure: time
limit: 10 seconds
target: 90
"""
SCORECARD = """\
title: A call, reviewed
summary: Nobody says anything twice.
items:
  - {id: solved, text: Solves it}
"""
SERVICE = """\
title: Goods over the counter
summary: You find what fits.
model: true
parts:
  - {id: buying, title: Buying with advice}
"""
TRANSACTION = """\
title: A sale
summary: The customer has what fits.
steps:
  - {id: greet, title: Greet, role: counter-staff, person: The bell.}
"""
FEEDBACK = """\
title: How was it
summary: One question.
questions:
  - {id: satisfied, type: faces, text: How was it?}
"""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'


class World:
    """Fresh rows for one request of one person: whatever a request uses up, the next one finds its own."""

    def __init__(self, house: House, me: int) -> None:
        self.house = house
        self.me = me
        self.number = next(numbers)

    def add(self, row: Any) -> int:
        with self.house.database.writing() as db:
            db.add(row)
            db.flush()
            return int(row.id)

    def within(self, act: Callable[[Session], Any]) -> Any:
        """What an action returns that needs the application around it."""
        with self.house.app.app_context(), self.house.database.writing() as db:
            return act(db)

    @cached_property
    def somebody(self) -> int:
        return self.house.person(f"Ada Novak{self.number}")

    @cached_property
    def module(self) -> str:
        slug = f"calls-{self.number}"
        School(self.house.app).publish("module", slug, MODULE)
        self.add(Draft(kind="module", slug=slug, source=MODULE, at=NOW))
        return slug

    @cached_property
    def quiz(self) -> str:
        slug = f"calls-{self.number}"
        School(self.house.app).quiz(slug)
        return slug

    @cached_property
    def script(self) -> str:
        """One that is being rehearsed."""
        slug = f"refund-{self.number}"
        put_script(self.house.app, SCRIPT.replace("roles: [counter-staff, phone-agent]\n", ""), slug=slug)
        self.within(lambda db: begin(db, Actor(person_id=self.me), slug, now=NOW, today=TODAY))
        return slug

    @cached_property
    def standard(self) -> str:
        slug = f"seen-{self.number}"
        School(self.house.app).publish("standard", slug, STANDARD)
        return slug

    @cached_property
    def service(self) -> str:
        slug = f"goods-{self.number}"
        School(self.house.app).publish("service", slug, SERVICE)
        return slug

    @cached_property
    def transaction(self) -> str:
        self.house.role(self.somebody, "Counter staff")
        slug = f"sale-{self.number}"
        School(self.house.app).publish("transaction", slug, TRANSACTION)
        return slug

    @cached_property
    def policy(self) -> str:
        slug = f"promise-{self.number}"
        School(self.house.app).publish("policy", slug, POLICY)
        return slug

    def signature(self) -> int:
        """Of a policy that was signed by whoever asks."""
        return School(self.house.app).fact("policy.signed", self.me, at=NOW, slug=self.policy)

    @cached_property
    def credential(self) -> str:
        slug = f"first-aid-{self.number}"
        School(self.house.app).publish("credential", slug, CREDENTIAL)
        return slug

    def handed_in(self, holder: int) -> int:
        """A certificate that waits to be checked."""
        slug, actor = self.credential, Actor(person_id=holder)

        def send(db: Session) -> int:
            draft = keep_draft(db, actor, looked_at("card.pdf", proofs.PDF), now=NOW)
            return hand_in(db, actor, slug, HandIn("", "Red Harbour", TODAY, None, draft), now=NOW, today=TODAY).id

        found: int = self.within(send)
        return found

    @cached_property
    def document_id(self) -> int:
        with self.house.database.reading() as db:
            return db.scalars(select(Document.id).where(Document.slug == self.module)).one()

    @cached_property
    def media(self) -> Media:
        def keep(db: Session) -> Media:
            add_media(db, Actor.house(), "card.svg", PICTURE, now=NOW)
            return db.scalars(select(Media)).one()

        found: Media = self.within(keep)
        return found

    def attempt(self) -> int:
        slug = self.quiz
        found: int = self.within(lambda db: start_attempt(db, Actor(person_id=self.me), slug, NOW))
        return found

    @cached_property
    def scenario(self) -> str:
        slug = f"lamp-{self.number}"
        School(self.house.app).publish("scenario", slug, SCENARIO.replace("roles: [counter-staff]\n", ""))
        return slug

    def play(self) -> int:
        slug, me = self.scenario, Actor(person_id=self.me)
        found: int = self.within(lambda db: start_play(db, me, slug, Pace.AS_SET, now=NOW, today=TODAY))
        return found

    def finished_play(self) -> int:
        me, play_id = Actor(person_id=self.me), self.play()
        for number, choice in enumerate(BEST, start=1):
            self.within(lambda db, number=number: show(db, me, play_id, number, now=NOW))
            self.within(lambda db, number=number, choice=choice: decide_turn(db, me, play_id, number, choice, now=NOW))
        return play_id

    def visit(self) -> int:
        account = self.house.account(self.me)
        return self.add(
            Visit(account_id=account, secret_hash=new_secret(), began_at=NOW, seen_at=NOW, ends_at=NOW + timedelta(1))
        )

    def delegation(self) -> int:
        return self.add(
            Delegation(person_id=self.somebody, delegate_id=self.me, from_on=TODAY, until_on=TODAY + timedelta(7))
        )

    def grant(self) -> int:
        return self.add(Grant(person_id=self.somebody, permission_set=PermissionSet.AUTHOR.value))

    def role(self) -> int:
        return self.house.role(self.somebody, f"Role {self.number}")

    @cached_property
    def role_slug(self) -> str:
        self.role()
        return f"role-{self.number}"

    @cached_property
    def profile(self) -> str:
        slug = f"counter-{self.number}"
        School(self.house.app).publish(
            "profile", slug, PROFILE.replace("role: counter-staff", f"role: {self.role_slug}")
        )
        return slug

    def interview(self) -> int:
        """One of me with a candidate, not finished."""
        slug = self.profile
        with self.house.database.reading() as db:
            team = db.get_one(Person, self.me).team_id
            profile = live(db, "profile", slug)
        assert profile is not None
        values = {"document_id": profile.document_id, "version_id": profile.id, "team_id": team, "by_id": self.me}
        candidate = self.add(Candidate(**values, label="Mira", key=str(next(numbers)), at=NOW, changed_at=NOW))
        return self.add(Interview(candidate_id=candidate, by_id=self.me, begun_at=NOW, answers={}))

    def candidate(self) -> int:
        return int(self.house.get(Interview, self.interview()).candidate_id)

    def role_period(self) -> int:
        return self.add(RolePeriod(person_id=self.somebody, role_id=self.role(), from_on=TODAY))

    def team(self) -> int:
        return self.house.team(f"Shop {self.number}", self.house.root)

    def upload(self) -> int:
        data = b"employee_id,first_name,last_name\nE1,Anna,Berg\n"
        return self.add(RosterUpload(by_id=self.me, at=NOW, name="people.csv", data=data, settings={}))

    def job(self) -> int:
        return self.add(
            Job(kind="test.note", payload={}, enqueued_at=NOW, run_at=NOW, failed_at=NOW, attempts=8, last_error="Oh")
        )

    def mail(self) -> int:
        to = "nora@juniper.example"
        found: int = self.within(lambda db: mail.send(db, to=to, subject="Hello", text="Hello", now=NOW))
        return found

    def assignment(self) -> int:
        return self.duty(self.somebody)

    def duty(self, person: int) -> int:
        """The assignment of somebody to a programme of one module, which it calls “first”."""
        slug = f"counter-{next(numbers)}"
        one = f"  - {{id: first, module: {self.module}}}\n"
        programme = School(self.house.app).programme(slug, roles="", requirements=one)
        self.within(lambda db: assign(db, Actor.house(), person, programme, now=NOW, zone=site().zone))
        with self.house.database.reading() as db:
            return db.scalars(select(Assignment.id).where(Assignment.document_id == programme)).one()

    def drafted_programme(self) -> str:
        slug = f"counter-{next(numbers)}"
        one = f"  - {{id: first, module: {self.module}}}\n"
        School(self.house.app).programme(slug, roles="", requirements=one)
        with self.house.database.reading() as db:
            base = live(db, "programme", slug)
        assert base is not None
        text = self.house.app.extensions["library"].kinds["programme"].to_text(base.model)
        self.add(Draft(kind="programme", slug=slug, source=text, base_version_id=base.id, at=NOW))
        return slug

    def award(self) -> int:
        return self.add(self._award(self.me))

    def award_of_somebody(self) -> int:
        return self.add(self._award(self.somebody))

    def award_number(self) -> str:
        award = self._award(self.me)
        self.add(award)
        return award.public_id

    @cached_property
    def achieved(self) -> str:
        """The slug of what a certificate was issued for, with its paper."""
        award = self.award()
        self.within(lambda db: fix_papers(db, [award], web.site(), now=NOW))
        return self.module

    def signing_key(self) -> str:
        secret = str(self.house.app.config["SECRET_KEY"])
        key: str = self.within(lambda db: rotate(db, Actor.house(), new_key(secret), now=NOW).thumbprint)
        return key

    def _award(self, person: int) -> Award:
        with self.house.database.reading() as db:
            version = db.get_one(Document, self.document_id).live_version_id
        return Award(
            public_id=number_of(self.number),
            person_id=person,
            document_id=self.document_id,
            version_id=version,
            name="Nora Brandt",
            title="Counter",
            issued_on=TODAY,
            anchor_on=TODAY,
            periods=0,
            at=NOW,
        )

    def export(self) -> str:
        """A file of the audit pages that is ready."""
        folder = exports.folder_of(self.house.app.extensions["settings"].data_dir)
        made = exports.begin(folder, self.me, "csv", {"day": TODAY.isoformat()}, "audit.csv", now=NOW)
        exports.path_of(folder, made).write_text("Number\n")
        return exports.note(folder, made, state=exports.READY).key

    @cached_property
    def checklist(self) -> str:
        """One by which I may observe, because a role of mine does and I was appointed."""
        slug, role = f"seen-{self.number}", f"watcher-{self.number}"
        self.house.role(self.me, f"Watcher {self.number}")
        text = CHECKLIST.replace("[team-leader]", f"[{role}]").replace("[counter-staff]", f"[{role}]")
        text += "second_observer: true\n"
        put_checklist(self.house.app, text, slug=slug)
        self.within(lambda db: appointed(db, self.me, slug))
        return slug

    def assessor(self) -> int:
        slug = self.checklist
        with self.house.database.reading() as db:
            document = db.scalars(select(Document.id).where(Document.slug == slug)).one()
            return db.scalars(select(Assessor.id).where(Assessor.document_id == document)).one()

    def observation(self) -> int:
        """One that I have filled in and not signed."""
        slug, me, learner = self.checklist, Actor(person_id=self.me), self.somebody
        found: int = self.within(lambda db: observed(db, me, learner, ALONE, slug=slug, signs=False))
        return found

    def observation_for_two(self) -> int:
        """One that somebody else has signed, and that waits for me."""
        slug, learner, other = self.checklist, self.somebody, self.house.person(f"Tom Adler{self.number}")
        self.within(lambda db: appointed(db, other, slug))
        first = actor(other, PermissionSet.ADMINISTRATOR)
        found: int = self.within(lambda db: observed(db, first, learner, ALONE, slug=slug))
        return found

    def observation_with_photo(self) -> int:
        slug, me, learner = self.checklist, Actor(person_id=self.me), self.somebody
        photo = a_photo(self.house.app)
        found: int = self.within(lambda db: observed(db, me, learner, ALONE, slug=slug, photo=photo, signs=False))
        return found

    @cached_property
    def scorecard(self) -> str:
        slug = f"reviewed-{self.number}"
        School(self.house.app).publish("scorecard", slug, SCORECARD)
        return slug

    def reviewed(self, reviewer: int, person: int, *, finished: bool = True) -> int:
        """A review of somebody's work by this scorecard."""
        slug, who = self.scorecard, actor(reviewer, PermissionSet.ADMINISTRATOR)
        given = {"solved": "no"}
        found: int = self.within(
            lambda db: reviewed(db, who, person, given, slug=slug, channel="call", finished=finished)
        )
        return found

    def appeal(self) -> int:
        """An appeal against a review of somebody by somebody else."""
        review, learner = self.reviewed(self.house.person("Tom Adler"), self.somebody), actor(self.somebody)

        def act(db: Session) -> int:
            appeal(db, learner, review, item="solved", reason="No.", now=NOW, zone=site().zone)
            return appeal_of(db, review)

        found: int = self.within(act)
        return found

    def sample(self, *, interaction: bool = False) -> int:
        """A sample that I drew, or one interaction of it."""
        slug, me, somebody = self.scorecard, actor(self.me, PermissionSet.ADMINISTRATOR), self.somebody

        def act(db: Session) -> int:
            found = live(db, "scorecard", slug)
            assert found is not None
            row = sampled(db, me, somebody, found)
            of_it = select(ReviewInteraction.id).where(ReviewInteraction.sample_id == row.id)
            return db.scalars(of_it).all()[0] if interaction else row.id

        drawn: int = self.within(act)
        return drawn

    def calibration(self) -> int:
        """One that I lead and in which I have not scored yet."""
        sample, me, other = self.sample(), actor(self.me), self.house.person("Tom Adler")
        found: int = self.within(
            lambda db: calibrating(db, me, {other: {"solved": "no"}}, db.get_one(ReviewSample, sample))
        )
        return found

    def card(self) -> int:
        """A card to practise, of a question that is in the module."""
        item = "names-first"
        return self.add(
            PracticeCard(
                person_id=self.me,
                document_id=self.document_id,
                kind="question",
                item=item,
                met_on=TODAY,
                due_on=TODAY,
            )
        )

    def refresher(self) -> int:
        """One of me with a part to read and a test-out, of the only question that the module has."""
        with self.house.database.reading() as db:
            version = db.get_one(Document, self.document_id).live_version_id
        assert version is not None
        asked = self.duty(self.me)
        values = {"requirement": "calls", "kind": "module", "slug": self.module, "title": "Calls", "minutes": 1}
        read = Part(Doing.READ, document_id=self.document_id, version_id=version, reasons=(), block="first", **values)
        question = Asked(version, "question", "names-first", block="first")
        prove = replace(read, doing=Doing.PROVE, block="", pass_mark=80, asked=(question,))
        home = Renewed("calls", "module", self.document_id, version, 1, self.module, "Calls")
        plan = Plan((read, prove), (), (home,), 2, {self.document_id: 1}).as_json()
        refresher = self.add(
            Refresher(
                person_id=self.me,
                assignment_id=asked,
                document_id=self.document_id,
                version_id=version,
                seed=1,
                plan=plan,
                planned_on=TODAY,
                started_at=NOW,
            )
        )
        with self.house.database.writing() as db:
            db.add_all(RefresherAnswer(refresher_id=refresher, number=part, item=1) for part in (1, 2))
        return refresher

    @cached_property
    def brought(self) -> Mapping[str, Any]:
        """Figures that somebody brought along."""
        found: Mapping[str, Any] = self.within(lambda db: brought(db, actor(self.me, PermissionSet.ADMINISTRATOR)))
        return found

    @staticmethod
    def figures(name: str) -> Callable[["World"], Any]:
        return lambda world: world.brought[name]

    def calendar(self) -> str:
        found: str = self.within(lambda db: make_address(db, self.me, now=NOW))
        return found

    @cached_property
    def asked(self) -> FeedbackAddress:
        """Where customers are asked about my team."""
        team = self.house.get(Person, self.me).team_id
        slug = f"how-was-it-{self.number}"
        School(self.house.app).publish("feedback", slug, FEEDBACK)
        found: FeedbackAddress = self.within(lambda db: an_address(db, self.me, team, slug=slug))
        return found

    def receipt(self) -> str:
        """Of what a customer said, with how to reach them."""
        address, contact = self.asked, "guest@juniper.example"
        found: str = self.within(lambda db: said(db, address, "a", marks={"satisfied": 5}, contact=contact))
        return found

    def feedback_answer(self) -> int:
        self.receipt()
        with self.house.database.reading() as db:
            return db.scalars(select(FeedbackAnswer.id).where(FeedbackAnswer.address_id == self.asked.id)).one()

    def silent_customer(self, draft: str | None = None) -> OutreachCustomer:
        """On the list of my team, or in a file that I have not confirmed yet."""
        customer = OutreachCustomer(
            team_id=self.asked.team_id,
            contact=f"{self.number}@juniper.example",
            added_at=NOW,
            added_by_id=self.me,
            until_on=TODAY + timedelta(90),
            draft=draft,
        )
        self.add(customer)
        return customer

    def outreach_draft(self) -> str:
        draft = f"draft-{self.number}"
        self.silent_customer(draft)
        return draft

    def complaint(self) -> Complaint:
        """One that I noted and look after, with how to reach the customer."""
        me, key = actor(self.me), f"sample-{next(numbers)}"
        found: Complaint = self.within(lambda db: noted(db, me, key, contact="mary@juniper.example"))
        return found

    @cached_property
    def promised(self) -> ComplaintPromise:
        complaint = self.complaint().id
        query = select(ComplaintPromise).where(ComplaintPromise.complaint_id == complaint)
        with self.house.database.reading() as db:
            return db.scalars(query.order_by(ComplaintPromise.id)).first() or ComplaintPromise()

    def complaint_address(self) -> int:
        return self.add(ComplaintAddress(code=f"till{self.number}", team_id=self.house.root, name="Till", made_at=NOW))

    def complaint_secret(self) -> str:
        complaint = self.complaint()
        found: str = self.within(lambda _db: secret_of(complaint.reference))
        return found

    def complain_code(self) -> str:
        self.complaint_address()
        return f"till{self.number}"

    def improvement(self) -> int:
        return self.add(
            Improvement(
                category="something-else",
                text="We ring before we come.",
                team_id=self.house.root,
                owner_id=self.me,
                by_on=TODAY,
                made_at=NOW,
            )
        )

    def effect(self) -> int:
        """One whose day is still to come."""
        with self.house.database.reading() as db:
            standard, module = (live(db, *one) for one in (("standard", self.standard), ("module", self.module)))
        assert standard is not None
        assert module is not None
        return self.within(lambda db: planned(db, standard.document_id, module.document_id, self.house.root, self.me))

    def need(self, *, own: bool) -> int:
        """One of mine to work through, else one of a team to decide about."""
        standard, module, team = self.standard, self.module, self.house.root
        items = [("module", module, "first", 2), ("talk", "", "", 10)]
        if own:
            return int(self.within(lambda db: kept(db, standard, self.me, team, state="assigned", items=items).id))
        return int(self.within(lambda db: kept(db, standard, None, team, items=items[1:]).id))

    def round(self) -> int:
        standard, team, talk = self.standard, self.house.root, [("talk", "", "", 10)]
        return int(self.within(lambda db: kept(db, standard, None, team, items=talk).round_id))

    def code(self) -> str:
        secret, person = new_secret(), self.somebody
        self.within(lambda db: keep_codes(db, Purpose.INVITATION, {person: secret}, made_by=None, how="sheet", now=NOW))
        return secret


# By parameter; where one name means different things, by blueprint or endpoint: “quizzes:slug”.
SAMPLES: Mapping[str, Callable[[World], Any]] = {
    "appeal_id": World.appeal,
    "assessor_id": World.assessor,
    "assignment_id": World.assignment,
    "attempt_id": World.attempt,
    "award_id": World.award,
    "block_id": lambda _: "first",
    "candidate_id": World.candidate,
    "card_id": World.card,
    "calibration_id": World.calibration,
    "certification.record:person_id": lambda world: world.me,
    "own_figures:person_id": lambda world: world.me,
    "checklist_slug": lambda world: world.checklist,
    "code": World.code,
    "decisions:award_id": World.award_of_somebody,
    "complain_code": World.complain_code,
    "complaint_address_id": World.complaint_address,
    "complaint_id": lambda world: world.complaint().id,
    "complaint.kept:complaint_id": lambda world: world.promised.complaint_id,
    "complaint_secret": World.complaint_secret,
    "credential_checks:upload_id": lambda world: world.handed_in(world.somebody),
    "credential_slug": lambda world: world.credential,
    "credentials:upload_id": lambda world: world.handed_in(world.me),
    "delegation_id": World.delegation,
    "effect_id": World.effect,
    "export_key": World.export,
    "dry_run:slug": World.drafted_programme,
    "feedback_address_id": lambda world: world.asked.id,
    "feedback_answer_id": World.feedback_answer,
    "filename": lambda _: "css/site.css",
    "grant_id": World.grant,
    "interview_id": World.interview,
    "improvement_id": World.improvement,
    "job_id": World.job,
    "kind": lambda _: "module",
    "learner_id": lambda world: world.somebody,
    "mail_id": World.mail,
    "name": lambda world: world.media.name,
    "number": lambda _: 1,
    "outreach_customer_id": lambda world: world.silent_customer().id,
    "outreach_draft": World.outreach_draft,
    "receipt_code": World.receipt,
    "say_code": lambda world: world.asked.say_code,
    "need_id": lambda world: world.need(own=True),
    "need_decisions:need_id": lambda world: world.need(own=False),
    "need_decisions.comment:need_id": lambda world: world.need(own=True),
    "item_number": lambda _: 1,
    "round_id": World.round,
    "observation_id": World.observation,
    "observations.photo:observation_id": World.observation_with_photo,
    "observations.second:observation_id": World.observation_for_two,
    "period_id": World.role_period,
    "part_number": lambda _: 1,
    "person_id": lambda world: world.somebody,
    "badges:number": World.award_number,
    "badges:programme_slug": lambda world: world.achieved,
    "badges:version_number": lambda _: 1,
    "thumbprint": World.signing_key,
    "verify:number": World.award_number,
    "quizzes:slug": lambda world: world.quiz,
    "promise_id": lambda world: world.promised.id,
    "policy_slug": lambda world: world.policy,
    "profile_slug": lambda world: world.profile,
    "requirement_id": lambda _: "first",
    "refresher_id": World.refresher,
    "role_id": World.role,
    "line_id": lambda _: "swap",
    "play_id": World.play,
    "scenarios.again:play_id": World.finished_play,
    "scenario_slug": lambda world: world.scenario,
    "script_slug": lambda world: world.script,
    "service_slug": lambda world: world.service,
    "signature_id": World.signature,
    "standard_slug": lambda world: world.standard,
    "role_slug": lambda world: world.role_slug,
    "sha256": lambda world: world.media.sha256,
    "secret": World.calendar,
    **{name: World.figures(name) for name in ("source_slug", "file_sha", "import_id", "alias_id", "token_id")},
    "slug": lambda world: world.module,
    "scorecard_slug": lambda world: world.scorecard,
    "sample_id": World.sample,
    "interaction_id": lambda world: world.sample(interaction=True),
    "review_id": lambda world: world.reviewed(world.somebody, world.me),
    "reviewing.discard:review_id": lambda world: world.reviewed(world.me, world.somebody, finished=False),
    "reviewing.keep:review_id": lambda world: world.reviewed(world.me, world.somebody, finished=False),
    "reviewing.score:review_id": lambda world: world.reviewed(world.me, world.somebody, finished=False),
    "reviewing.second:review_id": lambda world: world.reviewed(world.house.person("Tom Adler"), world.somebody),
    "reviewing.void:review_id": lambda world: world.reviewed(world.me, world.somebody),
    "team_id": World.team,
    "transaction_slug": lambda world: world.transaction,
    "step_id": lambda _: "greet",
    "test_out:part_number": lambda _: 2,
    "upload_id": World.upload,
    "version": lambda _: "0",
    "visit_id": World.visit,
    "why:assignment_id": lambda world: world.duty(world.me),
    "why:person_id": lambda world: world.me,
}


# What is sent where an empty form would name nothing that is there.
BODIES: Mapping[str, Mapping[str, str]] = {
    "services.make": {"title": "Help by telephone"},
    "modules.check": {"question": "names-first"},
    "need_training.check": {"question": "names-first"},
    "refresher_parts.check": {"question": "names-first"},
}


def values_for(rule: Rule, world: World) -> dict[str, Any]:
    """A value for each parameter of a route. Raises LookupError that says which line is missing."""
    blueprint = rule.endpoint.partition(".")[0]
    values = {}
    for name in sorted(rule.arguments):
        for key in (f"{rule.endpoint}:{name}", f"{blueprint}:{name}", name):
            if key in SAMPLES:
                values[name] = SAMPLES[key](world)
                break
        else:
            raise LookupError(f"Add a sample for “{name}” of {rule.rule} to SAMPLES in tests/structure/samples.py.")
    return values
