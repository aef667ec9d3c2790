"""Letters: one template gives subject, text and HTML of a mail, in the reader's language.

A template `templates/mail/<name>.txt` holds the subject in its first line, then paragraphs with blank lines between.
A paragraph `[Label](https://…)` is a button in HTML and label and address in the text. What is filled in stays on its
line and cannot add paragraphs, buttons or headers.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g
from jinja2 import Environment
from sqlalchemy.orm import Session

from training.core import i18n, mail

BUTTON = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>https?://[^\s()]+)\)")


@dataclass(frozen=True)
class Letter:
    """A mail without an address."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Paragraph:
    """Words, or a button when there is an address."""

    words: str
    url: str = ""


def send_letter(
    db: Session, name: str, /, *, to: str, language: str, now: datetime, private: bool = False, **values: Any
) -> int:
    """Compose the letter `templates/mail/<name>.txt` and put it into the outbox; returns the mail's id."""
    letter = compose(name, language, **values)
    return mail.send(db, to=to, subject=letter.subject, text=letter.text, html=letter.html, now=now, private=private)


def compose(name: str, language: str, /, **values: Any) -> Letter:
    """The letter of that name in a language, with the values filled in."""
    with _speaking(language):
        source = _environment().get_template(f"mail/{name}.txt").render(**values)
        subject, *blocks = [block.strip() for block in re.split(r"\n\s*\n", source.strip())]
        paragraphs = [_paragraph(block) for block in blocks if block]
        html = current_app.jinja_env.get_template("mail/frame.html").render(
            subject=subject,
            paragraphs=paragraphs,
            locale_code=i18n.language().replace("_", "-"),
            text_direction=i18n.direction(),
        )
    text = "\n\n".join(f"{part.words}:\n{part.url}" if part.url else part.words for part in paragraphs)
    return Letter(subject=_joined(subject), text=text + "\n", html=html)


def _paragraph(block: str) -> Paragraph:
    button = BUTTON.fullmatch(block)
    return Paragraph(button["label"], button["url"]) if button else Paragraph(block)


def _environment() -> Environment:
    found: Environment | None = current_app.extensions.get("letters")
    if found is None:
        # Nothing is escaped here but when HTML is made of it; blank lines count, so blocks must not swallow them.
        found = current_app.jinja_env.overlay(
            autoescape=False, finalize=_joined, trim_blocks=False, lstrip_blocks=False
        )
        current_app.extensions["letters"] = found
    return found


def _joined(value: Any) -> str:
    """On one line, whatever blanks and breaks it came with."""
    return " ".join(str(value).split())


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Inside, texts and dates are in this language."""
    before = g.get("language")
    g.language = i18n.spoken(language)
    try:
        yield
    finally:
        if before is None:
            g.pop("language", None)
        else:
            g.language = before
