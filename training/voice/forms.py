"""The form of what is being done about a cause."""

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from training.core.forms import DayField, SiteForm
from training.core.i18n import lazy_gettext as lazy
from training.voice.actions import Plan


class ImprovementForm(SiteForm):
    """What is being done, by whom, by when, and whether it is done."""

    category = SelectField(lazy("Which cause?"), validators=[InputRequired(lazy("Choose a cause."))])
    text = StringField(
        lazy("What is being done?"),
        description=lazy("In a sentence that every colleague understands."),
        validators=[DataRequired(lazy("Say what is being done.")), Length(max=300)],
    )
    owner = SelectField(lazy("Who does it?"), coerce=int, validators=[InputRequired(lazy("Choose somebody."))])
    by_on = DayField(lazy("By when?"), validators=[InputRequired(lazy("Give a day."))])
    is_done = BooleanField(lazy("It is done"))

    def plan(self) -> Plan:
        """What was said, once it is in order."""
        assert self.by_on.data is not None, "The form is in order."  # noqa: S101 # a slip of ours, not of a user
        return Plan(
            (self.category.data or "") if "category" in self else "",
            self.text.data or "",
            self.owner.data,
            self.by_on.data,
            bool(self.is_done.data),
        )
