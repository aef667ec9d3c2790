"""Feedback forms as files: one to five questions that a customer answers standing up, in any language."""

from collections.abc import Iterable
from typing import Any, Literal

from training.content.durations import Duration
from training.content.faults import Fault, twice
from training.content.kinds import Kind, Lookup, Reference, Source, content_of, read_yaml
from training.content.links import aims_of
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import Language, Line, Slug, Span, Title, YesNo
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.feedback.files_questions import FRAME, Question
from training.feedback.files_translations import PageWords, Translation, faults_of_translation
from training.feedback.words_spoken import SPOKEN
from training.standards.files_standard import Standard

MOST_QUESTIONS = 5
MOST_TEXTS = 2


class Feedback(Strict):
    """What customers are asked when they were served.

    `heading` stands at the top of their page (else the title) and `greeting` below it, `thanks` on the page after
    sending. A customer may leave any question out. `asks` says whom: `anybody` who was served, customers
    `after-complaint` (once theirs is closed), or `silent` ones whom somebody calls or writes to.

    With `thanks_by_name` customers may thank somebody; with `contact` they may leave a phone number or mail address to
    be called back. Whoever writes is asked whether that may be shown. What they wrote is deleted after `keep_text`, how
    to reach them after `keep_contact`; the numbers stay.

    `translations` say the same in other languages: the page picks by the customer's browser and offers the others.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    service: Slug | None = None
    asks: Literal["anybody", "after-complaint", "silent"] = "anybody"
    heading: Line | None = None
    greeting: Line | None = None
    questions: tuple[Question, ...]
    thanks: Line | None = None
    thanks_by_name: YesNo = False
    contact: YesNo = False
    keep_text: Span = Duration(12, "months")
    keep_contact: Span = Duration(90, "days")
    page: PageWords = PageWords()
    translations: tuple[Translation, ...] = ()

    @property
    def takes_words(self) -> bool:
        """Whether a customer can write something that others may like to read."""
        return self.thanks_by_name or any(one.type == "text" for one in self.questions)

    def faults(self) -> Iterable[Fault]:
        if not self.questions:
            yield Fault(_("Nothing is asked."), _("Add a question."), ("questions",))
        if len(self.questions) > MOST_QUESTIONS:
            message = _(
                "There are %(count)s questions; five at most can be answered standing.", count=len(self.questions)
            )
            yield Fault(message, _("Keep those whose answer you would act on."), ("questions", MOST_QUESTIONS))
        yield from twice((one.id for one in self.questions), "questions")
        yield from twice((one.language for one in self.translations), "translations", "language")
        for number, translation in enumerate(self.translations):
            if translation.language == self.language:
                message = _("The form itself is in this language.")
                yield Fault(message, _("Remove this translation."), ("translations", number, "language"))
            for fault in faults_of_translation(translation, self.questions):
                yield fault.under("translations", number)


def parse(text: str, where: str) -> Feedback:
    """The form of a text. Raises Problems."""
    return _read(text, where).model


def to_text(form: Feedback) -> str:
    """The file of a form."""
    return dump(content_of(form))


def _read(text: str, where: str) -> Source[Feedback]:
    return read_yaml(Feedback, text, where)


def _blocks(form: Feedback) -> dict[str, str]:
    content = content_of(form)
    frame = {key: value for key, value in content.items() if key not in ("title", "summary", "owner", "questions")}
    return {FRAME: canonical_json(frame)} | {one.id: canonical(one) for one in form.questions}


def _block_title(form: Feedback, block: str) -> str:
    if block == FRAME:
        return _("What is around the questions")
    return {one.id: one.text for one in form.questions}.get(block, block)


def _references(form: Feedback) -> Iterable[Reference]:
    if form.service:
        yield Reference(FRAME, "service", form.service, None, ("service",))
    for number, question in enumerate(form.questions):
        yield from aims_of(question, question.id, ("questions", number))


def _check(form: Feedback, lookup: Lookup) -> Iterable[Fault]:
    for number, question in enumerate(form.questions):
        standard = lookup("standard", question.standard) if question.standard else None
        if not isinstance(standard, Standard):
            continue
        path = ("questions", number, "standard")
        if standard.measure not in ("mean", "proportion"):
            message = _("“%(title)s” is no matter of what customers say.", title=standard.title)
            yield Fault(message, _("Name a standard whose measure is mean or proportion."), path)
        elif question.type == "yes-no" and (standard.measure == "mean" or standard.met_from is not None):
            message = _("“%(title)s” wants a number, and this is yes or no.", title=standard.title)
            yield Fault(message, _("Ask with faces or recommend, or name a standard of a proportion."), path)
        elif question.type != "yes-no" and standard.measure == "proportion" and standard.met_from is None:
            message = _("“%(title)s” does not say from which number on it is met.", title=standard.title)
            yield Fault(message, _("Add “met_from: 4” to the standard, or ask with yes-no."), path)


def _warnings(form: Feedback) -> Iterable[Fault]:
    if form.owner is None:
        yield Fault(_("Nobody answers for this form."), _("Name who reads the answers: “owner: Head of service”."))
    if not any(one.standard for one in form.questions):
        message = _("No question is a reading of a standard, so the answers do not count in any figure.")
        yield Fault(message, _("Give one a standard: “standard: customers-are-satisfied”."), ("questions",))
    if sum(one.type == "text" for one in form.questions) > MOST_TEXTS:
        message = _("Three texts take longer than half a minute on a phone.")
        yield Fault(message, _("Keep the one that tells you most."), ("questions",))
    for number, one in enumerate(form.translations):
        known = one.language.partition("-")[0].lower() in {"en", *SPOKEN}
        said = one.page.model_dump(exclude_none=True)
        if not known and len(said) < len(PageWords.model_fields):
            message = _("The words around the questions are not known in this language and will be English.")
            missing = ", ".join(name for name in PageWords.model_fields if name not in said)
            remedy = _("Write them under “page”: %(missing)s.", missing=missing)
            yield Fault(message, remedy, ("translations", number, "language"))


KIND = Kind(
    name="feedback",
    label=lazy_gettext("Feedback form"),
    folder="content/feedback",
    suffix=".yaml",
    schema=Feedback,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=_block_title,
    references=_references,
    check=_check,
    warn=_warnings,
    preview="feedback/preview.html",
    place=lambda slug, _block: f"/feedback#{slug}",
    template="""\
title: At the counter
summary: Two questions on the way out.
owner: Who reads the answers
heading: How was it today?
questions:
  - {id: satisfied, type: faces, text: How satisfied are you with how you were served?}
  - {id: why, type: text, text: What should we know?}
thanks_by_name: true
""",
)

KINDS: tuple[Kind[Any], ...] = (KIND,)
