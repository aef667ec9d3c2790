"""A company in which every page has something to show: a person in the middle of everything, and a value for each
parameter in an address of the application."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask, url_for
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests import asking, proofs
from tests.complaining import complaints
from tests.house import House, actor
from tests.judging import judged
from tests.measuring import brought
from tests.moment import NOW, TODAY
from tests.needing import much_needed
from tests.reviewing import much_reviewed
from tests.school import School
from tests.shelf import put
from tests.watching import a_photo, appointed, observed
from training.accounts.models import OneTimeCode
from training.accounts.rules_codes import Purpose, hashed
from training.awards.actions_keys import rotate
from training.awards.keys import new_key
from training.certification.actions import assign
from training.certification.actions_standing import follow
from training.certification.models import Assignment, Award
from training.certification.rules_number import number_of
from training.config import ROOT
from training.content import sync
from training.content.actions import Publication, Typed, new_document, publish, save_draft
from training.content.library import library
from training.content.models import Document, Media
from training.content.queries import live
from training.content.release import Change
from training.content.tree import read_tree
from training.core.jobs import Job, enqueue
from training.core.ledger import Entry
from training.core.mail import send
from training.core.permissions import Actor, PermissionSet
from training.core.web import PUBLIC, access_of, site
from training.credentials.actions import HandIn, hand_in, refuse
from training.credentials.drafts import keep_draft, looked_at
from training.diagnosis.actions_review import review
from training.diagnosis.queries import PEOPLE, TEAMS
from training.feedback.models import OutreachCustomer
from training.feedback.queries_say import answer_with_receipt
from training.metrics.actions import Observed, keep
from training.people.models import Delegation, Grant, Person, RolePeriod, Team
from training.people.roster.uploads import keep_upload
from training.policies.actions import sign
from training.practice.actions_answers import keep_answers
from training.practice.models import PracticeCard
from training.practice.queries import today_of
from training.practice.rules_reviews import Sent
from training.quizzes.actions import start_attempt
from training.refreshers import actions as refreshers
from training.refreshers.actions_plan import start as start_refresher
from training.refreshers.queries_questions import questions_of
from training.refreshers.queries_sitting import sitting_for
from training.refreshers.rules import Doing
from training.reminders.actions import tell_everybody
from training.reminders.actions_own import make_address
from training.reminders.site import custom
from training.reminders.site import house as site_house
from training.reports import exports
from training.scenarios import actions as playing
from training.scenarios.queries import play_for
from training.scenarios.rules_clock import Pace
from training.scripts import actions as rehearsals
from training.scripts.rules_rehearsal import Rating
from training.standards import actions_interviews as interviews
from training.standards.models import Interview

DAY = timedelta(days=1)
LONG_NAME = "Maximiliana-Theodora Featherstonehaugh-Wolfeschlegelsteinhausen"
SCENARIO = "the-kettle-that-sparked"
SCRIPT = "somebody-is-waiting"
CHECKLIST = "at-the-counter"
FIRST_AID = "first-aid-at-work"
POLICY = "our-promises-to-customers"
PROFILE = "counter-staff"
SLUGS = ("greeting-a-customer", "returns-and-refunds", "handling-a-complaint")


class World:
    """Ruth looks after everything and learns herself; Nora is new; others stand in every state.

    `ruth` is the person to sign in as; `values` holds, by the name of a route's parameter, what makes sense for her.
    """

    def __init__(self, app: Flask, house: House) -> None:
        self.app = app
        self.house = house
        self.school = School(app)
        with app.app_context(), house.database.writing() as db:
            tree = read_tree(ROOT, app.extensions["library"].kinds)
            sync.sync(db, Actor.house(), tree, now=NOW - 400 * DAY)
        put(app, "feedback", asking.SLUG, asking.FORM)
        self.shop = house.team("Canal Side", house.root)
        counter = house.team("Counter", self.shop)
        self.ruth = house.someone_with(PermissionSet.ADMINISTRATOR)
        house.lead(self.shop, self.ruth)
        self.role = house.role(self.ruth, since=TODAY - 200 * DAY)
        self.nora = house.person("Nora Brandt", team=counter, manager_id=self.ruth, email="nora@example.com")
        house.role(self.nora, since=TODAY - 3 * DAY)
        house.person("Sam Whitlock", team=counter, leave_from=TODAY)
        house.person("Grace Lindqvist", team=counter, left_on=TODAY - DAY)
        self.tom = house.person("Tom Adler", team=self.shop)
        self.late = late = house.person(LONG_NAME, team=counter)
        house.role(late, since=TODAY - 60 * DAY)
        for person, days in ((self.ruth, 200), (late, 60), (self.nora, 3)):
            self.follow(person, days)
        for slug in SLUGS:
            self.school.done(self.ruth, at=NOW - 190 * DAY, slug=slug)
            self.school.passed(self.ruth, at=NOW - 189 * DAY, slug=slug)
        self.school.fact("script.rehearsed", self.ruth, at=NOW - 189 * DAY, slug=SCRIPT, lines=[], shaky=[])
        self.school.fact("scenario.passed", self.ruth, at=NOW - 189 * DAY, slug="four-in-the-queue", score=90, turns={})
        self.school.fact("policy.signed", self.ruth, at=NOW - 189 * DAY, slug="who-may-decide-how-much")
        self.school.fact("observation.passed", self.ruth, at=NOW - 189 * DAY, slug=CHECKLIST)
        with app.test_request_context(), house.database.writing() as db:
            self.values = self._values(db)

    def address(self, rule: Rule) -> str:
        """The address of a route with values that exist. Raises KeyError for a parameter nobody thought of here."""
        values = {name: self.values[self._NAMED.get((rule.endpoint, name), name)] for name in rule.arguments}
        with self.app.test_request_context():
            return url_for(rule.endpoint, **values) + self._QUERIES.get(rule.endpoint, "").format(**self.values)

    def pages(self, *, signed_in: bool) -> Iterator[tuple[str, str]]:
        """(endpoint, address) of every page that people open signed in, or signed out."""
        client = self.house.browser(self.ruth) if signed_in else self.app.test_client()
        for rule in sorted(self.app.url_map.iter_rules(), key=str):
            public = access_of(self.app.view_functions[rule.endpoint]) == PUBLIC
            if "GET" not in (rule.methods or ()) or rule.endpoint in self._ELSEWHERE or signed_in == public:
                continue
            address = self.address(rule)
            with client.get(address, follow_redirects=True) as answer:
                if answer.mimetype == "text/html":
                    yield rule.endpoint, address

    # Pages of a site that is not set up yet, and what is sent once and never shown.
    _ELSEWHERE: ClassVar = {"set_up.waiting", "set_up.questions", "static"}

    # Where the same name means different things, the route decides.
    _NAMED: ClassVar = {
        ("set_up.questions", "code"): "set_up_code",
        ("verify.number", "number"): "public_id",
        ("badges.badge", "number"): "public_id",
        ("badges.achievement", "programme_slug"): "awarded_slug",
        ("reviewing.discard", "review_id"): "draft_review_id",
        ("reviewing.keep", "review_id"): "draft_review_id",
        ("reviewing.score", "review_id"): "draft_review_id",
        ("scenarios.play", "play_id"): "open_play_id",
        ("services.make", "service_slug"): "model_slug",
        ("audit_files.download", "export_key"): "ready_export_key",
        ("credentials.file", "upload_id"): "handed_in_id",
        ("credential_checks.check", "upload_id"): "to_check_id",
        ("editing.discard", "slug"): "draft_slug",
        ("editing.publish", "slug"): "draft_slug",
        ("decisions.exempt", "assignment_id"): "asked_id",
        ("decisions.extend", "assignment_id"): "asked_id",
        ("decisions.extend_programme", "assignment_id"): "asked_id",
        ("decisions.reinstate", "assignment_id"): "asked_id",
        ("decisions.reinstate_award", "award_id"): "award_of_nora",
        ("decisions.revoke", "assignment_id"): "asked_id",
        ("decisions.withdraw_award", "award_id"): "award_of_nora",
        ("why.why", "assignment_id"): "asked_id",
        ("dry_run.download", "slug"): "drafted_programme",
        ("dry_run.show", "slug"): "drafted_programme",
        **{(f"need_training.{name}", "need_id"): "need_in_training" for name in ("do", "part", "go_on", "check")},
        ("test_out.question", "part_number"): "proof_number",
        ("test_out.result", "part_number"): "proven_number",
    }
    _QUERIES: ClassVar = {
        "need_rounds.new": "?standard=solved-first-time",
        "reports.assign": "?who={person_id}",
        "search.index": "?q=angry+refnd",
    }

    def follow(self, person: int, days_ago: int) -> None:
        with self.app.test_request_context(), self.house.database.writing() as db:
            follow(db, [person], now=NOW - days_ago * DAY, zone=site().zone)

    def _values(self, db: Session) -> dict[str, Any]:
        ruth = actor(self.ruth)
        programme = db.scalars(
            select(Document.id).where(Document.kind == "programme", Document.slug == "phone-agent")
        ).one()
        assign(db, ruth, self.nora, programme, now=NOW, zone=site().zone)
        new_document(db, ruth, "module", "a-new-module", now=NOW)
        send(db, to="nora@example.com", subject="Hello", text="Hello Nora.", html="<p>Hello Nora.</p>", now=NOW)
        enqueue(db, "mail.send", {"mail": 999}, now=NOW)
        spare = Team(name="Empty", parent_id=self.house.root, path=f"/{self.house.root}/spare/")
        db.add(spare)
        secret, set_up = "a-secret-of-the-world", "a-secret-for-set-up"
        for purpose, words, person in (
            (Purpose.INVITATION, secret, self.nora),
            (Purpose.SET_UP, set_up, None),
        ):
            db.add(
                OneTimeCode(
                    purpose=purpose.value, person_id=person, code_hash=hashed(words), made_at=NOW, ends_at=NOW + 3 * DAY
                )
            )
        grant = Grant(person_id=self.nora, permission_set=PermissionSet.AUTHOR.value)
        stand_in = Delegation(person_id=self.ruth, delegate_id=self.nora, from_on=TODAY, until_on=TODAY + 9 * DAY)
        db.add_all([grant, stand_in])
        db.flush()
        period = db.scalars(select(RolePeriod.id).where(RolePeriod.person_id == self.nora)).one()
        award = db.scalars(select(Award).where(Award.person_id == self.ruth)).one()
        of_nora = select(Assignment.id).where(Assignment.person_id == self.nora, Assignment.document_id == programme)
        asked = db.scalars(of_nora).one()
        media = db.scalars(select(Media).order_by(Media.id)).first()
        assert media is not None
        roster = Path(__file__).parent / "data" / "roster-messy.csv"
        upload = keep_upload(db, ruth, "roster-messy.csv", roster.read_bytes(), now=NOW)
        attempt = start_attempt(db, ruth, "taking-a-call", NOW)
        card = practised_card(db, ruth)
        rehearsing = rehearsals.begin(db, ruth, SCRIPT, now=NOW, today=TODAY)
        first = rehearsing.script.line_ids[0]
        rehearsals.rate(db, ruth, SCRIPT, 1, line=first, rating=Rating.NOT_YET, now=NOW, today=TODAY)
        watch = self._watched(db, ruth)
        refresher = refreshing(db, ruth)
        candidates = self._interviewed(db, ruth)
        return {
            "person_id": self.nora,
            "learner_id": self.nora,
            "checklist_slug": CHECKLIST,
            "observation_id": watch["not yet"],
            "open_observation_id": watch["open"],
            "assessor_id": watch["assessor"],
            "team_id": spare.id,
            "refresher_id": refresher["id"],
            "part_number": refresher["read"],
            "proof_number": refresher["open"],
            "proven_number": refresher["proven"],
            "role_id": self.role,
            "period_id": period,
            "award_id": award.id,
            "attempt_id": attempt,
            "assignment_id": 1,
            "asked_id": asked,
            "awarded_slug": db.get_one(Document, award.document_id).slug,
            "version_number": 1,
            "thumbprint": rotate(db, ruth, new_key(self.app.config["SECRET_KEY"]), now=NOW).thumbprint,
            "award_of_nora": awarded(db, self.nora, award).id,
            "requirement_id": "calls-read",
            "drafted_programme": drafted_programme(db, ruth),
            "block_id": "hear-it-out",
            "kind": "module",
            "slug": "taking-a-call",
            "upload_id": upload.id,
            "draft_slug": "a-new-module",
            "number": 1,
            "script_slug": SCRIPT,
            "service_slug": "household-goods-over-the-counter",
            "model_slug": "service-with-a-promise",
            "transaction_slug": "a-sale",
            "step_id": "greet",
            "role_slug": "counter-staff",
            "profile_slug": PROFILE,
            "candidate_id": candidates[0],
            "interview_id": candidates[1],
            "scenario_slug": SCENARIO,
            "policy_slug": POLICY,
            "credential_slug": FIRST_AID,
            "handed_in_id": handed_in(db, ruth),
            "to_check_id": handed_in(db, actor(self.nora)),
            "signature_id": signed_and_changed(db, ruth),
            "play_id": finished_play(db, ruth),
            "open_play_id": playing.start(db, ruth, "four-in-the-queue", Pace.AS_SET, now=NOW, today=TODAY),
            "line_id": "name-the-wait",
            "public_id": award.public_id,
            "name": media.name,
            "sha256": media.sha256,
            "card_id": card,
            "code": secret,
            "set_up_code": set_up,
            "grant_id": grant.id,
            "delegation_id": stand_in.id,
            "job_id": db.scalars(select(Job.id)).first(),
            "mail_id": 1,
            "filename": "css/site.css",
            "secret": reminded(db, ruth),
            "export_key": half_made_pack(self.app, self.ruth),
            **brought(db, ruth),
            **missed(db, self.shop),
            **judged(db, self.ruth, self.shop, standard="call-back-kept", lesson="taking-a-call"),
            **much_needed(
                db,
                self.ruth,
                self.nora,
                self.shop,
                standard="solved-first-time",
                lesson="taking-a-call",
                block="hear-it-out",
            ),
            **heard(db, self.ruth, self.shop),
            **complaints(db, ruth, actor(self.nora), self.shop),
            **much_reviewed(db, ruth, actor(self.tom), self.nora),
            "ready_export_key": made_table(self.app, self.ruth),
        }

    def _interviewed(self, db: Session, ruth: Actor) -> tuple[int, int]:
        """A candidate of whom two interviewers think differently, and an interview of Ruth's that is not finished."""
        tom = actor(self.tom)
        first = interviews.begin(db, ruth, PROFILE, "Mira K.", self.shop, "mira", now=NOW - 2 * DAY)
        candidate = db.get_one(Interview, first).candidate_id
        second = interviews.join(db, tom, candidate, now=NOW - 2 * DAY)
        found = live(db, "profile", PROFILE)
        assert found is not None
        questions = [one.id for one in found.model.interview]
        said = "Stayed calm, asked what had happened, and said what would come next."
        for who, number, low in ((ruth, first, 2), (tom, second, 4)):
            answers = {question: (low if place == 1 else 4, said) for place, question in enumerate(questions)}
            interviews.save(db, who, number, interviews.Filled(0, answers, said), finish=True, now=NOW - DAY)
        return candidate, interviews.begin(db, ruth, PROFILE, "No. 17", self.shop, "17", now=NOW - DAY)

    def _watched(self, db: Session, ruth: Actor) -> dict[str, int]:
        """Nora was seen twice and is to be seen again, Ruth has passed, and one observation is not signed yet."""
        tom = actor(self.tom)
        assessor = appointed(db, self.ruth, CHECKLIST)
        appointed(db, self.tom, CHECKLIST)
        found = live(db, "checklist", CHECKLIST)
        assert found is not None
        good = {one.id: None if one.optional else found.model.steps[-1] for one in found.model.criteria}
        weak = good | {next(iter(good)): found.model.steps[0]}
        comment = "Calm, and always with a number. Look up first; the till can wait three seconds."
        observed(db, tom, self.ruth, good, slug=CHECKLIST, comment=comment, at=NOW - 40 * DAY)
        photo = a_photo(self.app)
        not_yet = observed(db, ruth, self.nora, weak, slug=CHECKLIST, comment=comment, at=NOW - DAY, photo=photo)
        open_one = observed(db, ruth, self.late, weak, slug=CHECKLIST, key="open", comment=comment, signs=False)
        return {"not yet": not_yet, "open": open_one, "assessor": assessor}


