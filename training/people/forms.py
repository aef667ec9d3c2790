"""Forms about people, teams and roles."""

from typing import Any

from wtforms import Field, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from training.core.forms import DayField, SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.people.actions import PersonFacts
from training.people.rules import is_address, tidy_name

NAME = Length(max=200, message=lazy("This is longer than 200 characters."))


def tidy(text: str | None) -> str | None:
    """A typed name without stray spaces."""
    return tidy_name(text) if text else text


def readable(_form: Any, field: Field) -> None:
    """No control characters: they come from broken copies and cannot be seen."""
    if any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in field.data or ""):
        raise ValidationError(_("This holds a sign that cannot be shown. Type it again instead of pasting it."))


class PersonForm(SiteForm):
    """A person's facts. The manager is named by employee number; `manager_id` is filled in by the view."""

    given_name = StringField(
        lazy("Given name"), [DataRequired(lazy("Enter the given name.")), NAME, readable], filters=[tidy]
    )
    family_name = StringField(
        lazy("Family name"), [DataRequired(lazy("Enter the family name.")), NAME, readable], filters=[tidy]
    )
    preferred_name = StringField(lazy("Preferred name"), [Optional(), NAME, readable], filters=[tidy])
    employee_number = StringField(
        lazy("Employee number"), [DataRequired(lazy("Enter the employee number.")), Length(max=50), readable]
    )
    email = StringField(lazy("E-mail"), [Optional()])
    phone = StringField(lazy("Phone"), [Optional(), Length(max=50), readable])
    language = SelectField(lazy("Language"))
    team_id = SelectField(lazy("Team"), [DataRequired(lazy("Choose a team."))], coerce=int)
    manager = StringField(lazy("Manager’s employee number"), [Optional()])
    hired_on = DayField(lazy("First working day"), [Optional()])
    leave_from = DayField(lazy("On leave from"), [Optional()])
    leave_until = DayField(lazy("On leave until"), [Optional()])

    def validate_email(self, field: Field) -> None:
        if not is_address(field.data):
            raise ValidationError(_("This is not an e-mail address. It looks like name@example.com."))

    def facts(self, manager_id: int | None) -> PersonFacts:
        return PersonFacts(
            employee_number=self.employee_number.data or "",
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            preferred_name=self.preferred_name.data or "",
            email=(self.email.data or "").lower() or None,
            phone=self.phone.data or "",
            language=self.language.data,
            team_id=self.team_id.data,
            manager_id=manager_id,
            hired_on=self.hired_on.data,
            leave_from=self.leave_from.data,
            leave_until=self.leave_until.data,
        )


class NewPersonForm(PersonForm):
    """A person's facts, and the role they begin in."""

    role_id = SelectField(lazy("Role"), coerce=int, default=0)


class LastDayForm(SiteForm):
    """The end of somebody's employment."""

    last_day = DayField(lazy("Last working day"), [InputRequired(lazy("Enter the last working day."))])


class RolePeriodForm(SiteForm):
    """A role from a day to a day."""

    role_id = SelectField(lazy("Role"), coerce=int)
    from_on = DayField(lazy("First day"), [InputRequired(lazy("Enter the first day."))])
    until_on = DayField(lazy("Last day"), [Optional()])


class RoleForm(SiteForm):
    """A role's name."""

    name = StringField(lazy("Name of the role"), [DataRequired(lazy("Enter a name.")), NAME, readable], filters=[tidy])


class TeamForm(SiteForm):
    """A team's name, its place in the tree, and its leaders by employee number."""

    name = StringField(lazy("Name of the team"), [DataRequired(lazy("Enter a name.")), NAME, readable], filters=[tidy])
    parent_id = SelectField(lazy("Stands below"), coerce=int)
    leaders = StringField(lazy("Led by"), [Optional()])
