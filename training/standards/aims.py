"""What steps and standards are called where something else points at them, and where they are explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.content.links import Aimed, standard_named, step_named
from training.content.queries import live_all
from training.standards.files import STANDARD, TRANSACTION
from training.standards.files_transaction import Transaction


@dataclass(frozen=True)
class Aim:
    """A step or a standard in words; `url` is empty for one that nobody has written down yet."""

    title: str
    url: str = ""


def aims_by_text(db: Session, parts: Iterable[Aimed]) -> Mapping[str, Aim]:
    """For every text under “step” or “standard” of some parts what it means, in at most four queries.

    What points at nothing, or at something retired, stays the text that it is.
    """
    parts = list(parts)
    steps = {part.step: named for part in parts if part.step and (named := step_named(part.step))}
    standards = {slug for part in parts if (slug := standard_named(part.standard))}
    found = {text: Aim(text) for part in parts for text in (part.step, part.standard) if text}
    if steps:
        transactions = live_all(db, TRANSACTION.name, {slug for slug, _item in steps.values()})
        for text, (slug, item) in steps.items():
            transaction = transactions.get(slug)
            model = transaction.model if transaction else None
            step = model.step(item) if isinstance(model, Transaction) else None
            if step:
                found[text] = Aim(step.title, TRANSACTION.place(slug, item))
    if standards:
        for slug, standard in live_all(db, STANDARD.name, standards).items():
            found[slug] = Aim(standard.title, STANDARD.place(slug, None))
    return found
