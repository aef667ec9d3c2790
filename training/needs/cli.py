"""Commands about training needs: review the figures, and see what reviews can find."""

import click

from training.diagnosis.cli import review
from training.diagnosis.cli_simulate import simulate


@click.group("needs")
def needs() -> None:
    """Find out which training is needed."""


needs.add_command(review)
needs.add_command(simulate)
