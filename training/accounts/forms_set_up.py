"""The three questions of the first run."""

from functools import cache
from zoneinfo import available_timezones

from wtforms import Field, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from training.accounts.first_run import Administrator
from training.accounts.forms import PassphraseForm
from training.core.i18n import gettext
from training.core.i18n import lazy_gettext as _
from training.people.forms import NAME, readable, tidy
from training.people.rules import is_address


@cache
def time_zones() -> tuple[str, ...]:
    """Every zone that has a place in its name, and UTC."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))


class SetUpForm(PassphraseForm):
    """Company, first administrator, time zone."""

    company = StringField(
        _("What is your company called?"),
        [DataRequired(_("Enter the company’s name.")), NAME, readable],
        filters=[tidy],
    )
    given_name = StringField(
        _("Your given name"), [DataRequired(_("Enter your given name.")), NAME, readable], filters=[tidy]
    )
    family_name = StringField(
        _("Your family name"), [DataRequired(_("Enter your family name.")), NAME, readable], filters=[tidy]
    )
    email = StringField(_("Your e-mail address"))
    employee_number = StringField(_("Your employee number"), [Length(max=50), readable])
    timezone = StringField(_("In which time zone do you work?"), [InputRequired(_("Choose a time zone."))])

    def validate_email(self, field: Field) -> None:
        if field.data and not is_address(field.data):
            raise ValidationError(gettext("This is not an e-mail address. It looks like name@example.com."))

    def validate_employee_number(self, field: Field) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(gettext("Enter your e-mail address, your employee number, or both."))

    def validate_timezone(self, field: Field) -> None:
        if field.data not in time_zones():
            raise ValidationError(
                gettext("We do not know this time zone. Choose one of the list, such as Europe/Dublin.")
            )

    def administrator(self, language: str) -> Administrator:
        return Administrator(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            employee_number=self.employee_number.data or "",
            email=(self.email.data or "").lower() or None,
            language=language,
        )

    def personal(self) -> tuple[str, ...]:
        """What somebody who knows the administrator would try first."""
        fields = (self.company, self.given_name, self.family_name, self.email, self.employee_number)
        return tuple(str(field.data or "") for field in fields)
