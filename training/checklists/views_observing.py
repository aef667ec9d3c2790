"""Pages to observe somebody at work: who waits for it, and the checklist to fill in beside them."""

import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

import structlog
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.checklists import actions, queries_observations, queries_people
from training.checklists.actions import Photo
from training.checklists.forms import COMMENT, LEVEL, LONGEST_TEXT, UNSEEN, observation_from
from training.checklists.models import Observation
from training.checklists.queries import Watch, assesses, checklist_for, watch_for
from training.checklists.queries_observations import ratings_in
from training.checklists.rules_observers import Refusal
from training.checklists.rules_photos import MOST_BYTES, NotAPhoto, stripped
from training.checklists.rules_signing import Fate, NotAnObservation
from training.checklists.words import CHIPS, refusal_words, state_word
from training.content.library import Edition, library
from training.content.media import MediaFile, write
from training.content.queries import edition
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires, site, takes_files, today, wants_json

bp = Blueprint("observing", __name__)
log = structlog.get_logger()

ROOM_FOR_WORDS = 1_000_000


@bp.get("/observe")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    """What waits for the actor, and the checklists by which they may observe."""
    actor = current_actor()
    return render_template(
        "checklists/observe.html",
        unsigned=queries_observations.waiting_for_signature(db(), actor),
        second=queries_observations.waiting_for_second(db(), actor, today=today()),
        again=queries_observations.to_see_again(db(), actor),
        checklists=queries_people.checklists_to_observe(db(), actor, today=today()),
        person_id=actor.person_id,
    )


@bp.get("/observe/<checklist_slug>")
@requires(Permission.LEARN)
def people(checklist_slug: str) -> ResponseReturnValue:
    actor, found = current_actor(), checklist_for(db(), current_actor(), checklist_slug, today=today())
    text = request.args.get("q", "")[:100]
    holds = found.document_id in assesses(db(), actor.person_id, {found.slug: found})
    page = request.args.get("page", 1, type=int)
    return render_template(
        "checklists/people.html",
        found=found,
        text=text,
        people=queries_people.people_to_see(db(), actor, found, text=text, page=page, today=today()),
        refused="" if holds else refusal_words(Refusal.SKILL, found.title),
        url_of_page=lambda number: url_for("observing.people", checklist_slug=found.slug, q=text or None, page=number),
        person_id=actor.person_id,
        chips=CHIPS,
        word=state_word,
    )


@dataclass(frozen=True)
class Filled:
    """What stands in the form: empty, as it was kept, or as it was typed."""

    key: str
    base: int
    begun: int  # milliseconds since 1970, as scripts count them
    levels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    plan: str = ""
    next_on: str = ""

    @staticmethod
    def empty(again_on: date) -> "Filled":
        return Filled(secrets.token_hex(16), 0, _milliseconds(now()), next_on=again_on.isoformat())

    @staticmethod
    def of(row: Observation) -> "Filled":
        ratings = ratings_in(row.ratings)
        return Filled(
            key=row.key,
            base=row.revision,
            begun=_milliseconds(row.begun_at),
            levels={name: one.level or UNSEEN for name, one in ratings.items()},
            comments={name: one.comment for name, one in ratings.items()},
            comment=row.comment,
            plan=row.plan,
            next_on=row.next_on.isoformat() if row.next_on else "",
        )

    @staticmethod
    def typed(form: Mapping[str, str]) -> "Filled":
        def parts(start: str) -> dict[str, str]:
            return {name.removeprefix(start): value for name, value in form.items() if name.startswith(start)}

        begun, base = form.get("begun", ""), form.get("base", "")
        return Filled(
            key=form.get("key", "")[:100],
            base=int(base) if base.isdecimal() else 0,
            begun=int(begun) if begun.isdecimal() else _milliseconds(now()),
            levels=parts(LEVEL),
            comments=parts(COMMENT),
            **{name: form.get(name, "") for name in ("comment", "plan", "next_on")},
        )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@bp.get("/observe/<checklist_slug>/<int:learner_id>")
