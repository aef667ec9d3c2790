"""Any checklist that an author could write, for properties that must hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from tests.files.documents import durations, lines, optional_texts, slugs

_roles = st.lists(slugs, max_size=2, unique=True)
_levels = st.lists(
    st.fixed_dictionaries({"id": slugs, "title": lines, "text": st.none() | lines}),
    min_size=2,
    max_size=4,
    unique_by=lambda level: level["id"],
)
_criteria = st.fixed_dictionaries(
    {
        "id": slugs.filter(lambda slug: slug != "frame"),
        "text": lines,
        "look_for": optional_texts,
        "skills": _roles,
        "step": st.none() | lines,
        "standard": st.none() | lines,
    }
)


@st.composite
def checklists(draw: st.DrawFn) -> dict[str, Any]:
    """The values of a checklist of its schema."""
    levels = draw(st.just([]) | _levels)
    needed = st.none() | st.sampled_from([level["id"] for level in levels][1:] or ["with-help", "alone"])
    criteria = draw(st.lists(_criteria, min_size=1, max_size=4, unique_by=lambda one: one["id"]))
    for number, one in enumerate(criteria):
        one |= {"needed": draw(needed), "optional": number > 0 and draw(st.booleans())}
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "roles": draw(_roles),
        "skills": draw(_roles),
        "owner": draw(st.none() | lines),
        "observers": draw(_roles),
        "second_observer": draw(st.booleans()),
        "situation": draw(optional_texts),
        "again_after": draw(durations),
        "meaning": draw(optional_texts),
        "levels": levels,
        "needed": draw(needed),
        "criteria": criteria,
    }
