"""Commands about training needs: review the figures, and see what reviews can find."""

import click

from training.diagnosis.cli import review


@click.group("needs")
def needs() -> None:
    """Find out which training is needed."""


needs.add_command(review)
