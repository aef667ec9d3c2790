"""Forms to import a story from Twine: the file, then the name of the draft that it becomes."""

from wtforms import FileField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy


class StoryForm(SiteForm):
    """The file."""

    file = FileField(lazy("Story"))


class DraftForm(SiteForm):
    """What the story became, and the short name that its address will have."""

    slug = StringField(
        lazy("Short name"),
        [InputRequired(lazy("Enter a short name, such as “late-again”.")), Length(max=80)],
        description=lazy("It stands in the address of the scenario."),
    )
    name = HiddenField()
    story = HiddenField(filters=[])
