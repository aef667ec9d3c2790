"""Any standard and any role profile that an author could write."""

from typing import Any

from hypothesis import strategies as st

from tests.files.documents import lines, slugs, texts

_decimals = st.decimals("-9999.99", "9999.99", places=2).map(str)
_skills = st.lists(
    st.fixed_dictionaries({"skill": slugs, "weight": st.integers(1, 5)}), max_size=3, unique_by=lambda one: one["skill"]
)
_limits = st.builds("{} {}s".format, st.integers(1, 90), st.sampled_from(["second", "week", "opening hour"]))
_shares = st.decimals("0.01", "100", places=2).map(str)


@st.composite
def standards(draw: st.DrawFn) -> dict[str, Any]:
    """A standard of any measure, with what that measure needs and may have."""
    measure = draw(st.sampled_from(["proportion", "time", "mean", "count"]))
    of_measure: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "proportion": st.fixed_dictionaries({"target": _shares, "met_from": st.none() | _decimals}),
        "time": st.fixed_dictionaries({"target": _shares, "limit": _limits | st.just("same working day")}),
        "mean": st.fixed_dictionaries({"target": _decimals, "direction": st.sampled_from(["higher", "lower"])}),
        "count": st.fixed_dictionaries({"target": _decimals, "exposure": lines, "per": st.integers(1, 1000)}),
    }
    common = st.fixed_dictionaries(
        {
            "title": lines,
            "summary": lines,
            "owner": st.none() | lines,
            "roles": st.lists(slugs, max_size=2),
            "unit": st.none() | lines,
            "least": st.none() | st.integers(-9, 0).map(str),
            "most": st.none() | st.integers(1, 9).map(str),
            "guard": st.none() | slugs,
            "why": st.none() | texts,
            "how_measured": st.none() | lines,
            "skills": _skills,
        }
    )
    return draw(common) | {"measure": measure} | draw(of_measure[measure])


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Any]:
    """A role profile whose questions show what it names."""
    skills = draw(_skills)
    one = st.fixed_dictionaries({"id": slugs, "title": lines, "text": st.none() | lines, "hire_for": st.booleans()})
    characteristics = draw(st.lists(one, max_size=3, unique_by=lambda one: one["id"]))
    shown = [*(one["skill"] for one in skills), *(one["id"] for one in characteristics)]
    question = st.fixed_dictionaries(
        {
            "id": slugs,
            "text": texts,
            "shows": st.sampled_from(shown or ["nothing"]),
            "follow_up": st.none() | lines,
            "weak": lines,
            "fair": lines,
            "strong": lines,
        }
    )
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "role": draw(slugs),
        "owner": draw(st.none() | lines),
        "purpose": draw(st.none() | texts),
        "steps": draw(st.lists(st.builds("{}/{}".format, slugs, slugs), max_size=2)),
        "skills": skills,
        "characteristics": characteristics,
        "programme": draw(st.none() | slugs),
        "interview": draw(st.lists(question, max_size=3, unique_by=lambda one: one["id"])) if shown else [],
    }
