"""Any document that an author could write, for properties that must hold for all of them."""

from datetime import date
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

durations = st.builds("{} {}".format, st.integers(1, 400), st.sampled_from(["days", "weeks", "months", "years"]))
_KINDS = ("module", "quiz", "script", "scenario", "checklist", "policy", "credential", "practice")
_days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)).map(str)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """Any programme that an author could write: what comes first stands before, and no two ask for the same."""
    targets = iter(
        draw(st.lists(st.tuples(st.sampled_from(_KINDS), slugs), min_size=9, max_size=9, unique_by=lambda pair: pair))
    )
    ids = draw(st.lists(slugs, min_size=12, max_size=12, unique=True))
    asked: list[str] = []

    def perhaps(values: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | values)

    def begun() -> dict[str, Any]:
        first = draw(st.lists(st.sampled_from(asked), max_size=2, unique=True)) if asked else []
        asked.append(ids.pop())
        time = draw(st.sampled_from(["due", "due_on", None]))
        times = {"due": draw(durations), "due_on": draw(_days), None: None}
        return {"id": asked[-1], "after": first, "core": draw(st.booleans())} | ({time: times[time]} if time else {})

    def item() -> dict[str, Any]:
        kind, slug = next(targets)
        marks = {"quiz": st.none() | st.integers(1, 100), "scenario": st.none() | st.integers(1, 100)}
        mark = draw(marks.get(kind, st.integers(1, 100) if kind == "practice" else st.none()))
        return begun() | {kind: slug} | ({"mark": mark} if mark else {})

    def choice() -> dict[str, Any]:
        whole = begun()
        asked.pop()  # its parts cannot wait for it
        parts = [item() for _ in range(draw(st.integers(2, 3)))]
        asked.append(whole["id"])
        return whole | {"any": draw(st.integers(1, len(parts) - 1)), "of": parts}

    requirements = [choice() if draw(st.integers(0, 3)) == 0 else item() for _ in range(draw(st.integers(1, 3)))]
    gates = st.fixed_dictionaries(
        {"id": slugs, "title": lines, "needs": st.lists(st.sampled_from(asked), min_size=1, max_size=2)}
    )
    whom = draw(st.sampled_from(["everybody", "some", "by hand"]))
    from_until = sorted(draw(st.lists(_days, min_size=2, max_size=2)))
    validity = draw(st.sampled_from(["none", "90 days", "14 weeks", "18 months", "24 months", "2 years"]))
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "owner": perhaps(lines),
        "roles": draw(st.lists(slugs, max_size=3, unique=True)) if whom == "some" else [],
        "teams": draw(st.lists(lines, max_size=2, unique=True)) if whom == "some" else [],
        "everybody": whom == "everybody",
        "asked_from": perhaps(st.just(from_until[0])),
        "asked_until": perhaps(st.just(from_until[1])),
        "validity": validity,
        "ends_on": perhaps(st.sampled_from(["03-31", "12-31", "02-28"])) if validity[:2] in ("24", "2 ") else None,
        "renew": perhaps(st.sampled_from(["60 days", "2 months"])) if validity != "none" else None,
        "grace": perhaps(st.sampled_from(["1 day", "2 weeks"])) if validity != "none" else None,
        "renewal": draw(st.sampled_from(["refresher", "full"])),
        "lapsed": draw(st.sampled_from(["refresher", "full"])),
        "leave": draw(st.sampled_from(["waits", "counts"])),
        "escalate": draw(durations),
        "due": draw(durations),
        "due_on": perhaps(st.just(from_until[1])),
        "gates": draw(st.lists(gates, max_size=2, unique_by=lambda gate: gate["id"])),
        "requirements": requirements,
    }


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

_seen_by = st.sampled_from([{}, {"roles": ["counter-staff"]}, {"roles": ["counter-staff"], "audience": "roles"}])
policies = st.tuples(
    st.fixed_dictionaries(
        {
            "title": lines,
            "summary": lines,
            "sort": st.sampled_from(["value", "promise", "handbook", "rule"]),
            "owner": st.none() | lines,
            "review_on": st.none() | _days,
            "meaning": lines,
            "blocks": st.lists(
                st.fixed_dictionaries({"id": slugs, "title": lines, "text": texts}),
                min_size=1,
                max_size=3,
                unique_by=lambda one: one["id"],
            ),
        }
    ),
    _seen_by,
).map(lambda parts: parts[0] | parts[1])
credentials = st.tuples(
    st.fixed_dictionaries(
        {
            "title": lines,
            "summary": lines,
            "proof": texts,
            "issuers": st.lists(lines, max_size=3, unique_by=str.casefold),
            "validity": durations | st.just("none"),
        }
    ),
    _seen_by,
).map(lambda parts: parts[0] | parts[1])

_limits = st.builds(
    "{} {}s".format, st.integers(2, 90), st.sampled_from(["minute", "day", "opening hour", "working day"])
)
_limits |= st.just("same working day")
_severities = st.fixed_dictionaries(
    {"id": slugs, "title": lines, "call_back": _limits, "decide": _limits, "tell": st.lists(slugs, max_size=2)}
)
_rungs = st.fixed_dictionaries({"role": slugs, "text": lines, "up_to": st.none() | st.integers(1, 5_000)})


@st.composite
def complaint_rules(draw: st.DrawFn) -> dict[str, Any]:
    """Any rules that a house could take complaints by. A category with the id of a severity is refused."""
    severities = draw(st.lists(_severities, min_size=1, max_size=3, unique_by=lambda one: one["id"]))
    categories = st.fixed_dictionaries(
        {
            "id": slugs,
            "title": lines,
            "hint": st.none() | lines,
            "asks": st.lists(lines, max_size=2),
            "service": st.none() | slugs,
            "step": st.none() | lines,
            "severity": st.none() | st.sampled_from([one["id"] for one in severities]),
        }
    )
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "hours": draw(st.none() | slugs),
        "currency": draw(st.none() | lines),
        "keep": draw(durations),
        "standards": draw(st.fixed_dictionaries({"complaints": st.none() | slugs, "decided": st.none() | slugs})),
        "apologies": draw(st.lists(texts, max_size=2)),
        "categories": draw(st.lists(categories, min_size=1, max_size=3, unique_by=lambda one: one["id"])),
        "severities": severities,
        "authority": draw(st.lists(_rungs, max_size=3, unique_by=lambda one: one["role"])),
    }


_months = st.builds("{} months".format, st.integers(2, 13))
review_rules = st.fixed_dictionaries(
    {
        "title": lines,
        "summary": lines,
        "owner": st.none() | lines,
        "window": _months,
        "people": _months,
        "keep": st.builds("{} weeks".format, st.integers(4, 57)),
        "readings": st.integers(1, 1000),
        "least_gap": st.integers(1, 10),
        "gap": st.integers(10, 30),
        "false_calls": st.integers(1, 50),
        "look": st.integers(1, 100),
        "sure": st.integers(50, 100),
        "reliability": st.integers(1, 100),
        "clustering": st.sampled_from(["1", "2.5", "3", "20"]),
    }
)
