"""What is computed of a scenario agrees with playing it, in all the ways there are."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.files.scenarios import scenarios
from training.scenarios.files import LATE, Scenario
from training.scenarios.game.check import Analysis, analysis_of
from training.scenarios.game.rules import Game, Position

patient = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
WITHOUT_WAY = ("A dead end", "An endless loop")


def read(value: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(value)


def said(analysis: Analysis, *beginnings: str) -> list[str]:
    return [fault.message for fault in analysis.faults if fault.message.startswith(beginnings)]


def all_positions(game: Game, *, silence: bool = True) -> list[Position]:
    """Every position that can be reached, found without the code under test."""
    found = [game.start]
    for position in found:
        found += [after for _, _, after in moves(game, position, silence=silence) if after not in found]
    return list(dict.fromkeys(found))


def moves(game: Game, position: Position, *, silence: bool = False) -> Iterator[tuple[str, int, Position]]:
    turn = game.turn(position)
    if turn is None:
        return
    for choice in game.offered(position):
        yield choice.id, choice.points, game.after(position, choice.id)
    if silence and turn.late is not None:
        yield LATE, 0, game.after(position, LATE)


def worths(game: Game, positions: list[Position]) -> dict[Position, tuple[bool, int]]:
    """Whether one can still pass, and the most points to go: improved again and again until nothing changes."""
    ends = {position: game.ending(position) for position in positions}
    worth = {position: (ending.outcome != "poor", 0) for position, ending in ends.items() if ending}
    for _ in positions:
        for position in positions:
            for _choice, points, after in moves(game, position):
                if after in worth:
                    passes, more = worth[after]
                    worth[position] = max(worth.get(position, (False, -1)), (passes, points + more))
    return worth


@given(scenarios())
@patient
def test_each_reachable_position_has_a_way_to_an_ending_or_is_reported(value: dict[str, Any]) -> None:
    game = Game(read(value))
    positions = all_positions(game)
    has_way = worths(game, positions).keys() >= set(positions)
    assert has_way == (not said(analysis_of(game.scenario), *WITHOUT_WAY))


@given(scenarios())
@patient
def test_the_best_score_is_reached_by_playing_the_best_path(value: dict[str, Any]) -> None:
    analysis = analysis_of(read(value))
    if said(analysis, "Points without end"):
        return
    game, points = Game(analysis.scenario), 0
    position = game.start
    for choice in analysis.best_path():
        points += sum(game.points(position.place, choice).values())
        assert choice in analysis.best_choices(position)
        assert analysis.value(position) == analysis.best - (points - sum(game.points(position.place, choice).values()))
        position = game.after(position, choice)
    ending = game.ending(position)
    assert points == analysis.best
    if ending is None:
        assert said(analysis, *WITHOUT_WAY)
    else:
        assert analysis.passes(points, ending.id) == (not said(analysis, "Nobody can pass"))
        assert analysis.per_cent(points) == 100


@given(scenarios())
@patient
def test_every_position_is_worth_what_can_be_made_of_it(value: dict[str, Any]) -> None:
    analysis = analysis_of(read(value))
    if said(analysis, "Points without end"):
        return
    game = Game(analysis.scenario)
    positions = all_positions(game)
    worth = worths(game, positions)
    for position in positions:
        passes, points = worth.get(position, (False, 0))
        assert analysis.value(position) == points
        best = analysis.best_choices(position)
        assert bool(best) == (position in worth and game.ending(position) is None)
        for choice, earned, after in moves(game, position):
            if choice in best:
                assert (worth[after][0], earned + worth[after][1]) == (passes, points)


@given(scenarios(most_turns=3, forwards=True))
@patient
def test_best_and_worst_are_those_of_all_plays_written_out(value: dict[str, Any]) -> None:
    analysis = analysis_of(read(value))
    game = Game(analysis.scenario)

    def plays(position: Position, points: int, *, silence: bool) -> Iterator[tuple[str, int]]:
        ending = game.ending(position)
        if ending is not None:
            yield ending.id, points
        for _choice, earned, after in moves(game, position, silence=silence):
            yield from plays(after, points + earned, silence=silence)

    every = list(plays(game.start, 0, silence=True))
    chosen = list(plays(game.start, 0, silence=False))
    by_ending: dict[str, int] = {}
    for ending, points in chosen:
        by_ending[ending] = max(points, by_ending.get(ending, 0))
    outcomes = {ending.id: ending.outcome for ending in analysis.scenario.endings}
    passing = [points for ending, points in chosen if outcomes[ending] != "poor"]
    assert analysis.worst == min((points for _, points in every), default=0)
    assert analysis.best == max(passing or [points for _, points in chosen], default=0)
    assert analysis.best_by_ending == by_ending
    assert bool(passing) == (not said(analysis, "Nobody can pass"))
    reached = {position.place for position in all_positions(game)}
    places = [item.id for item in (*analysis.scenario.turns, *analysis.scenario.endings)]
    assert len(said(analysis, "Nobody comes")) == len(set(places) - reached)


@given(scenarios())
@patient
def test_points_without_end_are_found_exactly_where_a_second_round_earns_more(value: dict[str, Any]) -> None:
    analysis = analysis_of(read(value))
    game = Game(analysis.scenario)
    positions = all_positions(game)
    earning = [
        (position, after)
        for position in positions
        for _choice, points, after in moves(game, position, silence=True)
        if points
    ]
    assert any(leads_to(game, after, position) for position, after in earning) == bool(
        said(analysis, "Points without end")
    )


def leads_to(game: Game, start: Position, goal: Position) -> bool:
    found = [start]
    for position in found:
        found += [after for _, _, after in moves(game, position, silence=True) if after not in found]
    return goal in found
