"""Cells that a spreadsheet program would run as a formula: an apostrophe in front makes them text, and is taken off."""

import re

_TRIGGER = re.compile(r"\s*[=+\-@\t\r\n]")
# A lone dash, which means “none”, and what looks like an error of a spreadsheet (#REF!) are guarded too.
_MARKED = r"(?:[=+\-@\t\r\n]|[–—]\Z|#[A-Z/0]+[!?]?\Z)"
_TO_GUARD = re.compile(f"'*{_MARKED}")
_GUARDED = re.compile(f"'+{_MARKED}")


def guarded(text: str) -> str:
    """The text, made safe to open in a spreadsheet program. `unguarded(guarded(text)) == text` for every text."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(cell: str) -> str:
    """The cell without the one apostrophe that `guarded` put there."""
    return cell[1:] if _GUARDED.match(cell) else cell


def starts_like_a_formula(cell: str) -> bool:
    """Whether a spreadsheet program would take the unguarded cell for a formula."""
    return _TRIGGER.match(cell) is not None and cell.strip()[:1] in {"=", "+", "-", "@"}
