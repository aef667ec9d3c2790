"""The columns of a file, held against those that a source is known by."""

import difflib
from collections.abc import Sequence

from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.metrics.files_mapping import Mapping


def layout_problems(
    header: Sequence[str], mapping: Mapping, known: Sequence[str] | None, where: str, *, new_layout: bool = False
) -> list[Problem]:
    """What is wrong with the columns of a file.

    `known` are the columns with which the source was last read, None for its first file. A changed layout is a problem
    even where nothing that is read is missing, because what a column means may have changed with it; `new_layout` says
    that somebody has looked.
    """
    problems = [
        Problem(
            where,
            None,
            _("Two columns are called “%(name)s”.", name=name),
            _("Give one of them another name, so that nobody takes it for the other."),
        )
        for name in dict.fromkeys(header)
        if header.count(name) > 1 and name in mapping.columns
    ]
    missing = [name for name in mapping.columns if name not in header]
    expected = set(known or mapping.columns)
    unknown = [name for name in header if name and name not in expected]
    problems += [_missing(name, unknown, where) for name in missing]
    if known is not None and not new_layout and not missing:
        gone = [name for name in known if name and name not in header]
        problems += [_changed(gone, unknown, where)] if gone or unknown else []
    return problems


def _missing(name: str, unknown: Sequence[str], where: str) -> Problem:
    close = difflib.get_close_matches(name.casefold(), [one.casefold() for one in unknown], 1, 0.5)
    if close:
        new = next(one for one in unknown if one.casefold() == close[0])
        message = _("The column “%(name)s” is missing; “%(new)s” is new. Was it renamed?", name=name, new=new)
    else:
        message = _("The column “%(name)s” is missing.", name=name)
    return Problem(where, None, message, _("Export the file as before, or change the mapping of the source."))


def _changed(gone: Sequence[str], new: Sequence[str], where: str) -> Problem:
    parts = [_("new: %(names)s", names=", ".join(new))] if new else []
    parts += [_("gone: %(names)s", names=", ".join(gone))] if gone else []
    return Problem(
        where,
        None,
        _("The columns are not those of the last file (%(difference)s).", difference="; ".join(parts)),
        _("Look whether the others still mean the same, then import it as a new layout."),
    )
