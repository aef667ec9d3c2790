"""Whether what was judged still follows from what was kept of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.effects.actions import unless_few
from training.effects.models import Effect
from training.effects.rules_state import State
from training.method.effects import MODEL
from training.method.judging import again

CLOSE = 1e-9


def check_effects(db: Session) -> list[str]:
    """Judgements that their own sums do not give again. Those of another version of the model are passed over."""
    found = []
    judged = select(Effect).where(Effect.state == State.JUDGED.value).order_by(Effect.id)
    for effect in db.scalars(judged.execution_options(yield_per=50)):
        figures = effect.figures
        if figures.get("model") != MODEL:
            continue
        result = unless_few(again(figures))
        if result.verdict.value != effect.verdict or not _close(result.value, effect.value):
            found.append(f"Effect {effect.id} is not what its own sums give.")
    return found


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE
