"""From bytes to the text of a document."""

from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

MAX_BYTES = 1_000_000


def decode(data: bytes, where: str) -> str:
    """The text of a file: UTF-8, at most a megabyte, with plain line ends and without a byte order mark.

    Raises Problems that name the file and, where there is one, the line.
    """
    if len(data) > MAX_BYTES:
        raise Problems(
            [Problem(where, None, _("The file is larger than one megabyte."), _("Split it into several documents."))]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = _("The file is not saved as UTF-8.")
        raise Problems([Problem(where, line, message, _("Save it again with the encoding UTF-8."))]) from None
    return plain_lines(text)


def plain_lines(text: str) -> str:
    """The text with every line end as one line feed, as a browser's form or another system may have sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
