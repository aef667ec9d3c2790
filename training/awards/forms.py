"""Forms about certificates: the check by an outsider, and a key that is withdrawn."""

from wtforms import Field, FileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from training.awards.rules_badge import MAX_SIGNS
from training.certification.rules_number import read_number
from training.core.forms import SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy


class NumberForm(SiteForm):
    """The number of a certificate, as typed from paper."""

    number = StringField(
        lazy("Number of the certificate"),
        [InputRequired(lazy("Enter the number that stands on the certificate.")), Length(max=100)],
    )

    def validate_number(self, field: Field) -> None:
        if read_number(field.data) is None:
            raise ValidationError(_("This is not a certificate’s number. It has twelve signs, such as 4F7K-9Q2M-X0C5."))


class BadgeForm(SiteForm):
    """A badge, as text or as the file that its holder sent."""

    badge = TextAreaField(
        lazy("The badge’s text"),
        [Length(max=MAX_SIGNS, message=lazy("This is too long for a badge."))],
        description=lazy("One long line of letters and digits, with two dots in it."),
    )
    file = FileField(lazy("Or its file"), description=lazy("Its name ends in .jwt."))


class WithdrawKeyForm(SiteForm):
    """Why a key is withdrawn."""

    reason = TextAreaField(
        lazy("Why?"),
        [InputRequired(lazy("Say why. It stays with the key.")), Length(max=500)],
        description=lazy("It stays with the key, with your name."),
    )