def missed(db: Session, team: int) -> dict[str, Any]:
    """A standard that everybody in a team misses alike, and a review that found it."""
    slug, people = "seen-at-once", db.scalars(select(Person.id).order_by(Person.id)).all()
    readings = [
        Observed(f"queue-{one}-{number}", slug, NOW - (2 + number) * DAY, Decimal(5 + 30 * (number % 2)), one, team)
        for one in people
        for number in range(60)
    ]
    keep(db, "queue", readings, now=NOW)
    found = live(db, "standard", slug)
    assert found is not None
    review(db, found, scopes=(TEAMS, PEOPLE), now=NOW, today=TODAY)
    return {"standard_slug": slug}


def heard(db: Session, maker: int, team: int) -> dict[str, Any]:
    """What customers said at the counter, by name of the parameters of its pages."""
    address = asking.an_address(db, maker, team)
    asking.said(db, address, "a", marks={"satisfied": 2, "again": "no"}, texts={"why": "Nobody could tell me."})
    asking.said(db, address, "b", marks={"satisfied": 3}, texts={"why": "Visit www.example.com"})
    texts = {"why": "I was seen at once, and somebody carried it to the car."}
    marks = {"satisfied": 5, "again": "yes", "tell": 10, "what": "buying"}
    thanks: dict[str, Any] = {"thanks_name": "Nora", "may_show": True, "contact": "+353861234567"}
    receipt = asking.said(db, address, "c", marks=marks, texts=texts, **thanks)
    answer = answer_with_receipt(db, receipt)
    assert answer is not None
    return {
        "say_code": address.say_code,
        "receipt_code": receipt,
        "feedback_address_id": address.id,
        "feedback_answer_id": answer.id,
        **silent(db, maker, team),
    }


