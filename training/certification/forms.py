"""Forms about standings and certificates."""

from wtforms import Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from training.core.forms import DayField, SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.web import today

MAX_REASON = 500
MAX_DIGITS = 18  # of a row's number, as the database keeps it


class PastDayForm(SiteForm):
    """The day on which a standing is asked for."""

    on = DayField(lazy("On which day?"), [InputRequired(lazy("Enter a day."))])

    def validate_on(self, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet. Choose today or an earlier one."))


class AssignForm(SiteForm):
    """A programme for somebody, beyond their roles. The view fills in which there are."""

    programme = SelectField(lazy("Programme"), [InputRequired(lazy("Choose a programme."))], coerce=int)


class DecisionForm(SiteForm):
    """A decision about somebody. `seen` is the newest one that was there when its maker began."""

    reason = TextAreaField(
        lazy("Why?"),
        [
            InputRequired(lazy("Give the reason. It stays with the record, with your name.")),
            Length(max=MAX_REASON, message=lazy("Say it in at most 500 signs.")),
        ],
        description=lazy("It stays with the record, with your name, and the person can read it."),
    )
    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """The newest decision that was seen; 0 for none, and for what nobody could have sent."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else 0


class ExemptForm(DecisionForm):
    """A decision that may have an end."""

    until = DayField(
        lazy("Until which day?"), [Optional()], description=lazy("The last day of the exemption. Empty means for good.")
    )


class ExtendForm(DecisionForm):
    """A decision for a new last day."""

    until = DayField(lazy("Until which day?"), [InputRequired(lazy("Enter a day."))])
