"""The operations page: for whoever looks after the site."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.core.mail import MailState
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, public, requires, settings
from training.operations import actions, queries
from training.operations.checks import advice
from training.operations.health import ailments
from training.operations.models import Care

bp = Blueprint("operations", __name__)

# The shape of the chip, and the word in it.
MAIL_WORDS = {
    MailState.WAITING: ("unknown", lazy_gettext("Waiting")),
    MailState.SENDING: ("training", lazy_gettext("Being sent")),
    MailState.SENT: ("met", lazy_gettext("Sent")),
    MailState.KEPT: ("unknown", lazy_gettext("Kept here")),
    MailState.UNSURE: ("soon", lazy_gettext("Perhaps sent")),
    MailState.FAILED: ("problem", lazy_gettext("Not sent")),
}


@bp.get("/operations")
@requires(Permission.OPERATIONS_READ)
def index() -> ResponseReturnValue:
    jobs, mails = queries.count_jobs(db(), now=now()), queries.count_mails(db())
    unsealed, head = queries.unsealed_and_head(db())
    check = queries.last_care(db(), Care.CHECK)
    return render_template(
        "operations/index.html",
        ailments=ailments(db(), now=now()),
        jobs=jobs,
        mails=mails,
        needy_mails=mails[MailState.FAILED] + mails[MailState.UNSURE],
        failed=queries.failed_jobs(db(), now=now()),
        open_jobs=queries.open_jobs(db(), now=now()),
        rounds=queries.rounds(db()),
        last_mails=queries.last_mails(db()),
        mail_words=MAIL_WORDS,
        may_write=current_actor().may(Permission.OPERATIONS_WRITE),
        readable=not settings().mail_url,
        unsealed=unsealed,
        head=head,
        installation=queries.installation(db()),
        check=check,
        backup=queries.last_care(db(), Care.BACKUP),
        advice=advice(),
    )


@bp.post("/operations/jobs/<int:job_id>/retry")
@requires(Permission.OPERATIONS_WRITE)
def retry_job(job_id: int) -> ResponseReturnValue:
    if actions.retry_job(db(), current_actor(), job_id, now=now()):
        flash(_("The job starts anew within a few seconds."), "good")
    else:
        flash(_("This job needs no new start."))
    return redirect(url_for("operations.index"), 303)


@bp.get("/operations/mails/<int:mail_id>")
@requires(Permission.OPERATIONS_READ)
def mail(mail_id: int) -> ResponseReturnValue:
    if settings().mail_url:
        raise NotFound  # it goes to the one it was written to
    return render_template("operations/mail.html", mail=queries.mail_for(db(), current_actor(), mail_id))


@bp.post("/operations/mails/<int:mail_id>/send")
@requires(Permission.OPERATIONS_WRITE)
def send_mail_again(mail_id: int) -> ResponseReturnValue:
    if actions.send_mail_again(db(), current_actor(), mail_id, now=now()):
        flash(_("The mail goes out again within a few seconds."), "good")
    else:
        flash(_("This mail need not be sent again."))
    return redirect(url_for("operations.index"), 303)


@bp.post("/operations/check")
@requires(Permission.OPERATIONS_WRITE)
def check() -> ResponseReturnValue:
    actions.check_soon(db(), now=now())
    flash(_("Everything is being checked. Look again in a minute."), "good")
    return redirect(url_for("operations.index"), 303)


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    try:
        sentences = ailments(db(), now=now())
    except SQLAlchemyError:
        sentences = [_("The database does not answer.")]
    text = "\n".join(sentences) or _("Everything is well.")
    return Response(text + "\n", 503 if sentences else 200, mimetype="text/plain")
