"""The forms of the staff: a new address, erasing a customer, and a list of customers."""

from wtforms import FileField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy
from training.feedback.actions_addresses import NewAddress
from training.feedback.rules import Sort


class AddressForm(SiteForm):
    """A form, what it is to be about, and where its code is put."""

    form_slug = SelectField(lazy("Form"), [DataRequired(lazy("Choose a form."))])
    team_id = SelectField(lazy("About which team"), [DataRequired(lazy("Choose a team."))], coerce=int)
    sort = SelectField(lazy("Where people find it"), [DataRequired(lazy("Say where people find it."))])
    place = StringField(
        lazy("Place"),
        [DataRequired(lazy("Say where it is, so that you know it again.")), Length(max=80)],
        description=lazy("Customers see it too: “Counter, Harbour Street”."),
    )
    person_number = StringField(
        lazy("About one person"),
        [Optional(), Length(max=40)],
        description=lazy("Their number, if answers are to count for them alone. Tell them before."),
    )

    def wanted(self) -> NewAddress:
        """What was chosen, once it is in order."""
        return NewAddress(
            form_slug=self.form_slug.data,
            team_id=self.team_id.data,
            sort=Sort(self.sort.data),
            place=self.place.data or "",
            person_number=self.person_number.data or "",
        )


class EraseForm(SiteForm):
    """Whose words are to go."""

    whose = StringField(
        lazy("Phone number, mail address or receipt"),
        [DataRequired(lazy("Type one of the three.")), Length(max=200)],
        description=lazy("As the customer gave it. Spaces and capitals do not matter."),
    )


class ListForm(SiteForm):
    """A file of customers, and whose customers they are."""

    team_id = SelectField(lazy("Whose customers"), [InputRequired(lazy("Choose a team."))], coerce=int)
    file = FileField(lazy("Table"))


class SilentForm(SiteForm):
    """How long customers must have been silent, and how long nobody asks the same one again."""

    silent = IntegerField(lazy("Not here for, in days"), [InputRequired(), NumberRange(1, 3650)], default=90)
    pause = IntegerField(lazy("Not asked for, in days"), [InputRequired(), NumberRange(1, 3650)], default=180)
