"""Ways in for other people: invitations by mail and on paper, a new code for one person, an end to their visits."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.accounts.actions_codes import House, keep_codes, mail_codes
from training.accounts.papers import Card, card_for
from training.accounts.queries_people import PAGE_SIZE, invitees, without_account
from training.accounts.rules_codes import LIFETIMES, Purpose
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.web import NotFound, database, db, now, requires, settings, site, today
from training.people.queries import team_tree
from training.people.queries_holding import above

bp = Blueprint("invitations", __name__)


@bp.get("/people/invitations")
@requires(Permission.PERSON_INVITE)
def index() -> ResponseReturnValue:
    return _list(problem="")


def _list(problem: str) -> str:
    actor, team_id = current_actor(), request.values.get("team", type=int)
    page, text = request.values.get("page", 1, type=int), request.values.get("q", "")[:100]
    with database().reading() as session:
        found = without_account(session, actor, text=text, team_id=team_id, page=page, now=now(), today=today())
        teams = team_tree(session, actor, Permission.PERSON_INVITE)
    return render_template(
        "accounts/invitations.html",
        page=found,
        until={row.id: local_day(row.invited_until, site().zone) for row in found.rows if row.invited_until},
        teams=teams,
        team_id=team_id,
        text=text,
        problem=problem,
        url_of_page=lambda number: url_for("invitations.index", q=text or None, team=team_id, page=number),
    )


@bp.post("/people/invitations")
@requires(Permission.PERSON_INVITE)
def invite() -> ResponseReturnValue:
    chosen = request.form.getlist("person", type=int)[:PAGE_SIZE]
    if not chosen:
        return _list(_("Choose at least one person.")), 422
    if request.form.get("how") == "sheet":
        return _sheet(chosen)
    actor = current_actor()
    found = invitees(db(), actor, chosen, today=today())
    people = [invitee.person for invitee in found if invitee.purpose == Purpose.INVITATION]
    house = House(site().company, site().zone, settings().base_url)
    sent = mail_codes(db(), Purpose.INVITATION, people, house=house, made_by=actor.person_id, now=now())
    if sent:
        flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", sent), "good")
    if sent < len(people):
        flash(_without_address(len(people) - sent), "warn")
    return redirect(url_for("invitations.index", team=request.form.get("team", type=int)), 303)


def _without_address(number: int) -> str:
    return ngettext(
        "%(num)s person has no e-mail address. Make a sheet for them.",
        "%(num)s people have no e-mail address. Make a sheet for them.",
        number,
    )


@bp.post("/people/<int:person_id>/new-code")
@requires(Permission.PERSON_INVITE)
def new_code(person_id: int) -> ResponseReturnValue:
    return _sheet([person_id], back_url=url_for("people.person", person_id=person_id))


def _sheet(chosen: Collection[int], back_url: str = "") -> str:
    """Cards to print. The codes are kept as hashes only, so this answer is the one place where they stand."""
    actor = current_actor()
    with database().reading() as session:
        found = invitees(session, actor, chosen, today=today())
        refused = above(session, actor, [invitee.person.id for invitee in found], today=today())
    if not found:
        raise NotFound
    # Drawing takes about 5 ms a code, so it is done before anything is written.
    cards = [card_for(invitee, settings().base_url) for invitee in found if invitee.person.id not in refused]
    _keep(cards)
    return render_template(
        "accounts/sheet.html",
        cards=cards,
        until={card.person_id: local_day(now() + LIFETIMES[card.purpose], site().zone) for card in cards},
        left_out=[invitee.person.full_name for invitee in found if invitee.person.id in refused],
        back_url=back_url or url_for("invitations.index"),
    )


def _keep(cards: list[Card]) -> None:
    for purpose in {card.purpose for card in cards}:
        secrets = {card.person_id: card.secret for card in cards if card.purpose == purpose}
        keep_codes(db(), purpose, secrets, made_by=current_actor().person_id, how="sheet", now=now())
