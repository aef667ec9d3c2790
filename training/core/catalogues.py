"""Catalogues: gather every text of the site, bring a language’s file up to date, check it, and compile it.

`make messages LANGUAGE=de` runs this; docs/translating.md tells translators about it.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import wtforms
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from training.config import ROOT
from training.core.i18n import TRANSLATIONS
from training.core.problems import Problem, Problems

PACKAGE = ROOT / "training"
MAPPING = PACKAGE / "translations" / "babel.cfg"
# The names under which code imports the functions of core/i18n.py.
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy": None, "lazy_gettext": None, "ngettext": (1, 2)}
NOTE = "Translators:"  # a comment that begins so, in the line before a text, goes along with it
WIDTH = 110
# The form library's own words, in the parts of it that can speak to people.
FORM_LIBRARY = Path(wtforms.__file__).parent
FORM_MAPPING = [("validators.py", "python"), ("fields/*.py", "python")]

_FILLED_IN = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|%%|%")
# A page takes translations for HTML, inside attributes too, and a mail takes [words] for a button.
_MARKUP = re.compile(r"<[^<>]*>|&\w+;|[<>&\"\[\]]")


def extracted(package: Path = PACKAGE) -> Catalog:
    """Every text that code and templates hand to gettext, and those of the form library."""
    catalog = Catalog(project="Standard Bearer", charset="utf-8")
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, str(MAPPING))  # type: ignore[no-untyped-call] # it has no types
    for folder, methods_there, options_there in ((package, methods, options), (FORM_LIBRARY, FORM_MAPPING, {})):
        found = extract_from_dir(folder, methods_there, options_there, KEYWORDS, (NOTE,), strip_comment_tags=True)
        for name, line, text, comments, context in found:
            place = (f"{folder.name}/{name}", line)
            catalog.add(text, None, [place], auto_comments=comments, context=context)
    return catalog


def languages_in(folder: Path = TRANSLATIONS) -> list[str]:
    """The languages somebody has begun to translate into."""
    return sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po"))


def code_of(language: str) -> str:
    """The name of a language’s folder: “pt-BR” → “pt_BR”. Raises Problems for what is no language."""
    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        remedy = "Write a code such as de, pl or pt_BR."
        raise Problems([Problem(language or "LANGUAGE", None, "is not a language.", remedy)]) from None


def text_file(language: str, folder: Path = TRANSLATIONS) -> Path:
    """Where the translations of a language are written."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def read(language: str, folder: Path = TRANSLATIONS) -> Catalog:
    """The catalogue of a language, empty when there is none yet. Raises Problems for a file that cannot be read."""
    path = text_file(language, folder)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Standard Bearer",
            header_comment=f"# Standard Bearer in {Locale.parse(language).get_display_name('en')}.",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except ValueError as error:  # babel’s own error is one, as is a text that is not UTF-8
            raise Problems([Problem(str(path), None, f"cannot be read: {error}.", "Mend the line.")]) from None


def refresh(language: str, texts: Catalog, folder: Path = TRANSLATIONS) -> Catalog:
    """Bring the file of a language up to date with the texts of the site, keeping what is translated.

    A text that has changed keeps its translation as a proposal (“fuzzy”), which is not shown until somebody has looked.
    """
    catalog = read(language, folder)
    catalog.update(texts, update_creation_date=False)
    path = text_file(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Lines move with every change of the code; the file’s name is enough to find a text.
        write_po(file, catalog, width=WIDTH, include_lineno=False, include_previous=True)
    return read(language, folder)


def compile_to(path: Path, catalog: Catalog) -> None:
    """Write the form that the site reads; texts that are open or fuzzy are left out of it."""
    with path.open("wb") as file:
        write_mo(file, catalog)


def problems_of(catalog: Catalog, where: str) -> Iterator[Problem]:
    """What is wrong in translations that would be shown; warnings for what is probably meant otherwise."""
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            yield from _problems_of(message, catalog.num_plurals, where)


def _problems_of(message: Message, plurals: int, where: str) -> Iterator[Problem]:
    sources, translations = _texts(message.id), _texts(message.string)
    needed = plurals if message.pluralizable else 1
    if not any(translations):
        return
    if len(translations) != needed or not all(translations):
        yield Problem(where, message.lineno, "Some forms of this text are open.", f"Write all {needed} of them.")
        return
    filled_in, markup = _pieces(_FILLED_IN, sources), _pieces(_MARKUP, sources)
    doubled = {"%%"} if filled_in - {"%"} else set()  # whatever is filled in, each per cent sign beside it is doubled
    for piece in sorted(_pieces(_FILLED_IN, translations) - filled_in - doubled):
        remedy = f"There you may fill in {', '.join(sorted(filled_in)) or 'nothing'}."
        if piece == "%":
            remedy = "Write %% beside what is filled in, and words such as “per cent” elsewhere."
        yield Problem(where, message.lineno, f"“{piece}” is not in the source.", remedy)
    for piece in sorted(_pieces(_MARKUP, translations) - markup):
        remedy = "Keep the markup of the source; for quotation marks use those of your language, such as “ ” or « »."
        yield Problem(where, message.lineno, f"“{piece}” is not in the source.", remedy)
    if not message.pluralizable:  # a form for one thing may well say “one”
        for piece in sorted(filled_in - _pieces(_FILLED_IN, translations) - {"%", "%%"}):
            yield Problem(where, message.lineno, f"“{piece}” is left out.", "Say it, if you can.", "warning")


def _texts(said: object) -> tuple[str, ...]:
    """The forms of a text: one, or one for each number."""
    if isinstance(said, list | tuple):
        return tuple(str(form or "") for form in said)
    return (str(said or ""),)


def _pieces(pattern: re.Pattern[str], texts: tuple[str, ...]) -> set[str]:
    return {piece for text in texts for piece in pattern.findall(text)}


def figures(catalog: Catalog) -> str:
    """How far a translation is, in a sentence."""
    messages = [message for message in catalog if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    done = sum(all(_texts(message.string)) and not message.fuzzy for message in messages)
    return f"{done} of {len(messages)} texts are translated, {fuzzy} to be looked at again."


@click.command()
@click.argument("languages", nargs=-1)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=TRANSLATIONS, help="Of catalogues.")
def main(languages: tuple[str, ...], folder: Path) -> None:
    """Bring the catalogues of LANGUAGES up to date, check and compile them; without one, of all that there are."""
    try:
        codes = [code_of(language) for language in languages] or languages_in(folder)
        texts = extracted()
        catalogues = {code: refresh(code, texts, folder) for code in codes}
    except Problems as problems:
        _stop_at(problems.problems)
    broken = [code for code, catalog in catalogues.items() if not _compiled(code, catalog, folder)]
    if not codes:
        click.echo(f"{len(texts)} texts wait for a first language: make messages LANGUAGE=de")
    if broken:
        click.echo(f"Not compiled: {', '.join(broken)}. The site goes on with what it has.", err=True)
        sys.exit(1)


def _compiled(code: str, catalog: Catalog, folder: Path) -> bool:
    """Say what is wrong and how far a language is; compile it unless that would break pages."""
    path = text_file(code, folder)
    found = list(problems_of(catalog, str(path.relative_to(folder.parent))))
    for problem in found:
        click.echo(("warning: " if problem.severity == "warning" else "") + str(problem), err=True)
    click.echo(f"{code}: {figures(catalog)}")
    if any(problem.severity == "error" for problem in found):
        return False
    compile_to(path.with_suffix(".mo"), catalog)
    return True


def _stop_at(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
