"""The words around the questions of a customer's page: the form's own, else those that are known, else English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from training.core.i18n import gettext as _
from training.feedback.files import Feedback
from training.feedback.files_translations import PageWords
from training.feedback.words_spoken import SPOKEN


def english() -> dict[str, str]:
    """Every word around the questions, through the site's own catalogue."""
    return {
        "send": _("Send"),
        "leave_out": _("Leave out whatever you like."),
        "yes": _("Yes"),
        "no": _("No"),
        "very_bad": _("Very bad"),
        "bad": _("Bad"),
        "fair": _("All right"),
        "good": _("Good"),
        "very_good": _("Very good"),
        "not_likely": _("Not at all likely"),
        "very_likely": _("Very likely"),
        "thank": _("Would you like to thank somebody?"),
        "thank_whom": _("Who was it?"),
        "may_show": _("What I wrote may be shown to everybody who works here."),
        "get_back": _("May we get back to you? Phone or e-mail"),
        "get_back_note": _("Only for this. Deleted by {day} at the latest."),
        "kept": _("No account, no cookies. What you write is deleted by {day} at the latest."),
        "thanks": _("Thank you. It has arrived."),
        "receipt": _("Your receipt. Keep this address if you may want to delete later what you wrote."),
        "delete": _("Delete what I wrote"),
        "deleted": _("Deleted. Only numbers are left, and nobody can see whose they are."),
        "closed": _("This form is closed. Thank you for coming by."),
        "problem": _("Please look once more"),
        "nothing": _("Answer at least one question."),
        "unreachable": _("This is neither a phone number nor an e-mail address."),
        "too_long": _("That is too long; {most} characters fit."),
        "too_many": _("A lot has come from here in a short while. Please try again a little later."),
        "again": _("The page was open for a long time. Please send it once more."),
    }


def words_of(language: str, own: PageWords) -> dict[str, str]:
    """Every word around the questions in a language, each as good as it is known."""
    spoken = SPOKEN.get(language.partition("-")[0].lower(), {})
    return {**english(), **spoken, **own.model_dump(exclude_none=True)}


@dataclass(frozen=True)
class Switch:
    """A language in which the form can be read, and what it calls itself."""

    code: str
    name: str
    is_current: bool


def languages_of(form: Feedback) -> tuple[str, ...]:
    """The languages in which a form can be read, its own first."""
    return (form.language, *(one.language for one in form.translations))


def switches(form: Feedback, current: str) -> list[Switch]:
    """What the page offers, when there is something to choose."""
    codes = languages_of(form)
    return [Switch(code, own_name(code), code == current) for code in codes] if len(codes) > 1 else []


def first_wished(wishes: Iterable[str], offered: Sequence[str]) -> str | None:
    """The first wish that is offered, with its country or without: whoever asks for de-AT before en reads German."""
    plain = {code.partition("-")[0].lower(): code for code in reversed(offered)}
    exact = {code.lower(): code for code in offered}
    found = (exact.get(wish.lower()) or plain.get(wish.partition("-")[0].lower()) for wish in wishes)
    return next((code for code in found if code), None)


def own_name(code: str) -> str:
    """What a language calls itself: “Deutsch”, “العربية”."""
    locale = locale_of(code)
    name = locale.get_display_name(locale) if locale else None
    return (name or code).capitalize()


def direction_of(code: str) -> str:
    """“rtl” for a language that is written from the right, else “ltr”."""
    locale = locale_of(code)
    return "rtl" if locale is not None and locale.text_direction == "rtl" else "ltr"


def day_in(code: str, day: date) -> str:
    """A day in words of a language: “12 March 2026”."""
    british = code.partition("-")[0].lower() == "en" and code.lower() != "en-us"
    return format_date(day, "long", locale="en_GB" if british else (locale_of(code) or "en_GB"))


def locale_of(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
