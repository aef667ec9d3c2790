"""Planning a round: several people who learn the same, not all at once, and who starts when."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.library import Edition
from training.content.queries import live
from training.core.auth import current_actor
from training.core.forms import accepted, cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires, today
from training.diagnosis.looking import note_this_look
from training.method.planner import start_order
from training.needs.actions_training import Said, Start, assign
from training.needs.forms import RoundForm
from training.needs.models import Need, Round
from training.needs.queries import needs_to_decide
from training.needs.queries_rounds import Candidate, candidates_for, round_for, shared_proposal
from training.needs.rules import Design, State
from training.needs.rules_proposal import Proposal
from training.needs.rules_rounds import chosen_waves, starts_of
from training.needs.views import panels
from training.needs.views_deciding import item_of
from training.needs.words import DESIGNS, minutes_words, state_of, why_chance
from training.voice.queries import titles_by_id

bp = Blueprint("need_rounds", __name__)

LONGEST_SEED = 31  # bits


@bp.route("/needs/rounds/new", methods=["GET", "POST"])
@requires(Permission.NEED_DECIDE)
def new() -> ResponseReturnValue:
    """Who takes part, with what, how many at once, and whether chance says who starts when."""
    slug = request.args.get("standard", "")
    if not slug:
        return redirect("/needs", 303)
    edition = live(db(), "standard", slug)
    if edition is None:
        raise NotFound
    people = candidates_for(db(), current_actor(), edition, today=today())
    if request.method == "POST":
        if before := _pressed_twice(edition):
            return redirect(f"/needs/rounds/{before}", 303)
    else:
        note_this_look(*(one.need.person_id for one in people if one.need.person_id is not None))
    proposal = shared_proposal(db(), edition, people, today=today())
    defaults = {"capacity": max(1, len(people) // 2), "start_on": today(), "weeks": 6}
    ready = [one.need.id for one in people if one.is_ready]
    form: RoundForm = posted(RoundForm, people=ready, items=[one.key for one in proposal.chosen], **defaults)
    form.people.choices = [(one.need.id, one.name) for one in people]
    form.items.choices = [(one.key, one.title) for one in (*proposal.chosen, *proposal.others)]
    made: list[Round] = []
    if accepted(form, lambda: made.append(_made(form, edition, people, proposal))):
        flash(_("Planned. Everybody is told when their turn comes."), "good")
        return redirect(f"/needs/rounds/{made[0].id}", 303)
    page = render_template(
        "needs/round_new.html",
        form=form,
        edition=edition,
        people=people,
        proposal=proposal,
        why=why_chance(len(people)),
        minutes_words=minutes_words,
    )
    return page, 422 if form.errors else 200


def _pressed_twice(edition: Edition) -> int | None:
    """The round that the same press made a moment ago. Whoever was let go of since waits for a new one."""
    ids = [int(one) for one in request.form.getlist("people") if one.isdecimal() and len(one) < 10]
    found = needs_to_decide(db(), current_actor(), ids, edition.document_id)
    rounds = {one.round_id if one.state == State.ASSIGNED else None for one in found}
    return rounds.pop() if len(found) == len(ids) > 0 and len(rounds) == 1 else None


def _made(form: RoundForm, edition: Edition, people: Sequence[Candidate], proposal: Proposal) -> Round:
    needs = needs_to_decide(db(), current_actor(), form.people.data or [], edition.document_id)
    if not needs:
        raise Problems([Problem("people", None, _("Choose who takes part."))])
    sources = {one.need.id: one.beside.sources for one in people}
    for need in needs:
        need.sources = list(sources.get(need.id, need.sources))
    first, capacity, weeks = form.start_on.data, int(form.capacity.data or 1), int(form.weeks.data or 1)
    if first is None or first < today():
        raise Problems([Problem("start_on", None, _("That day has passed."), _("Choose one that is still to come."))])
    start = _start(form, needs, capacity, first, weeks)
    items = [item_of(one) for one in proposal.offers(form.items.data or ())]
    said = Said(cleaned(form.words.data))
    return assign(db(), current_actor(), start, {one.id: items for one in needs}, said, now=now())


def _start(form: RoundForm, needs: Sequence[Need], capacity: int, first: date, weeks: int) -> Start:
    by_person = {one.person_id or 0: one for one in needs}
    gap = timedelta(weeks=weeks)
    if len(needs) <= capacity:
        return Start(Design.TOGETHER, [list(needs)], [first])
    if request.form.get("do") == "random":
        seed = secrets.randbits(LONGEST_SEED)
        waves = start_order(list(by_person), capacity, seed)
        return Start(
            Design.RANDOM, [[by_person[one] for one in wave] for wave in waves], starts_of(waves, first, gap), seed
        )
    declined = cleaned(form.declined.data)
    if not declined:
        message = _("Say why chance should not decide here.")
        raise Problems([Problem("declined", None, message, _("Or let it decide: then you will know what helps."))])
    waves = chosen_waves({one: _place(need) for one, need in by_person.items()}, capacity)
    chosen = [[by_person[one] for one in wave] for wave in waves]
    return Start(Design.CHOSEN, chosen, starts_of(waves, first, gap), declined=declined)


def _place(need: Need) -> int:
    """The place in the order that was typed for somebody; whoever has none comes last."""
    typed = request.form.get(f"place-{need.id}", "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1_000_000


@bp.get("/needs/rounds/<int:round_id>")
@requires(Permission.NEED_DECIDE)
def show(round_id: int) -> ResponseReturnValue:
    """Who starts when, and how that was chosen."""
    found, lines = round_for(db(), current_actor(), round_id)
    return render_template(
        "needs/round.html",
        found=found,
        lines=lines,
        title=titles_by_id(db(), {found.standard_id})[found.standard_id],
        lesson=titles_by_id(db(), {found.lesson_id})[found.lesson_id],
        design=DESIGNS[Design(found.design)],
        state_of=state_of,
        panels=panels("round_panels", found),
    )