def silent(db: Session, maker: int, team: int) -> dict[str, Any]:
    """Customers who have not come for long, one to be asked and one in a file that is not confirmed yet."""
    common: dict[str, Any] = {"team_id": team, "added_at": NOW, "added_by_id": maker, "until_on": TODAY + 300 * DAY}
    seen = TODAY - 200 * DAY
    customer = OutreachCustomer(name=LONG_NAME, contact="+353867654321", last_seen_on=seen, **common)
    draft = OutreachCustomer(name="A. Doyle", contact="doyle@example.com", draft="waits", **common)
    db.add_all([customer, draft])
    db.flush()
    return {"outreach_customer_id": customer.id, "outreach_draft": "waits"}


def signed_and_changed(db: Session, signer: Actor) -> int:
    """A signature of a policy that asks for something else since, and in other words."""
    before = live(db, "policy", POLICY)
    assert before is not None
    sign(db, signer, POLICY, number=before.number, sha256=before.sha256, now=NOW - 90 * DAY, today=TODAY - 90 * DAY)
    text = library().kinds["policy"].to_text(before.model)
    for old, new in (("Within ten seconds", "Within five seconds"), ("We cannot undo that.", "That cannot be undone.")):
        assert old in text
        text = text.replace(old, new)
    changes = {"counter": Change.BEHAVIOUR, "why": Change.EDITORIAL}
    publish(db, signer, Publication("policy", POLICY, text, before.id, changes), now=NOW - 9 * DAY)
    return db.scalars(select(func.max(Entry.id)).where(Entry.kind == "policy.signed")).one()


