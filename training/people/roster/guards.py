"""Cells that a spreadsheet program would run as a formula: an apostrophe in front makes them text, and is taken off."""

import re

_TRIGGER = re.compile(r"\s*[=+\-@\t\r\n]")
# A lone dash is guarded too, because unguarded it means “none”.
_TO_GUARD = re.compile(r"'*(?:[=+\-@\t\r\n]|[–—]\Z)")
_GUARDED = re.compile(r"'+(?:[=+\-@\t\r\n]|[–—]\Z)")


def guarded(text: str) -> str:
    """The text, made safe to open in a spreadsheet program. `unguarded(guarded(text)) == text` for every text."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(cell: str) -> str:
    """The cell without the one apostrophe that `guarded` put there."""
    return cell[1:] if _GUARDED.match(cell) else cell


def starts_like_a_formula(cell: str) -> bool:
    """Whether a spreadsheet program would take the unguarded cell for a formula."""
    return _TRIGGER.match(cell) is not None and cell.strip()[:1] in {"=", "+", "-", "@"}
