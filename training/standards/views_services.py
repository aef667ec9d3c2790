"""Pages about services and how they run: the list, a service, a transaction as a blueprint, and that on paper."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.content.library import Edition
from training.content.queries import live
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import posted
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, now, requires, site, today
from training.standards.actions_services import make_from_model
from training.standards.files_service import KIND as SERVICE
from training.standards.forms_services import NewServiceForm
from training.standards.queries_services import list_services, service_known, unkept_promises
from training.standards.queries_transactions import transaction_known
from training.standards.words import serving

bp = Blueprint("services", __name__)


@bp.get("/services")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor = current_actor()
    unkept = unkept_promises(db(), actor, today=today()) if actor.may(Permission.COVERAGE_READ) else []
    return render_template("standards/services.html", listed=list_services(db()), unkept=unkept)


@bp.get("/services/<service_slug>")
@requires(Permission.LEARN)
def service(service_slug: str) -> ResponseReturnValue:
    known = service_known(db(), current_actor(), service_slug, today=today())
    return render_template(
        "standards/service.html",
        known=known,
        edition=known.edition,
        service=known.service,
        published_on=local_day(known.edition.at, site().zone),
    )


@bp.route("/services/<service_slug>/make", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_WRITE)
def make(service_slug: str) -> ResponseReturnValue:
    """A draft of a service made from this model, in the editor."""
    model = _model(service_slug)
    form: NewServiceForm = posted(NewServiceForm)
    if request.method == "POST" and form.validate():
        title = " ".join((form.title.data or "").split())
        try:
            draft = make_from_model(db(), current_actor(), model.model, service_slug, title, now=now())
        except Problems as problems:
            form.refuse("title", " ".join(problem.message for problem in problems.problems))
        else:
            return redirect(url_for("editing.edit", kind=draft.kind, slug=draft.slug), 303)
    return render_template("standards/service_make.html", form=form, model=model), 422 if form.errors else 200


def _model(slug: str) -> Edition:
    found = live(db(), SERVICE.name, slug)
    if found is None or not found.model.model:
        raise NotFound
    return found


@bp.get("/transactions/<transaction_slug>")
@requires(Permission.LEARN)
def transaction(transaction_slug: str) -> ResponseReturnValue:
    return _blueprint("standards/transaction.html", transaction_slug)


@bp.get("/transactions/<transaction_slug>/print")
@requires(Permission.LEARN)
def transaction_paper(transaction_slug: str) -> ResponseReturnValue:
    return _blueprint("standards/transaction_paper.html", transaction_slug)


def _blueprint(template: str, slug: str) -> str:
    actor = current_actor()
    known = transaction_known(db(), actor, slug, today=today())
    standards = {standard.slug for one in known.steps for standard in one.standards}
    marks: dict[str, object] = {}
    for hook in current_app.extensions["standard_marks"]:
        marks |= hook(db(), actor, standards, now())
    return render_template(
        template,
        known=known,
        edition=known.edition,
        transaction=known.transaction,
        serving={one.step.id: serving(one.uses) for one in known.steps},
        marks=marks,
        published_on=local_day(known.edition.at, site().zone),
    )
