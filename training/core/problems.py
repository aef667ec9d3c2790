"""What is wrong with something that a person wrote or uploaded, in that person's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and what to do about it.

    `where` is a file name, a form or a column; `line` counts from 1 and is None where there are no lines.
    """

    where: str
    line: int | None
    message: str
    remedy: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        text = f"{place}: {self.message}"
        return f"{text} {self.remedy}" if self.remedy else text


class Problems(Exception):
    """Every problem at once, so that nobody mends one only to meet the next."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
