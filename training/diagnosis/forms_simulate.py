"""The form for the numbers of an invented company."""

from wtforms import DecimalField, IntegerField
from wtforms.validators import InputRequired

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy
from training.diagnosis.rules_simulate import Given

_GIVEN = (InputRequired(lazy("Give a number.")),)


class SimulateForm(SiteForm):
    """How many people, how many readings, and how large a gap is looked for; shares in per cent."""

    people = IntegerField(lazy("People who are measured"), _GIVEN)
    teams = IntegerField(lazy("Teams that they are in"), _GIVEN)
    readings = IntegerField(lazy("Readings of each, in a quarter"), _GIVEN)
    standard = DecimalField(lazy("The standard, in per cent met"), _GIVEN, places=None)
    usual = DecimalField(lazy("What most people reach, in per cent"), _GIVEN, places=None)
    gap = DecimalField(lazy("How many points lower somebody is"), _GIVEN, places=None)
    share = DecimalField(lazy("How many of a hundred people are"), _GIVEN, places=None)

    def given(self) -> Given:
        """The numbers as they were typed. Only of a form that is valid."""
        return Given(
            people=self.people.data or 0,
            teams=self.teams.data or 0,
            readings=self.readings.data or 0,
            standard=float(self.standard.data or 0),
            usual=float(self.usual.data or 0),
            gap=float(self.gap.data or 0),
            share=float(self.share.data or 0),
        )