def refreshing(db: Session, learner: Actor) -> dict[str, int]:
    """A refresher as it comes half a year later, begun: one test-out was not passed, another waits.

    It brings numbers of its parts: one to be read, an open test-out, and the one that is done.
    """
    later, person = NOW + 150 * DAY, learner.person_id or 0
    known = select(Document.id).where(Document.kind.in_(["module", "bank"]), Document.slug.in_(SLUGS[:2]))
    memory = {"last_on": TODAY - 9 * DAY, "due_on": TODAY + 90 * DAY, "stability": 900.0, "difficulty": 4.0, "reps": 4}
    mine = update(PracticeCard).where(PracticeCard.person_id == person, PracticeCard.document_id.in_(known))
    db.execute(mine.values(memory))
    asked = select(Assignment.id).where(Assignment.person_id == person).order_by(Assignment.id).limit(1)
    refresher = start_refresher(db, learner, db.scalars(asked).one(), now=later, zone=site().zone)
    sitting = sitting_for(db, learner, refresher, zone=site().zone)
    doings = [part.doing for part in sitting.plan.parts]
    proven = doings.index(Doing.PROVE) + 1
    questions = questions_of(db, sitting.plan.parts[proven - 1])
    for item, question in enumerate(questions, start=1):
        choosing = question.choosing
        assert choosing is not None
        values = [choosing.choices[0].id] if item % 3 else list(choosing.right_response)
        refreshers.save_answer(
            db,
            learner,
            refresher,
            number=proven,
            item=item,
            values=values,
            sequence=None,
            key=None,
            now=NOW,
            zone=site().zone,
        )
    refreshers.hand_in(db, learner, refresher, proven, now=NOW, zone=site().zone)
    numbers = {"id": refresher, "read": doings.index(Doing.READ) + 1, "proven": proven}
    return {**numbers, "open": doings.index(Doing.PROVE, proven) + 1}


