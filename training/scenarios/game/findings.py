"""What is wrong with a scenario, seen from all ways to play it.

Errors harm whoever plays: they come to a turn without a choice, can never come to an ending, collect points without
end, or cannot pass. The rest are warnings. Going round without points is no fault, because conversations do; a choice
after which nothing at all is different is one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TypeAlias

from training.content.faults import Fault
from training.content.schema import canonical_json
from training.core.i18n import gettext as _
from training.scenarios.files import LATE, Choice, Turn
from training.scenarios.game.explore import MOST_POSITIONS, Move
from training.scenarios.game.loops import components
from training.scenarios.game.worth import Worths

Offers: TypeAlias = Set[frozenset[str]]
"""The choices that are on offer together at a turn, in each way in which that happens."""


def findings(worths: Worths) -> Iterator[Fault]:
    """Errors first, then warnings, each in the order of the file."""
    if not worths.explored.is_complete:
        yield _too_many()
        return
    harm = _Harm(worths)
    yield from harm.dead_ends()
    yield from harm.endless()
    yield from harm.points_without_end()
    yield from harm.nobody_passes()
    for fault in _doubts(worths, harm.at):
        yield Fault(fault.message, fault.remedy, fault.path, "warning")


def _too_many() -> Fault:
    message = _("Turns and state combine in more than %(most)s ways: too many to check.", most=f"{MOST_POSITIONS:,}")
    return Fault(message, _("Keep fewer things in mind under “state”, or lower their “most”."), ("state",))


class _Harm:
    """Finds errors. `at` gives the numbers of the positions at each turn and ending that can be reached."""

    def __init__(self, worths: Worths) -> None:
        self.worths = worths
        self.explored = worths.explored
        self.places = {turn.id: number for number, turn in enumerate(worths.scenario.turns)}
        self.at: dict[str, list[int]] = defaultdict(list)
        for number, position in enumerate(self.explored.positions):
            self.at[position.place].append(number)

    def dead_ends(self) -> Iterator[Fault]:
        for turn_id, place in self.places.items():
            stuck = next((number for number in self.at.get(turn_id, ()) if not self.worths.by_choice[number]), None)
            if stuck is not None:
                message = _("A dead end: “%(turn)s” can be reached without any choice on offer.", turn=turn_id)
                remedy = _("Add a choice without “when”, or one for this case.")
                yield Fault(f"{message} {self._example(stuck)}".rstrip(), remedy, ("turns", place, "choices"))

    def endless(self) -> Iterator[Fault]:
        """Loops without a way out; what only leads to them is not named on top of that."""
        moves_of, loops = self.worths.by_choice, self.worths.loops
        left = {
            loops[number] for number, moves in enumerate(moves_of) for move in moves if loops[move.to] != loops[number]
        }
        inside: dict[int, list[int]] = defaultdict(list)
        for number, moves in enumerate(moves_of):
            if moves and loops[number] not in left:
                inside[loops[number]].append(number)
        rounds: dict[tuple[str, ...], int] = {}
        for numbers in inside.values():
            places = {self.explored.positions[number].place for number in numbers}
            rounds.setdefault(tuple(sorted(places, key=self.places.__getitem__)), min(numbers))
        for turns, number in sorted(rounds.items(), key=lambda found: self.places[found[0][0]]):
            message = _("An endless loop: from %(turns)s no choice leads on to an ending.", turns=_listed(turns))
            remedy = _("Let one of the choices lead out, or correct its “when”.")
            yield Fault(f"{message} {self._example(number)}".rstrip(), remedy, ("turns", self.places[turns[0]]))

    def points_without_end(self) -> Iterator[Fault]:
        """Choices with points to which one can come back, by silence too."""
        loops = components([[move.to for move in moves] for moves in self.explored.moves])
        found = {
            (self.explored.positions[number].place, move.choice)
            for number, moves in enumerate(self.explored.moves)
            for move in moves
            if move.points and loops[number] == loops[move.to]
        }
        for turn in self.worths.scenario.turns:
            for number, choice in enumerate(turn.choices):
                if (turn.id, choice.id) in found:
                    message = _(
                        "Points without end: one can come back and choose “%(choice)s” again.", choice=choice.id
                    )
                    remedy = _("Remove its score, or remember in a fact that it was chosen, and ask that in a “when”.")
                    yield Fault(message, remedy, ("turns", self.places[turn.id], "choices", number, "score"))

    def nobody_passes(self) -> Iterator[Fault]:
        worth = self.worths.worth(0)
        if worth is None or not worth.passes:
            message = _("Nobody can pass: no choices lead to an ending that is good or fair.")
            yield Fault(message, _("Let a way lead to one, or correct an “outcome”."), ("endings",))

    def _example(self, number: int) -> str:
        """How one comes to a position, and what is true there as far as it matters."""
        position, way = self.explored.positions[number], self.explored.way_to(number)
        kept = zip(self.worths.scenario.state, position.values, self.explored.asked[position.place], strict=True)
        state = [
            f"{variable.id} = {value}" if variable.is_counter else variable.id if value else f"not {variable.id}"
            for variable, value, is_asked in kept
            if is_asked
        ]
        choices = " → ".join(("…", *way[-6:]) if len(way) > 6 else way)
        if state and choices:
            return _("For example after %(choices)s, with %(state)s.", choices=choices, state=", ".join(state))
        if state:
            return _("For example with %(state)s.", state=", ".join(state))
        return _("For example after %(choices)s.", choices=choices) if choices else ""


def _doubts(worths: Worths, at: dict[str, list[int]]) -> Iterator[Fault]:
    """What is allowed but rarely meant."""
    scenario = worths.scenario
    for place, turn in enumerate(scenario.turns):
        if turn.id not in at:
            message = _("Nobody comes to the turn “%(turn)s”.", turn=turn.id)
            yield Fault(message, _("Let a choice lead there, or remove it."), ("turns", place))
            continue
        offers = {frozenset(move.choice for move in worths.by_choice[number]) for number in at[turn.id]}
        doubts = [
            *_unseen(turn, offers),
            *_without_consequence(turn, offers),
            *_silence(worths, turn, at[turn.id]),
        ]
        yield from (fault.under("turns", place) for fault in doubts)
    for place, ending in enumerate(scenario.endings):
        if ending.id not in at:
            message = _("Nobody comes to the ending “%(ending)s”.", ending=ending.id)
            yield Fault(message, _("Let a choice lead there, or remove it."), ("endings", place))
        elif ending.outcome == "poor" and worths.best_by_ending.get(ending.id, 0) > worths.best:
            message = _(
                "The poor ending “%(ending)s” can be reached with more points than any other.", ending=ending.id
            )
            yield Fault(message, _("Look at the scores on the way to it."), ("endings", place))
    if not any(choice.points for turn in scenario.turns for choice in turn.choices):
        message = _("No choice gives points: only the ending decides who passes.")
        yield Fault(message, _("Add a “score” to the choices that show a skill."), ("turns",))


def _unseen(turn: Turn, offers: Offers) -> Iterator[Fault]:
    for place, choice in enumerate(turn.choices):
        if not any(choice.id in offer for offer in offers):
            message = _("“%(choice)s” is never on offer: its condition holds nowhere on the way.", choice=choice.id)
            yield Fault(message, _("Correct its “when”, or remove it."), ("choices", place, "when"))


def _without_consequence(turn: Turn, offers: Offers) -> Iterator[Fault]:
    """Choices between which there is nothing to choose; two that are never on offer together are left alone."""
    plain = {_consequence(choice, with_words=False) for choice in turn.choices}
    is_worth_nothing = not any(choice.points or choice.set for choice in turn.choices)
    if len(plain) == 1 and is_worth_nothing and any(len(offer) > 1 for offer in offers):
        message = _(
            "Nothing follows from the choice at “%(turn)s”: each leads to the same, without points.", turn=turn.id
        )
        yield Fault(message, _("Give the better ones points, or let them lead on differently."), ("choices",))
        return
    words = [_consequence(choice, with_words=True) for choice in turn.choices]
    for place, choice in enumerate(turn.choices):
        twins = [other.id for other, same in zip(turn.choices[:place], words, strict=False) if same == words[place]]
        twin = next((item for item in twins if any({item, choice.id} <= offer for offer in offers)), None)
        if twin is not None:
            message = _("“%(choice)s” has the same consequences as “%(other)s”.", choice=choice.id, other=twin)
            yield Fault(message, _("Say in its feedback what is different, or remove one."), ("choices", place))
        if _goes_nowhere(turn, choice):
            message = _("After “%(choice)s” one is here again, and nothing is different.", choice=choice.id)
            yield Fault(message, _("Give it feedback or an effect, or let it lead on."), ("choices", place, "go"))


def _consequence(choice: Choice, *, with_words: bool) -> str:
    exits = [[exit_.when, exit_.go] for exit_ in choice.go]
    feedback = choice.feedback if with_words else None
    return canonical_json([dict(choice.set), dict(choice.score), exits, feedback])


def _goes_nowhere(turn: Turn, choice: Choice) -> bool:
    return not (choice.set or choice.feedback or choice.points) and {exit_.go for exit_ in choice.go} == {turn.id}


def _silence(worths: Worths, turn: Turn, numbers: Sequence[int]) -> Iterator[Fault]:
    for number in numbers if turn.late else ():
        silent = max(_worths(worths, number, worths.explored.moves[number], is_late=True), default=(False, -1))
        chosen = max(_worths(worths, number, worths.by_choice[number], is_late=False), default=(False, -1))
        if silent > chosen:
            message = _("At “%(turn)s” silence can be better than every choice.", turn=turn.id)
            yield Fault(message, _("Let “late” lead to less, or a choice to more."), ("late",))
            return


def _worths(worths: Worths, number: int, moves: Iterable[Move], *, is_late: bool) -> Iterator[tuple[bool, int]]:
    for move in moves:
        worth = worths.worth_after(number, move)
        if worth and (move.choice == LATE) == is_late:
            yield worth.passes, worth.points


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:8])
    return f"{shown} …" if len(names) > 8 else shown
