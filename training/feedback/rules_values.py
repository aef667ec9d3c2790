"""What a customer said, and what it is worth as a reading of a standard."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Said:
    """What a customer said. `marks` are numbers, “yes”, “no” or an option's id by question; `texts` what they wrote."""

    marks: dict[str, int | str]
    texts: dict[str, str]
    thanks_name: str = ""
    may_show: bool = False
    contact: str | None = None

    @property
    def words(self) -> list[str]:
        """Everything that was written by hand."""
        return [text for text in (*self.texts.values(), self.thanks_name) if text]


def value_of(mark: int | str, *, good: str, measure: str, met_from: Decimal | None) -> Decimal | None:
    """1 or 0 for yes and no, else the number that was given: whoever judges it knows from which number on it is met.

    None for what is no reading of such a standard.
    """
    if mark in ("yes", "no"):
        return Decimal(int(mark == good)) if measure == "proportion" and met_from is None else None
    if isinstance(mark, int) and (measure == "mean" or (measure == "proportion" and met_from is not None)):
        return Decimal(mark)
    return None