def half_made_pack(app: Flask, asker: int) -> str:
    """A pack for an inspector that the worker is just making."""
    folder = exports.folder_of(app.extensions["settings"].data_dir)
    pack = exports.begin(folder, asker, "pack", {"day": TODAY.isoformat()}, "audit-2026-03-12.zip", now=NOW)
    return exports.note(folder, pack, state=exports.BUILDING, done=3, people=6).key


def made_table(app: Flask, asker: int) -> str:
    """A table of a past day that is ready."""
    folder = exports.folder_of(app.extensions["settings"].data_dir)
    table = exports.begin(folder, asker, "csv", {"day": "2026-02-01"}, "audit-2026-02-01.csv", now=NOW - DAY)
    exports.path_of(folder, table).write_text("Number\n")
    return exports.note(folder, table, state=exports.READY, done=6, people=6, sha256="0" * 64).key


def awarded(db: Session, person: int, like: Award) -> Award:
    """A certificate of somebody's, otherwise like another one."""
    values = {column.name: getattr(like, column.name) for column in Award.__table__.columns}
    award = Award(**{**values, "id": None, "public_id": number_of(77), "person_id": person})
    db.add(award)
    db.flush()
    return award


def drafted_programme(db: Session, author: Actor) -> str:
    """A draft that gives less time."""
    edition = live(db, "programme", "counter-staff")
    assert edition is not None
    text = library().kinds["programme"].to_text(edition.model).replace("due: 7 days", "due: 5 days")
    save_draft(db, author, "programme", "counter-staff", Typed(text, None, edition.id), now=NOW)
    return "counter-staff"


