"""Forms about standings and certificates."""

from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from training.certification.rules_number import read_number
from training.core.forms import DayField, SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.web import today


class PastDayForm(SiteForm):
    """The day on which a standing is asked for."""

    on = DayField(lazy("On which day?"), [InputRequired(lazy("Enter a day."))])

    def validate_on(self, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet. Choose today or an earlier one."))


class AssignForm(SiteForm):
    """A programme for somebody, beyond their roles. The view fills in which there are."""

    programme = SelectField(lazy("Programme"), [InputRequired(lazy("Choose a programme."))], coerce=int)


class NumberForm(SiteForm):
    """The number of a certificate, as typed from paper."""

    number = StringField(
        lazy("Number of the certificate"),
        [InputRequired(lazy("Enter the number that stands on the certificate.")), Length(max=100)],
    )

    def validate_number(self, field: Field) -> None:
        if read_number(field.data) is None:
            raise ValidationError(_("This is not a certificate’s number. It has twelve signs, such as 4F7K-9Q2M-X0C5."))
