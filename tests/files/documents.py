"""Any document that an author could write, for properties that must hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from tests.naughty import NAUGHTY

_usable = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
)
_WORDS = "no|12:30|1.10|null|~|true|0o7|2026-01-01|1e3|“so”|…|Ünder|3 rings|end of"
_SIGNS = """- a|a: b|a #b|#|{x}|[y]|*a|&a|!x|>|%|@|`|'|"|\\|a:|: a|---|...|=|<<|```|~~~"""
_awkward = st.sampled_from(["|", *_WORDS.split("|"), *_SIGNS.split("|")])


def _clean(text: str) -> str:
    usable = (sign for sign in text if sign == "\n" or (sign.isprintable() and sign not in "\u2028\u2029\ufeff"))
    return "".join(usable).strip()


_CLEANED = [clean for text in NAUGHTY if (clean := _clean(text))]
_naughty = st.integers(0, len(_CLEANED) - 1).map(lambda place: _CLEANED[place])
_words = st.text(_usable, min_size=1, max_size=60) | _awkward | _naughty

slugs = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True) | st.sampled_from(["no", "1", "null", "y"])
lines = _words.map(lambda text: " ".join(text.split("\n"))[:140].strip()).filter(bool)
texts = st.lists(_words | st.just("") | st.just("  indented"), min_size=1, max_size=4).map("\n".join).map(str.strip)
texts = texts.filter(bool)
optional_texts = st.none() | texts


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _options(count_right: st.SearchStrategy[int]) -> st.SearchStrategy[list[dict[str, Any]]]:
    option = st.fixed_dictionaries({"id": slugs, "text": texts, "feedback": optional_texts}).map(_without_none)
    several = st.lists(option, min_size=2, max_size=5, unique_by=(lambda one: one["id"], lambda one: one["text"]))

    def mark(pair: tuple[list[dict[str, Any]], int]) -> list[dict[str, Any]]:
        options, right = pair
        return [{**option, "correct": number < right} for number, option in enumerate(options)]

    return st.tuples(several, count_right).map(mark)


_common = {"id": slugs, "text": texts, "explanation": optional_texts, "skills": st.lists(slugs, max_size=2)}
singles = st.fixed_dictionaries({**_common, "type": st.just("single"), "options": _options(st.just(1))})
severals = st.fixed_dictionaries(
    {
        **_common,
        "type": st.just("several"),
        "options": _options(st.integers(1, 5)),
        "partial": st.sampled_from(["none", "penalty", "plain"]),
        "points": st.integers(1, 9),
    }
)
true_falses = st.fixed_dictionaries(
    {**_common, "type": st.just("true-false"), "answer": st.booleans(), "feedback_true": optional_texts}
)
questions = singles | severals | true_falses

banks = st.fixed_dictionaries(
    {
        "title": lines,
        "summary": lines,
        "questions": st.lists(questions, min_size=1, max_size=4, unique_by=lambda one: one["id"]),
    }
)

_items = st.fixed_dictionaries({"bank": slugs, "question": slugs}) | st.fixed_dictionaries(
    {"bank": slugs, "draw": st.integers(1, 50)}
)
quizzes = st.fixed_dictionaries(
    {
        "title": lines,
        "summary": lines,
        "minutes": st.none() | st.integers(1, 90),
        "pass_mark": st.integers(1, 100),
        "shuffle": st.booleans(),
        "items": st.lists(_items, min_size=1, max_size=5, unique_by=lambda one: (one["bank"], one.get("question"))),
    }
)

_durations = st.builds("{} {}".format, st.integers(1, 400), st.sampled_from(["days", "weeks", "months", "years"]))
_requirements = st.tuples(slugs, st.sampled_from(["module", "quiz"]), slugs, st.none() | _durations).map(
    lambda parts: {"id": parts[0], parts[1]: parts[2], "due": parts[3]}
)
programmes = st.fixed_dictionaries(
    {
        "title": lines,
        "summary": lines,
        "roles": st.lists(slugs, max_size=3, unique=True),
        "validity": _durations | st.just("none"),
        "due": _durations,
        "requirements": st.lists(
            _requirements,
            min_size=1,
            max_size=4,
            unique_by=(lambda one: one["id"], lambda one: (one.get("module"), one.get("quiz"))),
        ),
    }
)

_prose = st.fixed_dictionaries({"type": st.just("text"), "text": texts})


def _in_turn(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without a text right after a text."""
    kept: list[dict[str, Any]] = []
    for piece in pieces:
        if not (kept and piece["type"] == "text" == kept[-1]["type"]):
            kept.append(piece)
    return kept


_blocks = st.fixed_dictionaries(
    {
        "id": slugs,
        "title": lines,
        "minutes": st.none() | st.integers(1, 60),
        "pieces": st.lists(_prose | questions, min_size=1, max_size=4).map(_in_turn),
    }
)
modules = st.fixed_dictionaries(
    {
        "title": lines,
        "summary": lines,
        "skills": st.lists(slugs, max_size=3),
        "language": st.sampled_from(["en", "de", "pt-BR"]),
        "blocks": st.lists(_blocks, min_size=1, max_size=3, unique_by=lambda one: one["id"]),
    }
)
