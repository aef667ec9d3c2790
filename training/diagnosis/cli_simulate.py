"""The command that shows what reviews can and cannot find: from invented people, before anybody believes in figures."""

import sys
from functools import partial
from typing import Any

import click

from training.core.i18n import gettext as _
from training.diagnosis.rules_simulate import Given, situation_of
from training.diagnosis.words_simulate import (
    false_words,
    found_words,
    lesson_words,
    needed_words,
    process_words,
    rows_of,
    sure_words,
)
from training.method.simulate import findable, process_found, useless

_OWN = Given()


@click.command("simulate")
@click.option("--people", type=int, default=_OWN.people, show_default=True, help="People who are measured.")
@click.option("--teams", type=int, default=_OWN.teams, show_default=True, help="Teams that they are in.")
@click.option("--readings", type=int, default=_OWN.readings, show_default=True, help="Readings of each, in a quarter.")
@click.option("--standard", type=float, default=_OWN.standard, show_default=True, help="The standard, per cent met.")
@click.option("--usual", type=float, default=_OWN.usual, show_default=True, help="What most people reach, per cent.")
@click.option("--gap", type=float, default=_OWN.gap, show_default=True, help="How many points lower somebody is.")
@click.option("--share", type=float, default=_OWN.share, show_default=True, help="How many of a hundred people are.")
@click.option("--reviews", type=click.IntRange(10, 10_000), default=200, show_default=True, help="Invented reviews.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="The same gives the same."
)
def simulate(reviews: int, seed: int, **given: Any) -> None:
    """Say what reviews of so many people and readings can find, and what a useless lesson looks like.

    Everything is invented and reckoned as real readings are; no real person is in it.
    """
    situation = situation_of(Given(**given))
    with click.progressbar(length=reviews, label=_("Invented reviews"), file=sys.stderr) as bar:
        found = findable(situation, reviews=reviews, seed=seed, after_each=partial(bar.update, 1))
    click.echo(found_words(found))
    click.echo(false_words(found))
    click.echo(needed_words(found))
    click.echo(process_words(process_found(situation, reviews=max(reviews // 10, 10), seed=seed), situation))
    click.echo()
    for way, power, false, wrong in rows_of(found):
        values = {"way": way, "found": power, "named": false, "wrong": wrong}
        click.echo(
            _(
                "%(way)s: finds %(found)s, names %(named)s of those who are fine; wrong of all named: %(wrong)s",
                **values,
            )
        )
    click.echo()
    for sentence in lesson_words(useless(situation, rounds=reviews, seed=seed)):
        click.echo(sentence)
    click.echo(sure_words(found))
