"""Scenarios as files: turns with choices, what each choice changes, and the endings it can come to."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from training.content.faults import Fault, closest, twice
from training.content.kinds import Source, content_of, read_yaml
from training.content.schema import Strict
from training.content.types import (
    ItemId,
    Language,
    Line,
    Minutes,
    PerCent,
    Points,
    Seconds,
    Slug,
    Text,
    Title,
    Whole,
    YesNo,
    within,
    wrong,
)
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.scenarios.rules_state import Condition, Effect, NotACondition, NotAnEffect, condition, effect

LATE = "late"
"""Stands for the choice that was not made in time."""

MOST = 20  # of a counter


def _condition(text: str) -> str:
    try:
        condition(text)
    except NotACondition as error:
        raise wrong(str(error), _("Write, for example, “patience >= 2 and not has-receipt”.")) from None
    return text


def _effect(text: Any) -> Any:
    try:
        return str(effect(str(text).lower() if isinstance(text, bool) else str(text)))
    except NotAnEffect as error:
        raise wrong(str(error), _("Write “+1” or “-1” to change it, a number to set it, or true or false.")) from None


def _exits(value: Any) -> Any:
    return [{"go": value}] if isinstance(value, str) else value


def _one_or_many(exits: "tuple[Exit, ...]") -> Any:
    if len(exits) == 1 and exits[0].when is None:
        return exits[0].go
    return [content_of(exit_) for exit_ in exits]


When = Annotated[Line, AfterValidator(_condition)]
Change = Annotated[
    str, BeforeValidator(_effect), WithJsonSchema({"type": "string", "pattern": "^([+-]?[0-9]+|true|false)$"})
]
Level = Annotated[Whole, within(0, MOST), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST})]


class Variable(Strict):
    """Something that the scenario keeps in mind: a counter from 0 to `most` when `start` is given, else a fact.

    A fact is false at the beginning. `shown` says whether the player sees it.
    """

    id: ItemId
    label: Line
    start: Level | None = None
    most: Level | None = None
    shown: YesNo = False

    @property
    def is_counter(self) -> bool:
        return self.start is not None

    @property
    def top(self) -> int:
        """The largest value: 1 for a fact."""
        if self.start is None:
            return 1
        return max(5, self.start) if self.most is None else self.most

    def faults(self) -> Iterable[Fault]:
        if self.start is None and self.most is not None:
            yield Fault(_("A fact has no “most”."), _("Add “start: 0” to count, or remove “most”."), ("most",))
        if self.start is not None and self.most is not None and self.start > self.most:
            yield Fault(_("It starts above its “most”."), _("Lower “start”, or raise “most”."), ("start",))


class Exit(Strict):
    """Where the conversation goes on, if the condition holds: a turn or an ending."""

    when: When | None = None
    go: ItemId


Exits = Annotated[tuple[Exit, ...], BeforeValidator(_exits), PlainSerializer(_one_or_many)]


class Outcome(Strict):
    """What follows from a choice, or from silence: changes of state, and the first exit whose condition holds."""

    set: Mapping[Slug, Change] = Field(default_factory=dict)
    feedback: Text | None = None
    go: Exits

    @property
    def effects(self) -> dict[str, Effect]:
        return {name: effect(text) for name, text in self.set.items()}

    def faults(self) -> Iterable[Fault]:
        if not self.go:
            yield Fault(_("It leads nowhere."), _("Write “go: id-of-a-turn”."), ("go",))
        elif self.go[-1].when is not None:
            message = _("If none of the conditions holds, it leads nowhere.")
            yield Fault(message, _("Add a last exit without “when”."), ("go", len(self.go) - 1))
        for number, exit_ in enumerate(self.go[:-1]):
            if exit_.when is None:
                message = _("The exits after this one are never taken, because it has no condition.")
                yield Fault(message, _("Give it a “when”, or move it to the end."), ("go", number))


class Choice(Outcome):
    """Something the player can say or do. `when` hides it until its condition holds; `score` gives points by skill."""

    id: ItemId
    text: Text
    when: When | None = None
    score: Mapping[Slug, Points] = Field(default_factory=dict)
    step: Line | None = None
    standard: Line | None = None

    @property
    def points(self) -> int:
        """Points of all skills together."""
        return sum(self.score.values())


class Turn(Strict):
    """What happens or is said to the player, and what they can do.

    `who` speaks the `text`; nobody does when it is None, and it tells what one sees. With `seconds` a choice has to be
    made in that time, and `late` is what comes of silence.
    """

    id: ItemId
    who: Line | None = None
    text: Text
    seconds: Seconds | None = None
    late: Outcome | None = None
    choices: tuple[Choice, ...]

    def choice(self, item: str) -> Choice | None:
        """The choice with this id."""
        return next((choice for choice in self.choices if choice.id == item), None)

    def faults(self) -> Iterable[Fault]:
        if not self.choices:
            yield Fault(_("The turn offers no choice."), _("Add one, or make it an ending."), ("choices",))
        yield from twice((choice.id for choice in self.choices), "choices")
        for number, choice in enumerate(self.choices):
            if choice.id == LATE:
                message = _("“late” stands for silence and cannot be the id of a choice.")
                yield Fault(message, _("Choose another id."), ("choices", number, "id"))
        if (self.seconds is None) != (self.late is None):
            message = _("A turn with a clock needs both “seconds” and “late”.")
            yield Fault(message, _("Say under “late” what comes of silence, or remove “seconds”."))


class Ending(Strict):
    """How it can come out. With a poor outcome the scenario is not passed, whatever the score."""

    id: ItemId
    title: Title
    text: Text
    outcome: Literal["good", "fair", "poor"]


class Scenario(Strict):
    """A conversation that branches. It begins with the first turn.

    `pass_mark` is in per cent of the best score that can be reached. `feedback` comes after each choice or at the end.
    """

    title: Title
    summary: Line
    language: Language = "en"
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"
    skills: tuple[Slug, ...] = ()
    minutes: Minutes = 5
    pass_mark: PerCent = 70
    feedback: Literal["now", "end"] = "now"
    situation: Text
    state: tuple[Variable, ...] = ()
    turns: tuple[Turn, ...]
    endings: tuple[Ending, ...]

    def turn(self, item: str) -> Turn | None:
        """The turn with this id."""
        return next((turn for turn in self.turns if turn.id == item), None)

    def ending(self, item: str) -> Ending | None:
        """The ending with this id."""
        return next((ending for ending in self.endings if ending.id == item), None)

    def faults(self) -> Iterable[Fault]:
        if not self.turns:
            yield Fault(_("The scenario has no turn."), _("Add one under “turns:”."), ("turns",))
        if not self.endings:
            yield Fault(_("The scenario has no ending."), _("Add one under “endings:”."), ("endings",))
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the scenario, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        turns = [turn.id for turn in self.turns]
        yield from twice(turns, "turns")
        yield from twice((variable.id for variable in self.state), "state")
        yield from twice((ending.id for ending in self.endings), "endings")
        for number, ending in enumerate(self.endings):
            if ending.id in turns:
                message = _("“%(id)s” is the id of a turn and of an ending.", id=ending.id)
                yield Fault(message, _("Give each its own id."), ("endings", number, "id"))
        for number, turn in enumerate(self.turns):
            for place, choice in enumerate(turn.choices):
                path = ("turns", number, "choices", place)
                yield from (fault.under(*path) for fault in self._of_choice(choice))
            if turn.late is not None:
                yield from (fault.under("turns", number, "late") for fault in self._of_outcome(turn.late))

    def _of_choice(self, choice: Choice) -> Iterable[Fault]:
        if choice.when is not None:
            yield from (fault.under("when") for fault in self._of_condition(condition(choice.when)))
        for skill in choice.score:
            if skill not in self.skills:
                message = _("“%(skill)s” is not one of the skills of the scenario.", skill=skill)
                yield Fault(message, _("Add it under “skills”, or correct it."), ("score", skill))
        yield from self._of_outcome(choice)

    def _of_outcome(self, outcome: Outcome) -> Iterable[Fault]:
        known = {variable.id: variable for variable in self.state}
        for name, change in outcome.effects.items():
            variable = known.get(name)
            if variable is None:
                yield Fault(_unknown(name), closest(name, known), ("set", name))
            elif variable.is_counter != change.is_number:
                message = (
                    _("“%(name)s” is a counter: it takes a number.", name=name)
                    if variable.is_counter
                    else _("“%(name)s” is a fact: it is true or false.", name=name)
                )
                yield Fault(message, _("Correct the value."), ("set", name))
        targets = [*(turn.id for turn in self.turns), *(ending.id for ending in self.endings)]
        for number, exit_ in enumerate(outcome.go):
            if exit_.go not in targets:
                message = _("“%(id)s” leads nowhere: no turn and no ending has this id.", id=exit_.go)
                yield Fault(message, closest(exit_.go, targets), ("go", number, "go"))
            if exit_.when is not None:
                yield from (fault.under("go", number, "when") for fault in self._of_condition(condition(exit_.when)))

    def _of_condition(self, asked: Condition) -> Iterable[Fault]:
        known = {variable.id: variable for variable in self.state}
        for name, is_number in asked.names():
            variable = known.get(name)
            if variable is None:
                yield Fault(_unknown(name), closest(name, known))
            elif variable.is_counter != is_number:
                if variable.is_counter:
                    message = _("“%(name)s” is a counter and has to be compared.", name=name)
                    yield Fault(message, _("Write, for example, “%(name)s >= 1”.", name=name))
                else:
                    message = _("“%(name)s” is a fact and cannot be compared with a number.", name=name)
                    yield Fault(message, _("Write “%(name)s” or “not %(name)s”.", name=name))


def _unknown(name: str) -> str:
    return _("“%(name)s” is not part of the state.", name=name)


def parse(text: str, where: str) -> Scenario:
    """The scenario of a text. Raises Problems."""
    return read(text, where).model


def to_text(scenario: Scenario) -> str:
    """The file of a scenario."""
    content = content_of(scenario)
    for turn in content["turns"]:
        turn["choices"] = [
            {key: choice[key] for key in sorted(choice, key=_CHOICE.index)} for choice in turn["choices"]
        ]
    return dump(content)


# The order in which one reads a choice.
_CHOICE = ("id", "text", "when", "score", "set", "feedback", "go", "step", "standard")


def read(text: str, where: str) -> Source[Scenario]:
    return read_yaml(Scenario, text, where)
