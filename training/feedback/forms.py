"""What a customer sent, read against the questions of the form; and the forms of the staff."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from training.feedback.files import Feedback
from training.feedback.files_questions import GRADES, LIKELY, Question
from training.feedback.rules import read_contact
from training.feedback.rules_values import Said

MOST_NAME, MOST_CONTACT = 80, 200
THANK, MAY_SHOW, CONTACT, TRAP = "thank", "may_show", "contact", "website"


@dataclass
class Sheet:
    """A customer's page as it was sent: what they said and what is wrong with it.

    `errors` name a word of words.py by the field where it is to be said, with the number that fits in there.
    """

    said: Said
    typed: Mapping[str, str]
    trap: str = ""
    errors: dict[str, tuple[str, int]] = field(default_factory=dict)


def name_of(question: Question) -> str:
    """What the field of a question is called."""
    return f"q-{question.id}"


def read_sheet(form: Feedback, sent: Mapping[str, str]) -> Sheet:
    """What was sent, with everything that is wrong. What no question offers counts as left out."""
    typed = {name: tidy(text) for name, text in sent.items()}
    marks = {one.id: mark for one in form.questions if (mark := mark_of(one, typed.get(name_of(one), ""))) is not None}
    texts = {one.id: text for one in form.questions if one.type == "text" and (text := typed.get(name_of(one), ""))}
    thanks = typed.get(THANK, "") if form.thanks_by_name else ""
    wished = typed.get(CONTACT, "") if form.contact else ""
    said = Said(marks, texts, thanks, MAY_SHOW in sent, read_contact(wished) if wished else None)
    sheet = Sheet(said, typed, typed.get(TRAP, ""))
    longest = {name_of(one): one.most for one in form.questions if one.id in texts} | {THANK: MOST_NAME}
    for name, most in longest.items():
        if len(typed.get(name, "")) > most:
            sheet.errors[name] = ("too_long", most)
    if wished and said.contact is None:
        sheet.errors[CONTACT] = ("unreachable", 0)
    if not (marks or texts or thanks):
        sheet.errors[name_of(form.questions[0])] = ("nothing", 0)
    return sheet


def mark_of(question: Question, text: str) -> int | str | None:
    """The mark that a text stands for; None when the question offers no such thing."""
    match question.type:
        case "faces":
            return int(text) if text in map(str, range(1, GRADES + 1)) else None
        case "recommend":
            return int(text) if text in map(str, range(LIKELY + 1)) else None
        case "yes-no":
            return text if text in ("yes", "no") else None
        case "pick":
            return text if text in {option.id for option in question.options} else None
    return None


def tidy(text: Any) -> str:
    """A text as it can be kept: without blanks around it and without signs that no database stores."""
    kept = (
        sign for sign in str(text).replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) not in _UNFIT
    )
    return "".join(kept).strip()


_UNFIT = frozenset({"Cc", "Cs", "Cn"})