@requires(Permission.LEARN)
def fill_in(checklist_slug: str, learner_id: int) -> ResponseReturnValue:
    """The checklist for one learner: what was begun and not signed, else an empty one of the live version."""
    actor = current_actor()
    live = checklist_for(db(), actor, checklist_slug, today=today())
    watch = watch_for(db(), actor, live, learner_id, on=today(), today=today())
    draft = queries_observations.open_draft(db(), actor, live.document_id, learner_id)
    if draft is not None and "new" not in request.args:
        version = edition(db(), draft.version_id)
        return _page(Watch(version, watch.learner, watch.refusal), Filled.of(draft), live=live, draft=draft)
    return _page(watch, Filled.empty(live.model.again_after.after(today())), live=live)


def _page(
    watch: Watch,
    filled: Filled,
    *,
    live: Edition | None,
    problems: tuple[Problem, ...] = (),
    draft: Observation | None = None,
) -> str:
    if watch.refusal is not None:
        words = refusal_words(watch.refusal, watch.edition.title)
        return render_template("checklists/refused.html", watch=watch, words=words)
    return render_template(
        "checklists/fill_in.html",
        watch=watch,
        checklist=watch.checklist,
        filled=filled,
        newer=live is not None and live.id != watch.edition.id,
        draft=draft,
        problems=problems,
        person_id=current_actor().person_id,
        unseen=UNSEEN,
        most=LONGEST_TEXT,
    )


@bp.post("/observe/<checklist_slug>/<int:learner_id>")
@requires(Permission.LEARN)
@takes_files(MOST_BYTES + ROOM_FOR_WORDS)
def upload(checklist_slug: str, learner_id: int) -> ResponseReturnValue:
    """Keep an observation, from the page's form or from a device that was offline; sent twice it is one."""
    actor = current_actor()
    if request.form.get("person", str(actor.person_id)) != str(actor.person_id):
        return _refused(checklist_slug, learner_id, _("Somebody else filled this in. Sign in as they are."), 409)
    try:
        picture = _picture()
        sent = observation_from(request.form, learner_id, photo=picture.sha256 if picture else None)
        photo = Photo(picture.sha256, picture.media_type, len(picture.data)) if picture else None
        observation_id, became = actions.keep(db(), actor, checklist_slug, sent, photo, now=now(), zone=site().zone)
    except NotAnObservation as error:
        log.warning("observation refused", person=actor.person_id, reason=str(error))
        return _refused(checklist_slug, learner_id, actions.not_a_page_of_ours(), 422)
    except Problems as problems:
        if wants_json():
            return jsonify(message=" ".join(str(one.message) for one in problems.problems)), 409
        return _again(checklist_slug, learner_id, problems), 422
    if picture is not None and became is not Fate.SAME:
        # On disk before the commit: rows never speak of bytes that are not there.
        write(library().media_dir, picture)
    url = f"/observations/{observation_id}"
    if wants_json():
        return jsonify(observation=observation_id, url=url, beside=became is Fate.BESIDE)
    if became is Fate.BESIDE:
        flash(_("Another device had sent something else already. Both are kept; sign the one that is right."), "warn")
    return redirect("/observe" if request.form.get("then") == "leave" else url, 303)


def _picture() -> MediaFile | None:
    """The photo that came along, without what nobody meant to send. Raises Problems."""
    sent = request.files.get("photo")
    if sent is None:
        return None
    with closing(sent):
        data = sent.read(MOST_BYTES + 1)
    if not data:
        return None
    if len(data) > MOST_BYTES:
        raise Problems([Problem("photo", None, _("The photo is larger than 10 MB."), _("Take a smaller one."))])
    try:
        clean, media_type = stripped(data)
    except NotAPhoto:
        message = _("This is no photo that we can keep.")
        raise Problems([Problem("photo", None, message, _("Send it as JPEG, PNG or WebP."))]) from None
    return MediaFile("photo", clean, sha256(clean).hexdigest(), media_type)


def _refused(checklist_slug: str, learner_id: int, message: str, status: int) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=message), status
    flash(message, "warn")
    return redirect(url_for("observing.fill_in", checklist_slug=checklist_slug, learner_id=learner_id), 303)


def _again(checklist_slug: str, learner_id: int, problems: Problems) -> str:
    """The form as it was typed, with what is wrong."""
    actor, version = current_actor(), request.form.get("version", "")
    live = checklist_for(db(), actor, checklist_slug, today=today())
    found = edition(db(), int(version)) if version.isdecimal() else live
    if found.document_id != live.document_id:
        raise NotFound
    watch = watch_for(db(), actor, found, learner_id, on=today(), today=today())
    return _page(watch, Filled.typed(request.form), live=live, problems=problems.problems)
