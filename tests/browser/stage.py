"""A stage for the small scripts: a page for each, drawn by the real macros under the real headers, and a server that
answers as a test tells it and remembers what it was sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Response, jsonify, render_template_string, request
from werkzeug.serving import make_server
from wtforms import Form, PasswordField

from training.config import ROOT
from training.core import security

AUTOSAVE = """
{% extends "task.html" %}{% from "macros/forms.html" import choice, csrf, submit %}
{% block title %}Quiz{% endblock %}
{% block main %}<h1>Question {{ question }}</h1>
<form method="post" action="/quiz?question={{ question }}" data-autosave="/save" data-attempt="7"
  data-question="{{ question }}" data-sequence="{{ sequence }}" data-saving="Saving" data-saved="Saved {time}"
  data-waiting="It waits on this device." data-signed-out="You are signed out." data-sign-in="Sign in again"
  data-reload="Load again">{{ csrf() }}
  {{ choice("answer", "a", "First") }}{{ choice("answer", "b", "Second") }}
  {{ choice("flag", "1", "Flag", kind="checkbox") }}
  <p role="status" data-status></p>{{ submit("Go on", "Sending") }}
</form>{% endblock %}
"""

CHECK = """
{% extends "base.html" %}
{% from "macros/forms.html" import choice, csrf, submit %}{% from "macros/parts.html" import verdict %}
{% block title %}Lesson{% endblock %}
{% block main %}<h1>Lesson</h1>
<form method="post" action="/save" data-check data-saved="Saved {time}" data-failed="Try again."
  data-signed-out="You are signed out." data-sign-in="Sign in again">{{ csrf() }}
  {{ choice("answer", "a", "First") }}{{ submit("Check") }}{{ verdict() }}
</form>{% endblock %}
"""

FORMS = """
{% extends "base.html" %}
{% from "macros/forms.html" import csrf, passphrase, submit %}{% from "macros/parts.html" import copy_button %}
{% block title %}Forms{% endblock %}
{% block main %}<h1>Forms</h1>
<form method="post" action="/forms" data-unsaved>{{ csrf() }}<label>Title <input name="title"></label>
  {{ passphrase(form.secret, suggestion="copper lantern sunday gravel") }}{{ submit("Save", "Saving") }}</form>
<form data-select-rows data-chosen="{count} chosen"><table class="people"><thead>
  <tr><th scope="col"><label><input type="checkbox" data-choose-all> Everybody</label></th></tr></thead><tbody>
  {% for name in "ABCD" %}
  <tr><td><label><input type="checkbox" name="person" value="{{ name }}"> Person {{ name }}</label></td></tr>
  {% endfor %}
</tbody></table><p role="status" data-count></p></form>
{{ copy_button("https://training.example/verify/1", "Copy the link") }}{% endblock %}
"""


class PassphraseForm(Form):
    secret = PasswordField("Passphrase")


@dataclass
class Sent:
    """What a script sent: the fields of the form, and the headers that go with them."""

    path: str
    fields: dict[str, str]
    token: str | None
    key: str | None


@dataclass
class Stage:
    """The address of the stage, what it has received, and what it will answer to a save: status and JSON."""

    url: str = ""
    received: list[Sent] = field(default_factory=list)
    answer: tuple[int, dict[str, Any]] = (200, {"saved_at": "09:41"})
    sequence: int = 0

    def saves(self) -> list[Sent]:
        return [sent for sent in self.received if sent.path == "/save"]


@contextmanager
def standing() -> Iterator[Stage]:
    """A stage that stands while the block runs."""
    stage = Stage()
    server = make_server("127.0.0.1", 0, _app(stage), threaded=True)
    stage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield stage
    server.shutdown()
    thread.join()
    server.server_close()


def _app(stage: Stage) -> Flask:
    app = Flask("stage", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "training" / "templates"))
    app.secret_key = "stage"
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # added by the extension
    app.jinja_env.globals.update(static_url=lambda name: f"/static/{name}", csrf_token=lambda: "a-token")
    security.init_app(app, secure=False)

    def remember() -> None:
        fields = {name: values[-1] for name, values in parse_qs(request.get_data(as_text=True)).items()}
        headers = request.headers
        stage.received.append(Sent(request.path, fields, headers.get("X-CSRF-Token"), headers.get("Idempotency-Key")))

    @app.route("/quiz", methods=["GET", "POST"])
    def quiz() -> str:
        if request.method == "POST":
            remember()
        question = request.args.get("question", "one")
        return render_template_string(AUTOSAVE, question=question, sequence=stage.sequence)

    @app.post("/save")
    def save() -> Response:
        remember()
        status, body = stage.answer
        response = jsonify(body)
        response.status_code = status
        return response

    @app.get("/lesson")
    def lesson() -> str:
        return render_template_string(CHECK)

    @app.route("/forms", methods=["GET", "POST"])
    def forms() -> str:
        if request.method == "POST":
            remember()
        return render_template_string(FORMS, form=PassphraseForm())

    return app
