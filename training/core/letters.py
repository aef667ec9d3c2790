"""Letters: one template gives subject, text and HTML of a mail, in the reader's language.

A template `templates/mail/<name>.txt` holds the subject in its first line, then paragraphs with blank lines between.
A paragraph `[Label](https://…)` is a button in HTML and label and address in the text. One that begins with `## ` is a
heading; one of a line `* Title`, perhaps a line about it, and a line with an address is an item of a list that leads
there. What is filled in stays on its line and cannot add paragraphs, buttons, items or headers.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from jinja2 import Environment
from sqlalchemy.orm import Session

from training.core import i18n, mail

ITEM = re.compile(r"\* (?P<title>[^\n]+)(?:\n(?P<words>[^\n]+))?\n(?P<url>https?://[^\s()]+)")
HEADING = "## "
BUTTON = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>https?://[^\s()]+)\)")


@dataclass(frozen=True)
class Letter:
    """A mail without an address."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Paragraph:
    """Words; with an address a button, and with a title too an item of a list."""

    words: str
    url: str = ""
    title: str = ""
    is_heading: bool = False

    @property
    def text(self) -> str:
        """As it stands in a mail without HTML."""
        if self.title:
            return "\n  ".join(line for line in (f"* {self.title}", self.words, self.url) if line)
        if self.is_heading:
            return f"{self.words}\n{'-' * len(self.words)}"
        return f"{self.words}:\n{self.url}" if self.url else self.words


def send_letter(
    db: Session, name: str, /, *, to: str, language: str, now: datetime, private: bool = False, **values: Any
) -> int:
    """Compose the letter `templates/mail/<name>.txt` and put it into the outbox; returns the mail's id."""
    letter = compose(name, language, **values)
    return mail.send(db, to=to, subject=letter.subject, text=letter.text, html=letter.html, now=now, private=private)


def compose(name: str, language: str, /, **values: Any) -> Letter:
    """The letter of that name in a language, with the values filled in."""
    with i18n.speaking(language):
        source = _environment().get_template(f"mail/{name}.txt").render(**values)
        subject, *blocks = [block.strip() for block in re.split(r"\n\s*\n", source.strip())]
        paragraphs = [_paragraph(block) for block in blocks if block]
        html = current_app.jinja_env.get_template("mail/frame.html").render(
            subject=subject,
            paragraphs=paragraphs,
            locale_code=i18n.language().replace("_", "-"),
            text_direction=i18n.direction(),
        )
    text = "\n\n".join(part.text for part in paragraphs)
    return Letter(subject=_joined(subject), text=text + "\n", html=html)


def _paragraph(block: str) -> Paragraph:
    if block.startswith(HEADING):
        return Paragraph(_joined(block.removeprefix(HEADING)), is_heading=True)
    if item := ITEM.fullmatch(block):
        return Paragraph(item["words"] or "", item["url"], item["title"])
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
