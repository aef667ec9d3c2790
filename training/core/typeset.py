"""Paper: PDF files set by typst, for everybody: tagged (PDF/UA-1), with title and language, the same bytes each time.

Templates are `training/typeset/*.typ`. Data reaches them as JSON beside the source, never inside it, so that no name
can turn into markup. Fonts lie beside the templates; those of the machine are asked only for signs that ours lack.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "typeset"
FONTS = TEMPLATES / "fonts"
STANDARD = "ua-1"

_MISSING = "could not be displayed with font"
# One compiler a template keeps what it parsed. It serves one call at a time, and is small beside what it reads.
_compilers: dict[tuple[str, bool], typst.Compiler] = {}
_one_at_a_time = threading.Lock()


class Undrawable(Exception):
    """No font at hand has a sign of a text: nothing is set, rather than empty boxes. `text` is what has no sign."""

    def __init__(self, text: str) -> None:
        super().__init__(f"No font has signs for “{text}”.")
        self.text = text


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str,
    at: datetime,
    standard: str = STANDARD,
) -> bytes:
    """A document from a template, by its name without ending, such as “certificate-1”.

    `data` is anything JSON can hold; the template reads it as `data` of house.typ. `language` is a code such as “en”
    or “de_AT”; `at` is the moment that the file says it was made, so that equal input gives equal bytes. Raises
    Undrawable when a text has signs that no font has.
    """
    inputs = _inputs(data, title, language)
    paper: bytes = _set(template, inputs, at, {"format": "pdf", "pdf_standards": standard})
    return paper


def picture(
    template: str, data: Mapping[str, Any], *, title: str, language: str, at: datetime, ppi: int = 96
) -> list[bytes]:
    """The same pages as PNG files, to look at."""
    pages = _set(template, _inputs(data, title, language), at, {"format": "png", "ppi": ppi})
    return pages if isinstance(pages, list) else [pages]


def _inputs(data: Mapping[str, Any], title: str, language: str) -> dict[str, str]:
    name, _, country = language.partition("_")
    return {
        "data": json.dumps(dict(data), ensure_ascii=False),
        "title": title,
        "language": name,
        "region": country if len(country) == 2 else "",
    }


def _set(template: str, inputs: dict[str, str], at: datetime, options: Mapping[str, Any]) -> Any:
    moment = int(at.timestamp())
    with _one_at_a_time:
        try:
            return _compiler(template, machine=False).compile(sys_inputs=inputs, timestamp=moment, **options)
        except typst.TypstError as error:
            if _MISSING not in str(error):
                raise
        try:
            return _compiler(template, machine=True).compile(sys_inputs=inputs, timestamp=moment, **options)
        except typst.TypstError as error:
            if _MISSING not in str(error):
                raise
            raise Undrawable(_named(str(error))) from error


def _compiler(template: str, *, machine: bool) -> typst.Compiler:
    """The compiler of a template, with our fonts or with those of the machine as well."""
    found = _compilers.get((template, machine))
    if found is None:
        path = TEMPLATES / f"{template}.typ"
        found = typst.Compiler(str(path), root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=not machine)
        _compilers[template, machine] = found
    return found


def _named(message: str) -> str:
    """The text that typst’s message names between back-quotes: the text `"漢"` could …"""
    quoted = message.partition("`")[2].partition("`")[0]
    return quoted.strip('"') or "?"
