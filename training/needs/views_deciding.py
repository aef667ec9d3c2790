"""Deciding about a need, and what both sides say about it."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.queries import live, live_all
from training.core.auth import current_actor
from training.core.forms import accepted, cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import db, now, requires, row_asked, today
from training.needs import actions, actions_doing, actions_process
from training.needs.actions_opening import ByHand, open_by_hand
from training.needs.actions_training import Item, Said, Start, assign
from training.needs.forms import DISMISS, KEEP, PROCESS, CommentForm, DecideForm, NewNeedForm, WordsForm
from training.needs.models import Need
from training.needs.queries import need_for, need_to_decide
from training.needs.queries_lists import led_people
from training.needs.queries_pages import Page, page_of
from training.needs.rules import Design, State
from training.needs.rules_proposal import Offer
from training.needs.views import improve_form, show

bp = Blueprint("need_decisions", __name__)


def item_of(offer: Offer) -> Item:
    """An offer as it is assigned."""
    return Item(offer.kind, offer.slug, offer.item, offer.title, offer.minutes, offer.document_id)


@bp.post("/needs/<int:need_id>/decide")
@requires(Permission.NEED_DECIDE)
def decide(need_id: int) -> ResponseReturnValue:
    """Confirm and assign, confirm for later, say that it is the process, or dismiss."""
    need = need_to_decide(db(), current_actor(), need_id)
    page = page_of(db(), current_actor(), need, today=today())
    form: DecideForm = posted(DecideForm)
    offers = (*page.proposal.chosen, *page.proposal.others) if page.proposal else ()
    form.items.choices = [(one.key, one.title) for one in offers]
    if not accepted(form, lambda: _decided(page, form)):
        return show(need, decide_form=form), 422
    return redirect(f"/needs/{need_id}", 303)


def _decided(page: Page, form: DecideForm) -> None:
    actor, need_id, words = current_actor(), page.need.id, cleaned(form.words.data)
    what = request.form.get("do", "")
    if what == DISMISS:
        actions.dismiss(db(), actor, need_id, reason=words, now=now())
        flash(_("Dismissed, with your reason."), "good")
    elif what == PROCESS:
        actions.blame_process(db(), actor, need_id, words=words, now=now())
        flash(_("Noted as a matter of the process. What is changed about it comes next."), "good")
    elif what == KEEP:
        actions.confirm(db(), actor, need_id, words=words, now=now())
        flash(_("Confirmed. Assign it when you are ready."), "good")
    elif page.need.state != State.ASSIGNED:  # else it was pressed twice
        _assigned(page, form, words)
        flash(_("Assigned. %(name)s is told.", name=page.name), "good")


def _assigned(page: Page, form: DecideForm, words: str) -> None:
    if page.proposal is None:
        message = _("This standard is not in force any more, so nothing is to be learnt for it.")
        raise Problems([Problem("items", None, message, _("Dismiss the need instead."))])
    start = _from(form.start_on.data)
    need = page.need
    need.sources = list(page.beside.sources)
    items = [item_of(one) for one in page.proposal.offers(form.items.data or ())]
    said = Said(words, cleaned(form.override.data))
    assign(db(), current_actor(), Start(Design.TOGETHER, [[need]], [start]), {need.id: items}, said, now=now())


def _from(day: date | None) -> date:
    if day is not None and day < today():
        raise Problems([Problem("start_on", None, _("That day has passed."), _("Choose one that is still to come."))])
    return day or today()


@bp.post("/needs/<int:need_id>/improve")
@requires(Permission.NEED_DECIDE)
def improve(need_id: int) -> ResponseReturnValue:
    """Say what is changed about a process, by whom and until when."""
    need = need_to_decide(db(), current_actor(), need_id)
    form = improve_form()

    def act() -> None:
        text, by_on = cleaned(form.text.data), form.by_on.data or today()
        owner = int(form.owner.data)
        actions_process.improve(
            db(), current_actor(), need_id, text=text, owner_id=owner, by_on=by_on, now=now(), today=today()
        )

    if not accepted(form, act):
        return show(need, improve_form=form), 422
    flash(_("Begun. It stands on the page of the customer’s voice, for everybody."), "good")
    return redirect(f"/needs/{need_id}", 303)


@bp.post("/needs/<int:need_id>/override")
@requires(Permission.NEED_DECIDE)
def override(need_id: int) -> ResponseReturnValue:
    """Allow lessons in spite of a process, in writing."""
    need = need_to_decide(db(), current_actor(), need_id)
    form: WordsForm = posted(WordsForm)
    if not accepted(
        form,
        lambda: actions.override(db(), current_actor(), need_id, words=cleaned(form.words.data), now=now()),
    ):
        return show(need, words_form=form), 422
    flash(_("Lessons are possible now. Your reason stands beside it."), "good")
    return redirect(f"/needs/{need_id}", 303)


@bp.post("/needs/<int:need_id>/dismiss")
@requires(Permission.NEED_DECIDE)
def dismiss(need_id: int) -> ResponseReturnValue:
    """Say that nothing is to be done about a process, and why."""
    need = need_to_decide(db(), current_actor(), need_id)
    form: WordsForm = posted(WordsForm)
    if not accepted(
        form, lambda: actions.dismiss(db(), current_actor(), need_id, reason=cleaned(form.words.data), now=now())
    ):
        return show(need, words_form=form), 422
    flash(_("Dismissed, with your reason."), "good")
    return redirect(f"/needs/{need_id}", 303)


@bp.post("/needs/<int:need_id>/comments")
@requires(Permission.LEARN)
def comment(need_id: int) -> ResponseReturnValue:
    """Say something about a need; the other side is told."""
    need = need_for(db(), current_actor(), need_id)
    form: CommentForm = posted(CommentForm)
    if not accepted(
        form, lambda: actions.comment(db(), current_actor(), need_id, text=cleaned(form.text.data), now=now())
    ):
        return show(need, comment_form=form), 422
    flash(_("Your comment stands below it."), "good")
    return redirect(f"/needs/{need_id}#comments", 303)


@bp.post("/needs/<int:need_id>/items/<int:item_number>/talked")
@requires(Permission.NEED_DECIDE)
def talked(need_id: int, item_number: int) -> ResponseReturnValue:
    """Say that a talk took place."""
    actions_doing.talked(db(), current_actor(), need_id, item_number, now=now())
    flash(_("Noted."), "good")
    return redirect(f"/needs/{need_id}", 303)


@bp.route("/needs/new", methods=["GET", "POST"])
@requires(Permission.NEED_DECIDE)
def new() -> ResponseReturnValue:
    """Open a need without waiting for a review."""
    wanted = row_asked("person"), request.args.get("standard", "")
    form: NewNeedForm = posted(NewNeedForm, person=wanted[0], standard=wanted[1])
    form.person.choices = led_people(db(), current_actor(), today=today())
    form.standard.choices = [(slug, one.title) for slug, one in live_all(db(), "standard").items()]
    opened: list[Need] = []
    if accepted(form, lambda: opened.append(_opened(form))):
        flash(_("It is written down. You decide about it here."), "good")
        return redirect(f"/needs/{opened[0].id}", 303)
    return render_template("needs/new.html", form=form), 422 if form.errors else 200


def _opened(form: NewNeedForm) -> Need:
    standard = live(db(), "standard", form.standard.data or "")
    if standard is None:
        raise Problems([Problem("standard", None, _("This standard is not in force any more."))])
    seen = ByHand(standard.document_id, standard.id, cleaned(form.words.data))
    return open_by_hand(db(), current_actor(), int(form.person.data), seen, now=now())
