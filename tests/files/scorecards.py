"""Any scorecard that an author could write, for properties that must hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from tests.files.documents import durations, lines, optional_texts, slugs
from training.scorecards.files import CHANNELS

_names = st.lists(slugs, max_size=2, unique=True)
_items = st.fixed_dictionaries(
    {
        "id": slugs.filter(lambda slug: slug != "frame"),
        "text": lines,
        "look_for": optional_texts,
        "weight": st.integers(1, 10),
        "critical": st.booleans(),
        "step": st.none() | lines,
        "standard": st.none() | lines,
        "skills": _names,
    }
)


@st.composite
def _answers(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.lists(slugs.filter(lambda slug: slug != "not-up"), min_size=2, max_size=4, unique=True))
    points = sorted(draw(st.lists(st.integers(0, 10), min_size=len(ids), max_size=len(ids), unique=True)))
    titles = draw(st.lists(lines, min_size=len(ids), max_size=len(ids)))
    text = draw(st.none() | lines)
    return [
        {"id": one, "title": title, "points": count, "text": text}
        for one, title, count in zip(ids, titles, points, strict=True)
    ]


@st.composite
def scorecards(draw: st.DrawFn) -> dict[str, Any]:
    """The values of a scorecard of its schema."""
    sections = draw(st.lists(slugs, max_size=2, unique=True))
    items = draw(st.lists(_items, min_size=1, max_size=4, unique_by=lambda one: one["id"]))
    for number, one in enumerate(items):
        answers = draw(st.just([]) | _answers())
        needed = st.none() | st.sampled_from([answer["id"] for answer in answers][1:] or ["yes"])
        one |= {"answers": answers, "needed": draw(needed), "optional": number > 0 and draw(st.booleans())}
        one["section"] = draw(st.none() | st.sampled_from(sections)) if sections else None
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "roles": draw(_names),
        "owner": draw(st.none() | lines),
        "channels": draw(st.lists(st.sampled_from(CHANNELS), max_size=4, unique=True)),
        "pass_mark": draw(st.integers(1, 100)),
        "appeal_within": draw(durations),
        "sections": [{"id": one, "title": draw(lines)} for one in sections],
        "items": items,
    }
