"""The forms of an import: the file, and how it is to be read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms import FileField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its type stubs
from wtforms.validators import Optional

from training.core.forms import DayField, SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.people.roster.charsets import ENCODINGS
from training.people.roster.columns import IGNORE, recognise, titles_of
from training.people.roster.dates import DateOrder
from training.people.roster.headers import LABELS, Field, field_named
from training.people.roster.importing import ImportSettings
from training.people.roster.records import Table

DELIMITER_WORDS = {
    ",": lazy("Comma"),
    ";": lazy("Semicolon"),
    "\t": lazy("Tab"),
    "|": lazy("Vertical bar"),
}
EVERYBODY, SOME = "everybody", "some"
TOPS = {"": None, "company": True, "team": False}


class UploadForm(SiteForm):
    """The roster."""

    file = FileField(lazy("Roster"))


class ReadingForm(SiteForm):
    """How a file is read and what it is. Each column adds a field of its own, see `reading_form`."""

    encoding = SelectField(lazy("Encoding"))
    delimiter = SelectField(lazy("Separator"))
    sheet = SelectField(lazy("Sheet"))
    date_order = RadioField(
        lazy("What does 03/04/2026 mean in this file?"),
        choices=[
            SelectChoice("", lazy("Whatever the other dates show")),
            SelectChoice(DateOrder.DAY_FIRST.value, lazy("3 April")),
            SelectChoice(DateOrder.MONTH_FIRST.value, lazy("4 March")),
        ],
        default="",
    )
    scope = RadioField(
        lazy("Whom does this file name?"),
        choices=[
            SelectChoice(EVERYBODY, lazy("Everybody who works here")),
            SelectChoice(SOME, lazy("Some people: nobody is missing from it")),
        ],
        default=EVERYBODY,
    )
    missing_left_on = DayField(lazy("Last day of everybody who is missing"), [Optional()])
    top = RadioField(
        lazy("What is the first name in the team column?"),
        choices=[
            SelectChoice("", lazy("Decide by the teams that are there")),
            SelectChoice("company", lazy("The whole company")),
            SelectChoice("team", lazy("A team below it")),
        ],
        default="",
    )

    def column_fields(self) -> list[Any]:
        """The fields that say what each column holds, in order."""
        return [field for field in self if field.name.startswith("column_")]

    def reading(self) -> ImportSettings:
        """The choices about the file itself, without its columns."""
        return ImportSettings(
            encoding=self._said("encoding"), delimiter=self._said("delimiter"), sheet=self._said("sheet")
        )

    def settings(self, table: Table) -> ImportSettings:
        """Every choice, for a file with this table's columns."""
        titles = titles_of(table.header.cells)
        is_full = self.scope.data == EVERYBODY
        return replace(
            self.reading(),
            columns={title: field.data for title, field in zip(titles, self.column_fields(), strict=True)},
            date_order=DateOrder(self.date_order.data) if self.date_order.data else None,
            is_full=is_full,
            missing_left_on=self.missing_left_on.data if is_full else None,
            top_is_company=TOPS[self.top.data or ""],
        )

    def _said(self, name: str) -> str:
        """What was chosen; "" for a field that this kind of file does not have."""
        return self[name].data or "" if name in self else ""


def reading_form(table: Table, settings: ImportSettings, posted: Mapping[str, Any] | None = None) -> ReadingForm:
    """The form for a table, filled with the settings and with what was recognised, or with what was posted."""
    known = recognise(table.header.cells)
    titles = titles_of(table.header.cells)
    holds = [
        SelectChoice(IGNORE, _("Nothing we need")),
        *(SelectChoice(field.value, str(LABELS[field])) for field in Field),
    ]
    fields = {f"column_{place}": SelectField(title, choices=holds) for place, title in enumerate(titles)}
    form_class = type("ReadingFormOfTable", (ReadingForm,), fields)
    chosen = {
        f"column_{place}": _chosen(settings.columns.get(title), known.get(place)) for place, title in enumerate(titles)
    }
    top = next(word for word, choice in TOPS.items() if choice is settings.top_is_company)
    form: ReadingForm = form_class(
        posted,
        encoding=settings.encoding,
        delimiter=settings.delimiter,
        sheet=settings.sheet or table.sheet,
        date_order=settings.date_order or "",
        scope=EVERYBODY if settings.is_full else SOME,
        missing_left_on=settings.missing_left_on,
        top=top,
        **chosen,
    )
    _offer_readings(form, table)
    return form


def _chosen(wish: str | None, recognised: Field | None) -> str:
    if wish is None:
        return recognised.value if recognised else IGNORE
    named = field_named(wish)
    return named.value if named else IGNORE


def _offer_readings(form: ReadingForm, table: Table) -> None:
    """A workbook has sheets; other files have an encoding and a separator."""
    if table.sheet:
        del form.encoding, form.delimiter
        form.sheet.choices = [SelectChoice(title, title) for title in table.sheets]
        return
    del form.sheet
    form.encoding.choices = _choices({label: label for label in ENCODINGS}, table.encoding, form.encoding.data)
    words = {sign: str(word) for sign, word in DELIMITER_WORDS.items()}
    form.delimiter.choices = _choices(words, words[table.delimiter], form.delimiter.data)


def _choices(words: Mapping[str, str], found: str, chosen: str | None) -> list[SelectChoice]:
    """To recognise it, which says what was found if it was recognised; or one of the words."""
    recognise_it = _("Recognise it") if chosen else _("%(found)s (recognised)", found=found)
    return [SelectChoice("", recognise_it), *(SelectChoice(value, word) for value, word in words.items())]