def handed_in(db: Session, holder: Actor) -> int:
    """A certificate from elsewhere that waits to be checked, after one that was refused."""
    issuer = "Hill Road First Aid"
    for days in (12, 2):
        draft = keep_draft(db, holder, looked_at("card.png", proofs.png(shade=days)), now=NOW)
        card = HandIn("FA 1702", issuer, TODAY - 30 * DAY, None, draft)
        upload = hand_in(db, holder, FIRST_AID, card, now=NOW - days * DAY, today=TODAY)
        if days > 2:
            refuse(db, Actor.house(), upload.id, "The back of the card is missing.", now=NOW - 5 * DAY)
    return upload.id


def reminded(db: Session, reader: Actor) -> str:
    """The secret of somebody's calendar, after everybody was told yesterday morning what there was to tell."""
    tell_everybody(db, custom(), site_house(), now=NOW - DAY)
    return make_address(db, reader.person_id or 0, now=NOW - DAY)


def practised_card(db: Session, learner: Actor) -> int:
    """A card that was answered today, so that there is a verdict to show; others of its sitting still wait."""
    card = today_of(db, learner, today=TODAY).cards[0]
    first = card.exercise.parse([card.exercise.options[0].id])
    keep_answers(db, learner, [Sent("first", card.id, first, NOW)], now=NOW, zone=site().zone)
    return card.id


def finished_play(db: Session, player: Actor) -> int:
    """A play that came to its ending: well begun, and then whatever was offered last."""
    play_id = playing.start(db, player, SCENARIO, Pace.NO_CLOCK, now=NOW - DAY, today=TODAY)
    while (play := play_for(db, player, play_id)).finished_at is None:
        playing.show(db, player, play_id, play.number, now=NOW - DAY)
        offered = play.game.offered(play.position)
        best = play.analysis().best_choices(play.position)
        choice = best[0] if play.number % 3 else offered[-1].id
        playing.decide_turn(db, player, play_id, play.number, choice, now=NOW - DAY)
        db.flush()
    return play_id
