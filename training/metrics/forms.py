"""The forms of figures: files, sources, how columns are read, tokens, and who an unknown name is."""

from wtforms import FileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from training.core.forms import SiteForm
from training.core.i18n import lazy_gettext as lazy


class FileForm(SiteForm):
    """A file of a source that is known."""

    file = FileField(lazy("File"))


class SourceForm(FileForm):
    """A file of a source that is new."""

    title = StringField(
        lazy("Where does it come from?"),
        [InputRequired(lazy("Say where the file comes from.")), Length(max=150)],
        description=lazy("The same name each time: “Telephone system”, “Tickets”."),
    )
    preset = SelectField(lazy("How is it read?"), validate_choice=True)


class ColumnsForm(SiteForm):
    """What holds for the whole file; the columns are read beside it."""

    zone = StringField(
        lazy("Time zone of the times in the file"),
        [Optional(), Length(max=60)],
        description=lazy("Such as Europe/Dublin. Leave it empty when each time names its own."),
    )
    pattern = StringField(
        lazy("How times are written"),
        [Optional(), Length(max=60)],
        description=lazy("Empty for 2026-03-12 09:41. Else a pattern such as DD.MM.YYYY HH:mm:ss, or unix."),
    )


class MappingForm(SiteForm):
    """How the files of a source are read, as text."""

    text = TextAreaField(lazy("How its files are read"), [InputRequired(), Length(max=50_000)])


class TokenForm(SiteForm):
    """A token for another program."""

    title = StringField(
        lazy("What is it for?"),
        [InputRequired(lazy("Say which program uses it.")), Length(max=150)],
        description=lazy("You will know by it later which one to end."),
    )


class AliasForm(SiteForm):
    """Who a name is that only the source knows."""

    number = StringField(lazy("Employee number"), [Length(max=100)])
