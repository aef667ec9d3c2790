"""The forms of handing in and of checking."""

from collections.abc import Sequence
from typing import Any

from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from training.core.forms import DayField, SiteForm
from training.core.i18n import lazy_gettext as lazy
from training.credentials.actions import HandIn


class HandInForm(SiteForm):
    """What stands on a certificate, and a picture of it. `draft` is a file that was kept when the form was refused."""

    issuer = StringField(lazy("Issued by"), validators=[DataRequired(lazy("Say who issued it.")), Length(max=200)])
    number = StringField(
        lazy("Number"), description=lazy("As it is printed, if it has one."), validators=[Optional(), Length(max=100)]
    )
    issued_on = DayField(lazy("Issued on"), validators=[InputRequired(lazy("Say when it was issued."))])
    ends_on = DayField(
        lazy("Ends on"), description=lazy("As it is printed. Leave it empty if it has no end."), validators=[Optional()]
    )
    file = FileField(lazy("Photo or PDF"))
    draft = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 2**31 - 1)])

    def wanted(self) -> HandIn:
        """What was said, once it is in order."""
        assert self.issued_on.data is not None, "The form is in order."  # noqa: S101 # a slip of ours, not of a user
        return HandIn(
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data,
            ends_on=self.ends_on.data,
            draft_id=self.draft.data,
        )


class FromListForm(HandInForm):
    """The same where only some issuers count."""

    issuer = SelectField(  # type: ignore[assignment] # another way to say the same
        lazy("Issued by"),
        description=lazy("Only certificates of these count."),
        validators=[InputRequired(lazy("Choose who issued it."))],
    )


def hand_in_form(issuers: Sequence[str], values: Any = None) -> HandInForm:
    """The form for a certificate that these may issue; anybody when there are none."""
    if not issuers:
        return HandInForm(values)
    form = FromListForm(values)
    form.issuer.choices = [
        *([("", lazy("Choose …"))] if len(issuers) > 1 else []),
        *((name, name) for name in issuers),
    ]
    return form


class CheckForm(SiteForm):
    """A decision about a certificate."""

    reason = TextAreaField(
        lazy("If you refuse it: why, and what would be right"), validators=[Optional(), Length(max=1000)]
    )
