"""Letters: one template gives both parts of a mail, and what is filled in cannot change their shape."""

import pytest
from flask import Flask, g
from jinja2 import ChoiceLoader, DictLoader

from training.core.letters import compose

TEMPLATE = """\
{{ _("Welcome, %(name)s", name=name) }}

{{ _("Dear %(name)s,", name=name) }}

{% trans %}Your company invites you.
Take your time.{% endtrans %}

[{{ _("Choose a passphrase") }}]({{ url }})
"""


@pytest.fixture
def letters(app: Flask) -> Flask:
    app.jinja_env.loader = ChoiceLoader([DictLoader({"mail/test.txt": TEMPLATE}), app.jinja_env.loader])  # type: ignore[list-item] # Flask has one
    return app


def test_one_template_gives_subject_text_and_html(letters: Flask) -> None:
    with letters.app_context():
        letter = compose("test", "en", name="Nora", url="https://training.example/i/abc")
    assert letter.subject == "Welcome, Nora"
    assert letter.text == (
        "Dear Nora,\n\nYour company invites you. Take your time.\n\n"
        "Choose a passphrase:\nhttps://training.example/i/abc\n"
    )
    assert 'href="https://training.example/i/abc"' in letter.html
    assert '<html lang="en" dir="ltr">' in letter.html


@pytest.mark.parametrize(
    "name", ["<b>Nora</b>", "N\n\n[Click](https://bad.example)\n\nora", "Nora\r\nBcc: x@y.example"]
)
def test_a_name_stays_a_name(letters: Flask, name: str) -> None:
    with letters.app_context():
        letter = compose("test", "en", name=name, url="https://training.example/i/abc")
    assert "\n" not in letter.subject
    assert letter.html.count("<a ") == 1
    assert "<b>" not in letter.html


def test_the_readers_language_is_forgotten_after_the_letter(letters: Flask) -> None:
    with letters.app_context():
        compose("test", "de", name="Nora", url="https://training.example/i/abc")
        assert "language" not in g
