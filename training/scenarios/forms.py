"""How clocks shall run, before a play and after a pause."""

from typing import Any

from wtforms import RadioField

from training.core.forms import SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.scenarios.rules_clock import Pace


class PaceForm(SiteForm):
    """How much time somebody wants. Nobody is asked why."""

    pace = RadioField(lazy("How much time would you like?"), default=Pace.AS_SET.value)

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.pace.choices = [
            (Pace.AS_SET.value, _("As the author set it")),
            (Pace.TWICE.value, _("Twice the time")),
            (Pace.NO_CLOCK.value, _("Without the clock")),
        ]
