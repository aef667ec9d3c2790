"""The parent of every form: translated messages, trimmed texts, and problems that a page can list."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from wtforms import Form
from wtforms.fields import DateField, Field, StringField

from training.core.i18n import gettext, language, translations
from training.core.problems import Problems


class _Translations:
    """WTForms' own messages through our catalogue."""

    def gettext(self, message: str) -> str:
        return gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        # Not by our own, which fills the number in: the library fills in its values itself, by names of its own.
        return str(translations(language()).ngettext(singular, plural, number))


class SiteForm(Form):
    """A form of the site. Its token is checked before the view runs, see core/security.py and app.py."""

    class Meta:
        def get_translations(self, _form: Form) -> _Translations:
            return _Translations()

        def bind_field(self, form: Form, unbound_field: Any, options: Mapping[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField) and "filters" not in unbound_field.kwargs:
                options = {**options, "filters": [trimmed]}
            field: Field = unbound_field.bind(form=form, **options)
            return field

    def refuse(self, field_name: str, message: str) -> None:
        """Add a problem that only the action could see to the field it belongs to."""
        field = self[field_name]
        field.errors = [*field.errors, message]

    def refuse_all(self, problems: Problems) -> None:
        """Show an action's problems at the fields that they name, or at the first field."""
        first = next(iter(self)).name
        for problem in problems.problems:
            name = problem.where if problem.where in self else first
            self.refuse(name, f"{problem.message} {problem.remedy}".strip())


YEARS = range(1900, 2200)
"""Years in which days are typed: there is room on either side to reckon with them."""


class DayField(DateField):
    """A calendar day, from the browser's calendar or typed as 2026-03-21."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("There is no such day. Write it like 2026-03-21.")) from None
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(gettext("This is too far from today. Write the year with four digits."))


def trimmed(value: Any) -> Any:
    """Without the blanks around it, which people type by accident, and without the one sign PostgreSQL refuses."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def cleaned(text: str | None) -> str:
    """Typed text without signs that no database keeps, for what is read without a form class."""
    return _UNUSABLE.sub("", (text or "").replace("\r\n", "\n")).strip()


def accepted(form: SiteForm, act: Callable[[], Any]) -> bool:
    """Whether the form was sent, is in order, and `act` did what it asks for.

    Problems that only the act can see are shown at the fields that they name.
    """
    if request.method != "POST" or not form.validate():
        return False
    try:
        act()
    except Problems as problems:
        form.refuse_all(problems)
        return False
    return True


def posted(form_class: type[SiteForm], **defaults: Any) -> Any:
    """The form with what was posted, or with the defaults when the page is only opened."""
    if request.method == "POST":
        return form_class(request.form, **defaults)
    return form_class(**defaults)
