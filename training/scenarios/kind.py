"""The kind of document that a scenario is."""

from collections.abc import Iterable

from training.content.faults import Fault
from training.content.kinds import Findable, Kind, Lookup, Reference, RoleNamed, content_of
from training.content.links import aims_of, loose_aims
from training.content.schema import canonical, canonical_json
from training.content.yaml import Path
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.scenarios.files import Choice, Scenario, read, to_text
from training.scenarios.game.check import analysis_of


def _blocks(scenario: Scenario) -> dict[str, str]:
    """Each turn and each ending is a block; the rules of the game are one."""
    content = content_of(scenario)
    rules = {key: content[key] for key in content if key in ("skills", "pass_mark", "situation", "state")}
    return {
        "rules": canonical_json(rules),
        **{turn.id: canonical(turn) for turn in scenario.turns},
        **{ending.id: canonical(ending) for ending in scenario.endings},
    }


def _block_title(scenario: Scenario, block: str) -> str:
    if block == "rules":
        return _("Situation, state and pass mark")
    turn, ending = scenario.turn(block), scenario.ending(block)
    if turn is not None:
        return turn.text
    return ending.title if ending else block


def _findable(scenario: Scenario) -> Iterable[Findable]:
    yield Findable(None, scenario.title, f"{scenario.summary} {scenario.situation}")


def _check(scenario: Scenario, _lookup: Lookup) -> Iterable[Fault]:
    """What harms whoever plays it, found by playing all ways."""
    return [fault for fault in analysis_of(scenario).faults if fault.severity == "error"]


def _references(scenario: Scenario) -> Iterable[Reference]:
    for block, choice, path in _choices(scenario):
        yield from aims_of(choice, block, path)


def _choices(scenario: Scenario) -> Iterable[tuple[str, Choice, Path]]:
    for number, turn in enumerate(scenario.turns):
        for place, choice in enumerate(turn.choices):
            yield turn.id, choice, ("turns", number, "choices", place)


def _warn(scenario: Scenario) -> Iterable[Fault]:
    yield from (fault for fault in analysis_of(scenario).faults if fault.severity == "warning")
    for _block, choice, path in _choices(scenario):
        yield from loose_aims(choice, path)


KIND = Kind(
    name="scenario",
    label=lazy_gettext("Scenario"),
    folder="content/scenarios",
    suffix=".yaml",
    schema=Scenario,
    reader=read,
    to_text=to_text,
    blocks=_blocks,
    preview="scenarios/preview.html",
    check=_check,
    references=_references,
    warn=_warn,
    block_title=_block_title,
    roles=lambda scenario: [RoleNamed(role, ("roles", number)) for number, role in enumerate(scenario.roles)],
    audience=lambda scenario: scenario.roles if scenario.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, _block: f"/scenarios/{slug}",
    template="""\
title: Name of the scenario
summary: What you can do after it.
skills: [listening]
situation: Where you are, who comes, and what has happened before.
state:
  - {id: patience, label: Patience, start: 3, shown: true}
turns:
  - id: first
    who: Customer
    text: What they say.
    choices:
      - id: listen
        text: What you say.
        score: {listening: 2}
        set: {patience: +1}
        feedback: Why this helps.
        go: solved
      - id: hurry
        text: Something else.
        set: {patience: -1}
        feedback: What it does.
        go: left
endings:
  - {id: solved, title: Solved, text: How it ends., outcome: good}
  - {id: left, title: They leave, text: How it ends., outcome: poor}
""",
)

KINDS = (KIND,)
