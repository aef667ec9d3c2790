"""Any service, transaction and opening hours that an author could write."""

from typing import Any

from hypothesis import strategies as st

from tests.files.documents import lines, slugs, texts

optional_lines, optional_slugs = st.none() | lines, st.none() | slugs
_ids = slugs.filter(lambda item: item not in ("frame", "end"))
_limits = st.builds(
    "{} {}s".format, st.integers(2, 99), st.sampled_from(["second", "minute", "week", "opening hour", "working day"])
) | st.sampled_from(["1 hour", "same working day"])


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    """Outcomes and parts share their ids, and the first part is core."""
    ids = iter(draw(st.lists(_ids, min_size=6, max_size=6, unique=True)))
    outcome = {"text": lines, "measure": optional_lines, "target": optional_lines, "standard": optional_slugs}
    sorts = ["core", *draw(st.lists(st.sampled_from(["core", "enabling", "enhancing"]), max_size=2))]
    part = {"title": lines, "text": optional_lines, "transaction": optional_slugs}
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "owner": draw(optional_lines),
        "model": draw(st.booleans()),
        "based_on": draw(optional_slugs),
        "bundles": draw(st.lists(slugs, max_size=2)),
        "market": draw(optional_lines),
        "customer": draw(st.none() | texts),
        "wants": draw(st.lists(lines, max_size=2)),
        "outcomes": [{"id": next(ids), **draw(st.fixed_dictionaries(outcome))} for _ in range(draw(st.integers(0, 2)))],
        "parts": [{"id": next(ids), "sort": sort, **draw(st.fixed_dictionaries(part))} for sort in sorts],
    }


_clocks = st.fixed_dictionaries(
    {"starts": lines, "limit": _limits, "warn": st.none() | _limits, "hours": optional_slugs}
)
_authorities = st.fixed_dictionaries(
    {
        "text": lines,
        "up_to": st.none() | st.integers(1, 1_000_000),
        "then": optional_slugs,
        "waits": st.booleans(),
        "within": st.none() | _limits,
    }
)
_steps = st.fixed_dictionaries(
    {
        "title": lines,
        "role": slugs,
        "customer": optional_lines,
        "frustration": optional_lines,
        "delight": optional_lines,
        "do": st.lists(lines, max_size=2),
        "manner": st.none() | texts,
        "say": st.lists(lines, max_size=2),
        "extra": optional_lines,
        "clock": st.none() | _clocks,
        "tools": st.lists(lines, max_size=2),
        "authority": st.none() | _authorities,
        "hand_over": optional_lines,
        "person": optional_lines,
        "standards": st.lists(slugs, max_size=2),
        "promises": st.lists(slugs, max_size=2),
    }
)


@st.composite
def transactions(draw: st.DrawFn) -> dict[str, Any]:
    """Ways lead to any step or to the end, and at most one of several has no case."""
    ids = draw(st.lists(_ids, min_size=1, max_size=4, unique=True))
    steps = []
    for item in ids:
        targets = draw(st.lists(st.sampled_from([*ids, "end"]), max_size=3))
        whens = [draw(optional_lines if number == 0 else lines) for number in range(len(targets))]
        ways = [{"to": to, "when": when} for to, when in zip(targets, whens, strict=True)]
        steps.append({"id": item, **draw(_steps), "next": ways})
    lanes = list(dict.fromkeys(step["role"] for step in steps))
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "service": draw(optional_slugs),
        "owner": draw(optional_lines),
        "promise": draw(st.none() | texts),
        "lanes": lanes if draw(st.booleans()) else [],
        "limit": draw(st.none() | _limits),
        "hours": draw(optional_slugs),
        "steps": steps,
    }


@st.composite
def opening_hours(draw: st.DrawFn) -> dict[str, Any]:
    """Each line has days of its own, so that none overlap."""
    days = draw(st.permutations(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    cut = draw(st.integers(1, 6))
    closed = st.fixed_dictionaries({"on": st.dates().map(str), "why": optional_lines})
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "open": [
            {"days": several, "opens": f"{draw(st.integers(0, 11)):02}:{draw(st.integers(0, 59)):02}", "closes": closes}
            for several, closes in ((days[:cut], "12:30"), (days[cut:], "23:59"))
        ],
        "closed": draw(st.lists(closed, max_size=3, unique_by=lambda one: one["on"])),
    }
