"""Rehearsals of scripts, with ratings as they could have come about on the pages."""

from collections.abc import Sequence
from functools import cache
from random import Random

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.demo.learning import SEED
from training.demo.rows import write_rows
from training.demo.story import Speaking
from training.scripts.models import Rehearsal
from training.scripts.queries import Rehearsing, as_ratings
from training.scripts.rules_rehearsal import Pass, Rating, Said, next_turn

SAID = 0.4  # of the turns, by somebody who is in the middle of a rehearsal
HARD = 0.25  # of the lines; they are the same for everybody
# How likely a line comes well, and how likely nearly so.
EASY_LINE, HARD_LINE = (0.75, 0.18), (0.35, 0.35)
FOR_EACH_TRY, FOR_THE_WHOLE, FOR_EACH_TIME = 0.15, 0.2, 0.15


def rehearse(
    db: Session, speakings: Sequence[Speaking], *, scripts: Sequence[Edition], people: dict[str, int], random: Random
) -> list[Rehearsing]:
    """Write the rehearsals; `scripts` are the versions rehearsed, one for each. Open ones have no `finished_at`."""
    times: dict[tuple[str, int], int] = {}
    found: list[Rehearsing] = []
    for item, script in zip(speakings, scripts, strict=True):
        key = (item.who, item.document)
        times[key] = times.get(key, -1) + 1
        said = _said(script, times[key], random)
        if item.ended_at is None:
            said = said[: max(1, int(len(said) * SAID))]
        found.append(Rehearsing(script, said, finished_at=item.ended_at))
    rows = [
        {
            "person_id": people[item.who],
            "document_id": item.document,
            "version_id": one.edition.id,
            "ratings": as_ratings(one.said),
            "started_at": item.began_at,
            "finished_at": item.ended_at,
        }
        for item, one in zip(speakings, found, strict=True)
    ]
    write_rows(db, Rehearsal, rows)
    return found


def _said(script: Edition, times: int, random: Random) -> tuple[Said, ...]:
    """All turns of a rehearsal by somebody who has rehearsed the script so often before."""
    lines = script.model.line_ids
    said: list[Said] = []
    while (turn := next_turn(lines, said)) is not None:
        well, nearly = HARD_LINE if is_hard(script.slug, turn.line) else EASY_LINE
        well += times * FOR_EACH_TIME
        if turn.within is Pass.WHOLE:
            well += FOR_THE_WHOLE
        else:
            well += FOR_EACH_TRY * sum(one.line == turn.line for one in said)
        drawn = random.random()
        rating = Rating.HAD if drawn < well else Rating.NEARLY if drawn < well + nearly else Rating.NOT_YET
        said.append(Said(turn.within, turn.line, rating))
    return tuple(said)


@cache
def is_hard(slug: str, line: str) -> bool:
    """Whether a line comes hard to everybody."""
    return Random(f"{SEED} {slug} {line}").random() < HARD  # noqa: S311 -- an invented past
