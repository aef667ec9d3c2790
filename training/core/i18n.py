"""Every text through gettext, and dates in the reader's words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_time as babel_time
from babel.numbers import format_decimal as babel_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request

from training.core.auth import loaded_actor

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
SOURCE_LANGUAGE = "en"
PSEUDO = "en_XA"  # English made 40 % longer, to find texts that are hard-wired and layouts that are too tight
PSEUDO_MIRRORED = "ar_XB"  # the same, laid out from right to left
_ACCENTED = str.maketrans("aeiouyAEIOUYcnszCNSZ", "áéíöüýÁÉÍÖÜÝçñšžÇÑŠŽ")

AnyTranslations = NullTranslations


class PseudoTranslations(NullTranslations):
    """Turns each source text into a longer, accented one, leaving placeholders and markup alone."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> Any:  # noqa: ARG002 -- the signature of gettext
        return pseudo(message)

    ugettext = gettext
    ungettext = ngettext


def pseudo(message: str) -> str:
    """A text that reads alike, is 40 % longer and stands in brackets: “[Sávé·· ~~]”."""
    out: list[str] = []
    depth = 0
    for place, sign in enumerate(message):
        opens = sign in "{<" or (sign == "%" and message[place : place + 2] in {"%(", "%%"})
        if opens:
            depth += 1
        out.append(sign if depth else sign.translate(_ACCENTED))
        closes = sign in "}>" or (depth and sign in "sd" and message[max(0, place - 1)] == ")")
        if (closes or (sign == "%" and message[place - 1 : place] == "%")) and depth:
            depth -= 1
    return f"[{''.join(out)}{' ~' * max(1, len(message) // 5)}]"


@cache
def languages() -> tuple[str, ...]:
    """The languages the site speaks: the source language and each one that has a catalogue."""
    found = {path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


@cache
def translations(code: str) -> NullTranslations:
    if code in {PSEUDO, PSEUDO_MIRRORED}:
        return PseudoTranslations()
    return Translations.load(TRANSLATIONS, [code])


@cache
def locale_of(code: str) -> Locale:
    try:
        return Locale.parse({PSEUDO: "en_GB", PSEUDO_MIRRORED: "ar", "en": "en_GB"}.get(code, code))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def spoken(wish: str) -> str:
    """The site’s language for somebody’s: the same, else without the country (de_AT → de), else the source language."""
    return next((code for code in (wish, wish.partition("_")[0]) if code in languages()), SOURCE_LANGUAGE)


def language_name(code: str) -> str:
    """What a language calls itself: “English”, “Polski”."""
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def language() -> str:
    """The reader's language: the person's own, else the browser's, else the source language."""
    if not has_request_context():
        return str(g.get("language", SOURCE_LANGUAGE)) if current_app else SOURCE_LANGUAGE
    if "language" not in g:
        forced = current_app.config.get("FORCED_LANGUAGE")
        actor = loaded_actor()
        wish = actor.language if actor else request.accept_languages.best_match(languages())
        g.language = forced or spoken(wish or SOURCE_LANGUAGE)
    return str(g.language)


@contextmanager
def speaking(wish: str) -> Iterator[None]:
    """Inside, texts and dates are in this language, or in what comes close to it."""
    before = g.get("language")
    g.language = spoken(wish)
    try:
        yield
    finally:
        if before is None:
            g.pop("language", None)
        else:
            g.language = before


def direction() -> Literal["ltr", "rtl"]:
    code = language()
    if code == PSEUDO_MIRRORED:
        return "rtl"
    return "rtl" if locale_of(code).text_direction == "rtl" else "ltr"


def gettext(message: str, /, **values: Any) -> str:
    """The message in the reader's language, with `%(name)s` filled in."""
    text = translations(language()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """The message for this number of things; `%(num)s` is the number."""
    text = translations(language()).ngettext(singular, plural, num)
    return text % {"num": num, **values}


def lazy_gettext(message: str, /, **values: Any) -> Any:
    """A message for module level: it is looked up when it is shown."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def format_date(value: date, style: str = "long") -> str:
    """A calendar day in words, as the reader’s language writes it: “12 March 2026”."""
    return babel_date(value, style, locale=locale_of(language()))


def format_day(value: date) -> str:
    """A near day in words: “Thursday 12 March”."""
    return babel_date(value, "EEEE d MMMM", locale=locale_of(language()))


def format_time(value: datetime) -> str:
    """The site's time of a moment: “09:41”."""
    return babel_time(value, "HH:mm", tzinfo=_zone(), locale=locale_of(language()))


def format_moment(value: datetime) -> str:
    """Day and time of a moment at the site: “12 March 2026, 09:41”."""
    return babel_datetime(value, "d MMMM y, HH:mm", tzinfo=_zone(), locale=locale_of(language()))


def format_number(value: Decimal | int) -> str:
    """A number as the reader’s language writes it, without zeros that say nothing: “1,000”, “4.5”."""
    return babel_decimal(value, locale=locale_of(language()))


def _zone() -> Any:
    zone_of: Callable[[], Any] = current_app.extensions["zone_of_site"]
    return zone_of()


def init_app(app: Flask, zone_of_site: Callable[[], Any]) -> None:
    """Teach the templates to translate and to write dates; `zone_of_site()` is the site's ZoneInfo."""
    app.extensions["zone_of_site"] = zone_of_site
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        lambda message: translations(language()).gettext(message),
        lambda singular, plural, num: translations(language()).ngettext(singular, plural, num),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        date=format_date, day=format_day, clock=format_time, moment=format_moment, number=format_number
    )
