"""A feedback form in another language: the same questions in other words."""

from collections.abc import Iterable, Sequence

from training.content.faults import Fault, closest, twice
from training.content.schema import Strict
from training.content.types import ItemId, Language, Line
from training.core.i18n import gettext as _
from training.feedback.files_questions import GRADES, Option, Question


class TranslatedQuestion(Strict):
    """The texts of one question. `words` are the five grades, if the form has its own; `options` have the same ids."""

    id: ItemId
    text: Line
    help: Line | None = None
    words: tuple[Line, ...] = ()
    options: tuple[Option, ...] = ()


class PageWords(Strict):
    """The words that are around the questions on every page.

    They are known in many languages already; say them for a language that the site does not know, or to change one.
    """

    send: Line | None = None
    leave_out: Line | None = None
    yes: Line | None = None
    no: Line | None = None
    very_bad: Line | None = None
    bad: Line | None = None
    fair: Line | None = None
    good: Line | None = None
    very_good: Line | None = None
    not_likely: Line | None = None
    very_likely: Line | None = None
    thank: Line | None = None
    thank_whom: Line | None = None
    may_show: Line | None = None
    get_back: Line | None = None
    get_back_note: Line | None = None
    kept: Line | None = None
    thanks: Line | None = None
    receipt: Line | None = None
    delete: Line | None = None
    deleted: Line | None = None
    closed: Line | None = None
    problem: Line | None = None
    nothing: Line | None = None
    unreachable: Line | None = None
    too_long: Line | None = None
    too_many: Line | None = None
    again: Line | None = None


class Translation(Strict):
    """What a customer reads who reads this `language`. `page` holds words around the questions."""

    language: Language
    heading: Line | None = None
    greeting: Line | None = None
    thanks: Line | None = None
    questions: tuple[TranslatedQuestion, ...]
    page: PageWords = PageWords()


def faults_of_translation(one: Translation, questions: Sequence[Question]) -> Iterable[Fault]:
    """What a translation says of questions that are not there, and which it leaves out."""
    asked = {question.id: question for question in questions}
    yield from twice((said.id for said in one.questions), "questions")
    for number, said in enumerate(one.questions):
        path = ("questions", number)
        question = asked.get(said.id)
        if question is None:
            yield Fault(_("There is no question “%(id)s”.", id=said.id), closest(said.id, asked), (*path, "id"))
            continue
        if said.words and (question.type != "faces" or len(said.words) != GRADES):
            message = _("“words” are the five grades of faces, the worst first.")
            yield Fault(message, _("Write five of them, or remove “words”."), (*path, "words"))
        ids, wanted = [option.id for option in said.options], [option.id for option in question.options]
        if sorted(ids) != sorted(wanted):
            message = _("Its options are not those of the question.")
            yield Fault(message, _("Translate each of: %(ids)s.", ids=", ".join(wanted) or "–"), (*path, "options"))
    for missing in asked.keys() - {said.id for said in one.questions}:
        message = _("The question “%(id)s” is not translated.", id=missing)
        yield Fault(message, _("Add it, or whoever reads this language finds a page in two of them."), ("questions",))
