import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from pydantic import TypeAdapter

from training.content.questions import Question

read: TypeAdapter[Any] = TypeAdapter(Question)
OPTIONS = [
    {"id": "a", "text": "Say **hello**", "correct": True},
    {"id": "b", "text": "<b>Wait</b>"},
    {"id": "c", "text": "Look away"},
]
PAGE = """{% from "questions/question.html" import question_text, question_hint, question_input %}
{{ question_text(question) }}|{{ question_hint(question) }}|{{ question_input(question, "answer", chosen, order) }}"""


def question(kind: str, **values: Any) -> Any:
    return read.validate_python({"id": "q", "type": kind, "text": "What *now*?", **values})


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def drawn(asked: Any, chosen: tuple[str, ...] = (), order: tuple[str, ...] = ()) -> tuple[str, str, str]:
    page = " ".join(render_template_string(PAGE, question=asked, chosen=chosen, order=order).split())
    text, hint, inputs = page.split("|")
    return text, hint.strip(), inputs


def inputs_of(html: str) -> list[tuple[str, str, bool]]:
    return [
        (kind, value, "checked" in rest)
        for kind, value, rest in re.findall(r'<input type="(\w+)" name="answer" value="([\w-]+)"([^>]*)>', html)
    ]


def test_a_single_choice_is_radio_buttons_with_what_was_chosen(context: None) -> None:
    text, hint, html = drawn(question("single", options=OPTIONS), chosen=("b",))
    assert text == "What <em>now</em>?"
    assert hint == "Choose one."
    assert inputs_of(html) == [("radio", "a", False), ("radio", "b", True), ("radio", "c", False)]
    assert "Say <strong>hello</strong>" in html
    assert "&lt;b&gt;Wait&lt;/b&gt;" in html


def test_options_come_in_the_order_that_was_drawn_and_the_first_can_be_led_to(context: None) -> None:
    _text, hint, html = drawn(question("several", options=OPTIONS), chosen=("c", "a"), order=("c", "a", "b"))
    assert hint == "Choose all that apply."
    assert inputs_of(html) == [("checkbox", "c", True), ("checkbox", "a", True), ("checkbox", "b", False)]
    assert html.count('id="answer"') == 1
    assert html.index('id="answer"') < html.index('value="a"')


def test_a_statement_is_true_or_false(context: None) -> None:
    _text, hint, html = drawn(question("true-false", answer=True), chosen=("false",))
    assert hint == "True or false?"
    assert inputs_of(html) == [("radio", "true", False), ("radio", "false", True)]
    assert "correct" not in html


@pytest.mark.parametrize("kind", ["single", "several", "true-false"])
def test_no_input_betrays_the_right_answer(context: None, kind: str) -> None:
    values = {"answer": True} if kind == "true-false" else {"options": OPTIONS}
    asked = question(kind, **values, explanation="secret-why")
    _text, _hint, html = drawn(asked)
    assert "secret" not in html
    assert "correct" not in html
    assert all(not checked for _kind, _value, checked in inputs_of(html))
