"""What of a document can be practised: its questions, the lines of a script, the turns of a scenario."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from training.content.questions import Question
from training.modules.files import Module
from training.practice.rules_answers import AnyExercise, Choose, Gap, Option, Order, Say
from training.quizzes.files import Bank
from training.scenarios.files import Scenario, Turn
from training.scripts.files import Script, ScriptLine
from training.scripts.rules import Ways, reached, ways_on
from training.scripts.rules_words import BLANK

FEWEST_STEPS, MOST_STEPS = 3, 5
LONGEST_GAP = 60  # signs: nobody should have to type more on a phone
WHOLE = "whole"
"""The item of the card on the order of a script's lines."""


class CardKind(StrEnum):
    """What a card asks. Stored: a kind is never renamed."""

    QUESTION = "question"
    LINE = "line"
    GAP = "gap"
    ORDER = "order"
    TURN = "turn"


Key = tuple[str, str]
"""A kind of card, and the id of the question, line or turn."""


def exercises_of(model: Any) -> dict[Key, AnyExercise]:
    """Everything in a document that can be practised, in the author's order; nothing for other kinds of documents."""
    if isinstance(model, Module):
        return {
            (CardKind.QUESTION, question.id): _of_question(question, model.skills)
            for block in model.blocks
            for question in block.questions
        }
    if isinstance(model, Bank):
        return {(CardKind.QUESTION, question.id): _of_question(question, ()) for question in model.questions}
    if isinstance(model, Script):
        return _of_script(model)
    if isinstance(model, Scenario):
        found = {(str(CardKind.TURN), turn.id): _of_turn(turn) for turn in model.turns}
        return {key: exercise for key, exercise in found.items() if exercise is not None}
    return {}


def _of_question(question: Question, skills: Sequence[str]) -> Choose:
    return Choose(
        asks="question",
        prompt=question.text,
        options=tuple(
            Option(choice.id, choice.text, " ".join(question.feedback((choice.id,)))) for choice in question.choices
        ),
        right=question.right_response,
        several=question.type == "several",
        explanation=question.explanation or "",
        skills=question.skills or tuple(skills),
    )


def _of_turn(turn: Turn) -> Choose | None:
    """Only a turn whose best choice is one, and one that is always on offer: else the card would depend on a play."""
    best = [choice for choice in turn.choices if choice.points == max(one.points for one in turn.choices)]
    offered = [choice for choice in turn.choices if choice.when is None]
    if len(best) != 1 or best[0].when is not None or best[0].points <= 0 or len(offered) < 2:
        return None
    return Choose(
        asks="turn",
        prompt=turn.text,
        who=turn.who or "",
        options=tuple(Option(choice.id, choice.text, choice.feedback or "") for choice in offered),
        right=(best[0].id,),
        skills=tuple(skill for skill, points in best[0].score.items() if points > 0),
    )


def _of_script(script: Script) -> dict[Key, AnyExercise]:
    found: dict[Key, AnyExercise] = {}
    for line in script.lines:
        found[CardKind.LINE, line.id] = Say(line.when, spoken(script, line.say), line.why or "", script.skills)
        phrase = _to_type(line)
        if phrase is not None:
            before, _found, after = line.say.partition(phrase)
            gap = Gap(
                cue=line.when,
                before=spoken(script, before),
                phrase=phrase,
                after=spoken(script, after),
                why=line.why or "",
                skills=script.skills,
            )
            found[CardKind.GAP, line.id] = gap
    steps = steps_in_order(script)
    if len(steps) >= FEWEST_STEPS:
        options = tuple(Option(line.id, spoken(script, line.say)) for line in steps)
        found[CardKind.ORDER, WHOLE] = Order(script.title, options, script.skills)
    return found


def spoken(script: Script, text: str) -> str:
    """Words as one would say them: each blank filled with its example, or named."""

    def filled(name: str) -> str:
        blank = script.blank(name)
        return "…" if blank is None else blank.example or f"({blank.label})"

    return BLANK.sub(lambda gap: filled(gap[1]), text)


def _to_type(line: ScriptLine) -> str | None:
    """The phrase that is left out: one that has to be said, is short enough, and is the same for every customer."""
    short = (phrase for phrase in line.must if len(phrase) <= LONGEST_GAP and not BLANK.search(phrase))
    return next(short, None)


def steps_in_order(script: Script) -> tuple[ScriptLine, ...]:
    """Lines that come in one order in every talk: the longest row of lines that each lead only through the one before.

    At most MOST_STEPS of them, from the beginning.
    """
    ways = ways_on([(line.id, [branch.go for branch in line.branches]) for line in script.lines])
    first = script.lines[0].id
    ends = reached(ways, first)
    rows = [_before(ways, first, line.id) for line in script.lines if line.id in ends]
    longest = max(reversed(rows), key=len)  # of equal ones that to the later line: there more talks come together
    chosen = longest[:MOST_STEPS]
    return tuple(line for item in chosen for line in script.lines if line.id == item)


def _before(ways: Ways, first: str, target: str) -> tuple[str, ...]:
    """The lines that every talk goes through before it comes to the target, in that order, and the target."""
    through = [line for line in ways if line == target or target not in _without(ways, first, line)]
    # Each of them is one that the next cannot be reached without, so counting those tells the order.
    return tuple(sorted(through, key=lambda line: sum(line not in _without(ways, first, one) for one in through)))


def _without(ways: Ways, first: str, avoided: str) -> frozenset[str]:
    """What can be reached without going through a line."""
    if first == avoided:
        return frozenset()
    kept: Mapping[str, tuple[str, ...]] = {
        line: tuple(way for way in onward if way != avoided) for line, onward in ways.items() if line != avoided
    }
    return reached(kept, first)
