"""Paper: tagged, the same bytes each time, and never with empty boxes."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import typst

from tests.moment import NOW
from training.core import typeset
from training.core.typeset import FONTS, Undrawable, pdf, picture

TEMPLATE = """\
#import "house.typ": *
#show: paper.with(foot: [#data.name])
= #data.name
#facts((("Issued", data.name),))
#rows((1fr, auto), ("Name", "State"), ((data.name, "met"),))
"""
# One of each script that our own fonts have.
NAMES = (
    "Łukasz Żółć",
    "Nguyễn Thị Ánh",
    "Ελένη Παπαδοπούλου",
    "Юлія Ковальчук",
    "محمد الأحمد",
    "שרה לוי",
    "आरव शर्मा",
    "ปิติ ใจดี",
    "Անի Սարգսյան",
    "ნინო ბერიძე",
    "রহিমা খাতুন",
)


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of templates with a small one in it."""
    (tmp_path / "house.typ").write_bytes((typeset.TEMPLATES / "house.typ").read_bytes())
    (tmp_path / "card.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    monkeypatch.setattr(typeset, "_compilers", {})


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a font of its own."""
    ours = typeset._compiler

    def without(template: str, *, machine: bool) -> typst.Compiler:
        return ours(template, machine=False)

    monkeypatch.setattr(typeset, "_compiler", without)


def card(name: str) -> bytes:
    return pdf("card", {"name": name}, title="A card", language="de_AT", at=NOW)


def test_a_paper_is_tagged_and_says_its_title_and_language() -> None:
    paper = pypdf.PdfReader(BytesIO(card("Ada Novak")))
    root = paper.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de-AT"
    assert paper.metadata is not None
    assert paper.metadata.title == "A card"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_equal_data_gives_equal_bytes() -> None:
    assert card("Ada Novak") == card("Ada Novak")
    assert card("Ada Novak") != card("Ada Berg")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_another_script_needs_nothing_installed(name: str, bare_machine: None) -> None:
    card(name)


def test_a_sign_that_no_font_has_is_named_and_nothing_is_set(bare_machine: None) -> None:
    with pytest.raises(Undrawable, match="漢"):
        card("Ada 漢")


def test_a_name_is_text_and_never_markup() -> None:
    name = '#panic("x") *b* $x$ \\ "quoted" `raw` @ref'
    assert "#panic" in pypdf.PdfReader(BytesIO(card(name))).pages[0].extract_text()


def test_pages_can_be_looked_at() -> None:
    pages = picture("card", {"name": "Ada Novak"}, title="A card", language="en", at=NOW)
    assert [page[:4] for page in pages] == [b"\x89PNG"]


def test_the_fonts_are_those_that_their_list_names() -> None:
    named = dict(re.findall(r"\| `(\S+)` \| `(\w+)` \|", (FONTS / "README.md").read_text(encoding="utf-8")))
    there = {path.name: path for path in FONTS.iterdir() if path.suffix in {".ttf", ".txt"}}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == named
    assert sum(path.stat().st_size for path in there.values()) < 1_500_000
