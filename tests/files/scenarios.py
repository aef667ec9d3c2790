"""Any scenario that an author could write, for properties that must hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from tests.files import documents

_ENDINGS = ("bye", "well", "badly")
_FACTS, _COUNTERS = ("knows", "has-receipt"), ("patience", "trust")


@st.composite
def scenarios(draw: st.DrawFn, *, most_turns: int = 4, awkward: bool = False, forwards: bool = False) -> dict[str, Any]:
    """The values of a scenario of its schema. `awkward` texts hold every sign; `forwards` leaves out all loops."""
    texts = documents.texts if awkward else st.sampled_from(["Yes.", "No."])
    lines = documents.lines if awkward else st.just("Somebody")
    turns = [f"turn-{number}" for number in range(draw(st.integers(1, most_turns)))]
    variables = draw(st.lists(st.sampled_from(_FACTS + _COUNTERS), max_size=2, unique=True))
    skills = draw(st.lists(documents.slugs, max_size=2, unique=True))
    conditions = _conditions(variables)

    def optional(values: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | values)

    def outcome(number: int) -> dict[str, Any]:
        targets = st.sampled_from([*turns[number + 1 if forwards else 0 :], *_ENDINGS])
        exits: list[dict[str, Any]] = [{"go": draw(targets)}]
        if conditions is not None and draw(st.booleans()):
            exits.insert(0, {"when": draw(conditions), "go": draw(targets)})
        changed = draw(st.lists(st.sampled_from(variables), max_size=2, unique=True)) if variables else []
        return {
            "set": {name: draw(_EFFECTS if name in _COUNTERS else _TRUTH) for name in changed},
            "feedback": optional(texts),
            "go": exits,
        }

    def choice(number: int, place: int) -> dict[str, Any]:
        when = optional(conditions) if conditions is not None else None
        score = {skill: draw(st.integers(0, 2)) for skill in skills if draw(st.booleans())}
        links = {"step": optional(lines), "standard": optional(lines)} if awkward else {}
        return {"id": f"choice-{place}", "text": draw(texts), "when": when, "score": score, **links, **outcome(number)}

    def turn(number: int) -> dict[str, Any]:
        count, clock = draw(st.integers(1, 3)), {}
        if draw(st.integers(0, 3)) == 0:
            clock = {"seconds": draw(st.integers(1, 90)), "late": outcome(number)}
        choices = [choice(number, place) for place in range(count)]
        return {"id": turns[number], "who": optional(lines), "text": draw(texts), "choices": choices, **clock}

    return {
        "title": draw(lines),
        "summary": draw(lines),
        "language": draw(st.sampled_from(["en", "pt-BR"])),
        "roles": draw(st.lists(documents.slugs, min_size=1, max_size=2)) if awkward else [],
        "audience": draw(st.sampled_from(["everyone", "roles"])) if awkward else "everyone",
        "skills": skills,
        "minutes": draw(st.integers(1, 20)),
        "pass_mark": draw(st.integers(1, 100)),
        "feedback": draw(st.sampled_from(["now", "end"])),
        "situation": draw(texts),
        "state": [_variable(draw, name, lines) for name in variables],
        "turns": [turn(number) for number in range(len(turns))],
        "endings": [
            {"id": item, "title": draw(lines), "text": draw(texts), "outcome": outcome_}
            for item, outcome_ in zip(_ENDINGS, draw(st.permutations(["good", "fair", "poor"])), strict=True)
        ],
    }


_EFFECTS = st.sampled_from(["+1", "-1", "0", "2"])
_TRUTH = st.sampled_from(["true", "false"])


def _variable(draw: st.DrawFn, name: str, lines: st.SearchStrategy[str]) -> dict[str, Any]:
    counter = {"start": draw(st.integers(0, 2)), "most": 2} if name in _COUNTERS else {}
    return {"id": name, "label": draw(lines), "shown": draw(st.booleans()), **counter}


def _conditions(variables: list[str]) -> st.SearchStrategy[str] | None:
    if not variables:
        return None
    simple = st.sampled_from(variables).flatmap(
        lambda name: (
            st.builds(f"{name} {{}} {{}}".format, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.integers(0, 2))
            if name in _COUNTERS
            else st.just(name)
        )
    )
    return simple | simple.map("not {}".format) | st.builds("{} and {}".format, simple, simple)
