"""Reviews as CSV: a row for each item of each review."""

import csv
from collections.abc import Iterable
from io import BytesIO, TextIOWrapper
from zoneinfo import ZoneInfo

from training.core.i18n import gettext as _
from training.people.roster.guards import guarded
from training.scorecards.queries import asked_of
from training.scorecards.queries_reviews import Seen
from training.scorecards.words import channel_words, how_words

WITH_BYTE_ORDER_MARK = "utf-8-sig"  # spreadsheet programs take a file without the mark for an old encoding


def csv_of(reviews: Iterable[Seen], zone: ZoneInfo) -> bytes:
    """The table, safe to open in a spreadsheet program. Times are ISO at the site; answers are those that hold now."""
    channels, hows = channel_words(), how_words()
    file = BytesIO()
    out = TextIOWrapper(file, WITH_BYTE_ORDER_MARK, newline="")
    writer = csv.writer(out)
    writer.writerow(_heading())
    for one in reviews:
        interaction, reached = one.interaction, one.mark
        about = (
            one.row.id,
            guarded(one.person.employee_number),
            guarded(one.person.full_name),
            guarded(one.reviewer.full_name),
            guarded(one.edition.title),
            one.edition.number,
            channels[interaction.channel],
            guarded(interaction.reference),
            interaction.at.astimezone(zone).isoformat(timespec="minutes"),
            hows[interaction.how],
            "" if interaction.probability is None else f"{interaction.probability:.6f}",
            reached.score,
            _("yes") if reached.passed else _("no"),
        )
        for item in one.scorecard.items:
            answer, given = one.answers.get(item.id), one.given.get(item.id)
            chosen = item.answer(answer) if answer else None
            missed = asked_of(item).misses(answer)
            words = (given.note, given.quote) if given else ("", "")
            writer.writerow(
                (
                    *about,
                    guarded(item.text),
                    guarded(chosen.title) if chosen else _("Did not come up"),
                    _("yes") if missed else "",
                    *(guarded(text) for text in words),
                )
            )
    out.flush()
    return file.getvalue()


def _heading() -> tuple[str, ...]:
    return (
        _("Review"),
        _("Number"),
        _("Name"),
        _("Reviewer"),
        _("Scorecard"),
        _("Version"),
        _("Channel"),
        _("Reference"),
        _("When"),
        _("How it was chosen"),
        _("Chance of being drawn"),
        _("Score"),
        _("Passed"),
        _("Item"),
        _("Answer"),
        _("Missed"),
        _("Note"),
        _("Quote"),
    )
