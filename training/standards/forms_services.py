"""Forms about services."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy


class NewServiceForm(SiteForm):
    """What a service is called that is made from a model."""

    title = StringField(
        lazy("What is the new service called?"),
        [
            DataRequired(lazy("Enter what it is called.")),
            Length(max=100, message=lazy("Keep at most 100 characters.")),
        ],
        description=lazy("As customers would say it, such as “Help by telephone”."),
    )
