"""What `training check` looks at: that certificates can be set, and that badges can be signed."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.awards.keys import opened
from training.awards.queries_keys import active_key
from training.certification.models import Award
from training.core import typeset
from training.core.problems import Problems

BEYOND_FIGTREE = re.compile(r"[^\u0000-\u024f‐-―‘-„…]")
MOST_NAMED = 20
# Papers of a check are thrown away, and nobody reads when they were made.
ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def flaws(db: Session, secret: str) -> list[str]:
    """Names and titles that no font can set, and a key that the site’s secret does not open."""
    return [*_unset(db), *_unopened(db, secret)]


def _unset(db: Session) -> list[str]:
    missing = undrawable({part for row in db.execute(select(Award.name, Award.title).distinct()) for part in row})
    return [
        f"Certificates: no font has the signs of “{text}”, so these cannot be made as PDF and are printed from the "
        "page. Install a font for them, see docs/operating.md, “Other scripts”."
        for text in missing
    ]


def undrawable(texts: Iterable[str]) -> list[str]:
    """The words among these texts that neither our fonts nor those of the machine can set, at most twenty."""
    words = sorted({word for text in texts for word in text.split() if BEYOND_FIGTREE.search(word)})
    missing: list[str] = []
    while words and len(missing) < MOST_NAMED:
        try:
            typeset.pdf("words", {"words": " ".join(words)}, title="Words", language="en", at=ANY_MOMENT)
        except typeset.Undrawable as error:
            guilty = [word for word in words if error.text in word] or words[:1]
            missing += guilty
            words = [word for word in words if word not in guilty]
        else:
            break
    return missing[:MOST_NAMED]


def _unopened(db: Session, secret: str) -> list[str]:
    key = active_key(db)
    if key is None:
        return []
    try:
        opened(key.thumbprint, key.sealed or "", secret)
    except Problems as problems:
        return [f"Badges: {problem.where} {problem.message} {problem.remedy}" for problem in problems.problems]
    return []
