"""The page of the worked example shows what is there, and tells of nobody."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from training.config import ROOT

DOCS = ROOT / "docs"
PAGE = (DOCS / "worked-example.md").read_text(encoding="utf-8")
PICTURES = sorted((DOCS / "pictures").glob("worked-example-*.svg"))
LINK = re.compile(r"(!?)\[([^\]]+)\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The places of a page that a link can name, as the usual readers of Markdown make them of headings."""
    heads = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w -]", "", head).casefold().replace(" ", "-") for head in heads}


def test_every_link_leads_somewhere() -> None:
    for _mark, _words, target in LINK.findall(PAGE):
        file, _hash, place = target.partition("#")
        path = DOCS / file if file else DOCS / "worked-example.md"
        assert path.is_file(), target
        assert not place or place in anchors(path.read_text(encoding="utf-8")), target


def test_each_picture_is_shown_once_and_said_in_words() -> None:
    shown = [(words, target) for mark, words, target in LINK.findall(PAGE) if mark]
    assert sorted(target for _words, target in shown) == [f"pictures/{file.name}" for file in PICTURES]
    assert all(len(words) > 30 for words, _target in shown)


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_a_picture_stands_on_its_own(file: Path) -> None:
    root = ET.parse(str(file)).getroot()  # noqa: S314 -- our own file
    assert all(root.get(name) for name in ("width", "height", "viewBox"))
    assert root.findtext("{*}title")
    text = ET.tostring(root, encoding="unicode")
    assert "var(" not in text
    assert "href" not in text


def test_nobody_is_named_and_no_machine() -> None:
    for text in (PAGE, *(file.read_text(encoding="utf-8") for file in PICTURES)):
        assert re.findall(r"\bE\d{4}\b", text) == []
        assert re.findall(r"(?:^|[\s`(])(?:/(?:work|tmp|home|root|usr)\b|\.\./)", text) == []
