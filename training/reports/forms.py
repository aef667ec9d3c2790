"""Forms of the board."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy


class AssignForm(SiteForm):
    """The programme to ask for."""

    programme = SelectField(lazy("Programme"), [InputRequired(lazy("Choose a programme."))], coerce=int)
