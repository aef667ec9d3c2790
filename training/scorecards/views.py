"""Pages of scorecards, of one's own reviews, and of those that one has to do."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select

from training.content.library import Edition
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.core.web import db, now, requires, site, today
from training.people.models import Person
from training.people.queries import role_names
from training.scorecards import actions, queries, queries_lists
from training.scorecards.actions_looks import note_looks
from training.scorecards.forms import NewForm
from training.scorecards.rules import How
from training.scorecards.spreadsheet import csv_of
from training.scorecards.words import channel_words, chip_of

bp = Blueprint("scorecards", __name__)


@bp.get("/scorecards")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = queries.scorecards_for(db(), actor, today=today())
    listed = sorted(found.values(), key=lambda one: one.title.casefold())
    return render_template("scorecards/index.html", listed=listed, reviews=queries.reviews_anybody(actor))


@bp.get("/scorecards/<scorecard_slug>")
@requires(Permission.LEARN)
def scorecard(scorecard_slug: str) -> ResponseReturnValue:
    found = _found(scorecard_slug)
    channels = channel_words()
    return render_template(
        "scorecards/scorecard.html",
        edition=found,
        scorecard=found.model,
        roles=role_names(db(), found.model.roles),
        channels=[channels[name] for name in found.model.fits],
        may_review=current_actor().may(Permission.REVIEW_WRITE),
    )


def _found(scorecard_slug: str) -> Edition:
    return queries.scorecard_for(db(), current_actor(), scorecard_slug, today=today())


@bp.get("/scorecards/<scorecard_slug>/paper")
@requires(Permission.LEARN)
def paper(scorecard_slug: str) -> ResponseReturnValue:
    """The empty scorecard, to be filled in by hand."""
    found = _found(scorecard_slug)
    return render_template(
        "scorecards/paper.html",
        edition=found,
        scorecard=found.model,
        published_on=local_day(found.at, site().zone),
    )


@bp.get("/reviews")
@requires(Permission.LEARN)
def mine() -> ResponseReturnValue:
    """What was reviewed of one's own work."""
    actor = current_actor()
    found = queries_lists.reviews_of(db(), actor.person_id or 0)
    return render_template("scorecards/mine.html", found=found, chip_of=chip_of, **about(actor))


def about(actor: Actor) -> dict[str, Any]:
    """What every page of reviews wants to know: what the reader may do here."""
    return {
        "reviews": actor.may(Permission.REVIEW_WRITE),
        "reads": actor.may(Permission.REVIEW_READ),
        "channels": channel_words(),
    }


@bp.get("/reviews/others")
@requires(Permission.REVIEW_WRITE)
def others() -> ResponseReturnValue:
    """What the actor has begun, what they are to answer, and what was reviewed of the people whom they lead.

    Results stand on the page of each review alone, where looking is written down.
    """
    actor = current_actor()
    page = request.args.get("page", 1, type=int)
    return render_template(
        "scorecards/others.html",
        drafts=queries_lists.drafts_of(db(), actor),
        appeals=queries_lists.appeals_to_answer(db(), actor),
        to_second=queries_lists.to_second(db(), actor),
        led=queries_lists.reviews_led(db(), actor, page=page),
        url_of_page=lambda number: url_for(".others", page=number),
        **about(actor),
    )


@bp.post("/reviews/export")
@requires(Permission.REVIEW_WRITE)
def export() -> ResponseReturnValue:
    """The reviews that the actor may read, as CSV; each is looked at with it, and that is written down."""
    actor = current_actor()
    found = queries_lists.to_export(db(), actor)
    note_looks(db(), actor, [one.row.id for one in found], way="file", now=now(), today=today())
    answer = Response(csv_of(found, site().zone), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="reviews-{today().isoformat()}.csv"'
    return answer


FEW = 100
"""So many people fit into a list to choose from."""


@bp.route("/reviews/new", methods=["GET", "POST"])
@requires(Permission.REVIEW_WRITE)
def new() -> ResponseReturnValue:
    """Choose what is reviewed and whose it is; the scorecard comes next."""
    actor = current_actor()
    found = queries.scorecards_for(db(), actor, today=today())
    form: NewForm = posted(
        NewForm,
        scorecards=[(slug, one.title) for slug, one in found.items()],
        **({} if request.method == "POST" else _wished()),
    )
    begun: list[int] = []

    def begin() -> None:
        person = _person_named(actor, form.person.data or "")
        at = form.at.data.replace(tzinfo=site().zone) if form.at.data else now()
        happened = actions.Happened(
            person_id=person.id,
            channel=str(form.channel.data),
            reference=str(form.reference.data),
            at=at,
            how=How(str(form.how.data)),
            probability=float(form.share.data) / 100 if form.share.data is not None else None,
        )
        begun.append(actions.begin(db(), actor, found[str(form.scorecard.data)], happened, now=now()))

    if accepted(form, begin):
        return redirect(f"/reviews/{begun[0]}/score", 303)
    people = _people(actor)
    page = render_template("scorecards/new.html", form=form, people=people, listed=found, **about(actor))
    return page, 422 if form.errors else 200


def _wished() -> dict[str, str]:
    """What the address fills in: somebody's number, a scorecard."""
    return {name: request.args[name][:200] for name in ("person", "scorecard") if name in request.args}


def _people(actor: Actor) -> list[tuple[str, str]]:
    """Number and name of the people whom the actor may review; none when they are too many for a list."""
    query = select(Person).join(Person.team).where(queries.reviewable(actor))
    query = query.where(or_(Person.left_on.is_(None), Person.left_on >= today()))
    found = db().scalars(query.order_by(Person.family_name, Person.given_name).limit(FEW + 1)).all()
    return [(one.employee_number, one.full_name) for one in found] if len(found) <= FEW else []


def _person_named(actor: Actor, named: str) -> Person:
    """Somebody whom the actor may review, by number or address. Raises Problems."""
    wanted = named.strip().lower()
    query = select(Person).join(Person.team)
    query = query.where(or_(func.lower(Person.employee_number) == wanted, Person.email == wanted))
    person: Person | None = db().scalars(query.where(queries.reviewable(actor))).first()
    if person is not None:
        return person
    if db().scalar(query.where(Person.id == actor.person_id).with_only_columns(Person.id)) is not None:
        message = _("Nobody reviews their own work.")
        raise Problems([Problem("person", None, message, _("Ask your leader, or a colleague who reviews."))])
    message = _("We find nobody with this number or address among the people whom you lead.")
    raise Problems([Problem("person", None, message)])
