"""No text of the interface is hard-wired: templates say what people read through gettext only."""

import re
from pathlib import Path

import pytest
from flask import Flask

from training.config import ROOT

TEMPLATES = ROOT / "training" / "templates"
# The style page shows its components with people in them.
SAMPLE_NAMES = {
    "Nora Brandt",
    "Jonas Okafor",
    "Grace Lindqvist",
    "Omar Haddad",
    "Sam Whitlock",
    "Mina Rahimi",
    "Fennel Street",
    "Canal Side",
}
# Names are the same in every language.
NAMES = {"Standard Bearer", "· Standard Bearer", *SAMPLE_NAMES}
READ_ALOUD = re.compile(r"""\b(?:alt|title|placeholder|aria-label|label)\s*=\s*"([^"{]*)\"""")
TAG = re.compile(r"<(?:!--.*?--|[^<>]*)>", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")


def hard_wired(app: Flask, source: str) -> list[str]:
    """Words that stand in a template outside of gettext: in the text, or in an attribute that people read or hear."""
    found: list[str] = []
    text: list[str] = []
    in_trans = in_class = after_block_begin = after_block = False
    for _line, kind, value in app.jinja_env.lex(source):
        if kind == "block_begin":
            after_block_begin = True
        elif kind == "name" and after_block_begin:
            in_trans = True if value == "trans" else False if value == "endtrans" else in_trans
            in_class = in_class and value != "endblock"
            after_block_begin, after_block = False, value == "block"
        elif kind == "name" and after_block:
            in_class, after_block = value == "body_class", False
        elif kind == "data" and not in_trans and not in_class:
            text.append(value)
        elif kind in {"variable_begin", "block_end", "comment_begin"}:
            text.append("\x00")
    joined = "".join(text)
    found += [value for value in READ_ALOUD.findall(joined) if LETTERS.search(value)]
    visible = re.sub(r"&\w+;", "", TAG.sub("\x00", joined)).replace("<", "").replace(">", "")
    found += [piece.strip() for piece in visible.split("\x00") if LETTERS.search(piece) and piece.strip() not in NAMES]
    return found


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_word_of_a_template_goes_through_gettext(plain_app: Flask, path: Path) -> None:
    assert hard_wired(plain_app, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Good morning</p>", ["Good morning"]),
        ('<img alt="A bicycle">', ["A bicycle"]),
        ("{% if x %}Saved{% endif %}", ["Saved"]),
        ('<p>{{ _("Good morning") }}</p>', []),
        ("{% trans %}Good morning{% endtrans %}", []),
        ('<p class="lead">{# a remark #}</p>', []),
        ("{% block body_class %}narrow{% endblock %}", []),
        ("{% block title %}Home{% endblock %}", ["Home"]),
    ],
)
def test_the_search_for_hard_wired_words_finds_them(plain_app: Flask, source: str, words: list[str]) -> None:
    assert hard_wired(plain_app, source) == words
