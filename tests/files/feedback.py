"""Any feedback form that an author could write, in up to three languages."""

from typing import Any

from hypothesis import strategies as st

from tests.files import documents

_LANGUAGES = ("de", "pt-BR", "ar")


@st.composite
def feedback_forms(draw: st.DrawFn) -> dict[str, Any]:
    """Every translation has every question with the options that it offers."""
    ids = draw(st.lists(documents.slugs.filter(lambda one: one != "frame"), min_size=1, max_size=5, unique=True))
    questions = [_question(draw, name) for name in ids]
    languages = draw(st.lists(st.sampled_from(_LANGUAGES), max_size=2, unique=True))
    return {
        "title": draw(documents.lines),
        "summary": draw(documents.lines),
        "owner": draw(st.none() | documents.lines),
        "service": draw(st.none() | documents.slugs),
        "asks": draw(st.sampled_from(["anybody", "after-complaint", "silent"])),
        "heading": draw(st.none() | documents.lines),
        "questions": questions,
        "thanks_by_name": draw(st.booleans()),
        "keep_text": draw(documents.durations),
        "page": {"send": draw(st.none() | documents.lines)},
        "translations": [_translation(draw, language, questions) for language in languages],
    }


def _question(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(["faces", "yes-no", "recommend", "pick", "text"]))
    asked: dict[str, Any] = {"id": name, "type": kind, "text": draw(documents.lines)}
    if kind in ("faces", "yes-no", "recommend"):
        asked["standard"] = draw(st.none() | documents.slugs)
    if kind == "faces" and draw(st.booleans()):
        asked["words"] = draw(st.lists(documents.lines, min_size=5, max_size=5))
    if kind == "yes-no":
        asked["good"] = draw(st.sampled_from(["yes", "no"]))
    if kind == "pick":
        option = st.fixed_dictionaries({"id": documents.slugs, "text": documents.lines})
        asked["options"] = draw(st.lists(option, min_size=2, max_size=6, unique_by=lambda one: one["id"]))
    if kind == "text":
        asked["most"] = draw(st.integers(50, 2000))
    return asked


def _translation(draw: st.DrawFn, language: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    said = []
    for one in questions:
        options = [{"id": option["id"], "text": draw(documents.lines)} for option in one.get("options", ())]
        said.append({"id": one["id"], "text": draw(documents.lines), "options": options})
    return {"language": language, "heading": draw(st.none() | documents.lines), "questions": said}
