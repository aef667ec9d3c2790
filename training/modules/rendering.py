"""The text of a part as HTML, made once for each process: what a version says never changes."""

from functools import lru_cache

from markupsafe import Markup

from training.content.labels import labels
from training.content.library import Edition
from training.content.questions import Question
from training.core.i18n import language
from training.core.markdown import render
from training.modules.files import Block
from training.modules.prose import Prose

KEPT = 4000  # texts; a page has one or two of a few kB

Media = tuple[tuple[str, str], ...]
"""The address of each media file of a version, by its name."""


def pieces_of(edition: Edition, block: Block) -> list[Markup | Question]:
    """What stands on the page of a block, in order: texts as HTML in the reader's language, and questions."""
    media = tuple((name, edition.media_url(name) or "") for name in sorted(edition.media))
    return [_html(piece.text, media, language()) if isinstance(piece, Prose) else piece for piece in block.pieces]


@lru_cache(maxsize=KEPT)
def _html(text: str, media: Media, _language: str) -> Markup:
    """The language is that of the words which the page adds; `labels` looks it up by itself."""
    return render(text, labels=labels(), media_url=dict(media).get, first_heading=2)
