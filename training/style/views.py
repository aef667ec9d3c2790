"""The living style page: every component of the site in every state, for people who write pages and documents."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.forms import DayField, SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.permissions import Permission
from training.core.web import requires
from training.style.pictures import pictures

bp = Blueprint("style", __name__)


class SampleForm(SiteForm):
    """One field of each sort."""

    full_name = StringField(lazy("Name on the certificate"), [Optional()])
    shop = SelectField(lazy("Shop"), [Optional()])
    reason = TextAreaField(lazy("Reason"), [Optional()])
    agreed = BooleanField(lazy("I have read this"), [Optional()])
    day = DayField(lazy("Day of the check"), [InputRequired(lazy("Enter the day of the check."))])
    secret = PasswordField(lazy("Passphrase"), [Optional()])
    roster = FileField(lazy("Roster"), [Optional()])
    call = RadioField(lazy("How did the call go?"), [Optional()])
    channels = SelectMultipleField(
        lazy("How may we reach you?"),
        [InputRequired(lazy("Choose at least one way."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.shop.choices = [("1", _("Harbour Street")), ("2", _("Station Road"))]
        self.call.choices = [("time", _("The caller has a time and a name")), ("open", _("Something is still open"))]
        self.channels.choices = [("mail", _("By e-mail")), ("phone", _("By phone")), ("post", _("By post"))]


@bp.get("/style")
@requires(Permission.DOCUMENT_READ)
def index() -> ResponseReturnValue:
    broken = SampleForm(MultiDict({"day": ""}))
    broken.validate()
    return render_template(
        "style/index.html",
        form=SampleForm(),
        broken=broken,
        pictures=pictures(),
        style_page=lambda page: f"?page={page}",
    )
