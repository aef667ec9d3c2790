"""The form about one's own reminders."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from babel.dates import format_date, format_time
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from training.accounts.forms_set_up import time_zones
from training.core.forms import SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import language, locale_of
from training.core.i18n import lazy_gettext as lazy
from training.reminders.rules_when import Rhythm

MONDAY = date(2024, 1, 1)


def rhythms() -> list[tuple[str, str]]:
    return [
        (Rhythm.DAILY.value, _("On any day")),
        (Rhythm.WORKDAYS.value, _("From Monday to Friday")),
        (Rhythm.WEEKLY.value, _("Once a week, and on other working days only what is due or late")),
    ]


def weekdays() -> list[tuple[str, str]]:
    days = (MONDAY + timedelta(days=number) for number in range(7))
    return [(str(day.weekday()), format_date(day, "EEEE", locale=locale_of(language()))) for day in days]


def hour_in_words(hour: int) -> str:
    """“08:00”."""
    return format_time(time(hour), "HH:mm", locale=locale_of(language()))


class ReminderForm(SiteForm):
    """When and how somebody is told. The view fills in the hours of the site."""

    rhythm = RadioField(lazy("On which days are you told?"), choices=rhythms)
    weekday = SelectField(lazy("Day of the weekly mail"), choices=weekdays)
    hour = SelectField(lazy("From which hour?"))
    timezone = StringField(lazy("Your time zone"))

    def offer(self, hours: Iterable[int], first: int) -> None:
        """The hours to choose from; the first answer leaves it to the site."""
        usual = _("When the others are told, from %(hour)s", hour=hour_in_words(first))
        self.hour.choices = [("", usual), *((str(hour), hour_in_words(hour)) for hour in hours)]

    def validate_timezone(self, field: Field) -> None:
        if field.data and field.data not in time_zones():
            raise ValidationError(_("We do not know this time zone. Choose one of the list, such as Europe/Dublin."))

    @property
    def chosen_hour(self) -> int | None:
        return int(self.hour.data) if self.hour.data else None
