"""Forms about documents."""

from collections.abc import Mapping
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from training.content.release import Change
from training.core.forms import SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy


class SourceForm(SiteForm):
    """The text of a document in its editor, and what it began from; an empty value means that there was nothing."""

    source = TextAreaField(lazy("Text of the document"), filters=[])
    revision = HiddenField()
    base = HiddenField()

    @property
    def seen_revision(self) -> int | None:
        return _number(self.revision.data)

    @property
    def seen_base(self) -> int | None:
        return _number(self.base.data)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


class NewDocumentForm(SiteForm):
    """A new document: its kind, and the name that its address and its file will have."""

    kind = SelectField(lazy("Kind"))
    slug = StringField(
        lazy("Short name"),
        [InputRequired(lazy("Enter a short name, such as “taking-a-call”.")), Length(max=80)],
    )


class PublishForm(SiteForm):
    """What to say about a new version. `publish_form` adds a question for each changed block."""

    base = HiddenField()
    revision = HiddenField()
    note = TextAreaField(
        lazy("Note for the history"),
        [Optional(), Length(max=2000, message=lazy("This is longer than 2,000 characters."))],
        description=lazy("What changed, and why, in a sentence."),
    )

    def __init__(self, *values: Any, **defaults: Any) -> None:
        super().__init__(*values, **defaults)
        for field in self:
            if isinstance(field, RadioField):
                field.choices = [
                    (Change.EDITORIAL.value, _("Wording only. It means the same as before.")),
                    (Change.CLARIFYING.value, _("Clearer. What people do stays the same.")),
                    (Change.BEHAVIOUR.value, _("It changes what people do. They learn it again.")),
                ]

    def classes(self) -> dict[str, Change]:
        """The class of each changed block."""
        return {
            name.removeprefix(_CHANGE): Change(field.data)
            for name, field in self._fields.items()
            if name.startswith(_CHANGE) and field.data
        }


_CHANGE = "change-"


def publish_form(blocks: Mapping[str, str]) -> type[PublishForm]:
    """A form that asks how each of these blocks changed; titles by id."""
    fields: dict[str, Any] = {
        f"{_CHANGE}{block}": RadioField(title, [InputRequired(_("Say how “%(title)s” changed.", title=title))])
        for block, title in blocks.items()
    }
    return type("PublishFormOfBlocks", (PublishForm,), fields)


class MediaForm(SiteForm):
    """A picture or video to keep under its file name."""

    file = FileField(lazy("Picture or video"))
