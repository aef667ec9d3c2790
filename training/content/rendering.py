"""The text of a block as HTML, made once for each process: what a version says never changes."""

from functools import lru_cache

from markupsafe import Markup

from training.content.labels import labels
from training.content.library import Edition
from training.core.i18n import language
from training.core.markdown import render

KEPT = 4000  # texts; a page has one or two of a few kB

Media = tuple[tuple[str, str], ...]
"""The address of each media file of a version, by its name."""


def html_of(edition: Edition, text: str, *, first_heading: int = 2) -> Markup:
    """Markdown of a version as HTML in the reader's language; its headings begin at this level."""
    media = tuple((name, edition.media_url(name) or "") for name in sorted(edition.media))
    return _html(text, media, first_heading, language())


@lru_cache(maxsize=KEPT)
def _html(text: str, media: Media, first_heading: int, _language: str) -> Markup:
    """The language is that of the words which the page adds; `labels` looks it up by itself."""
    return render(text, labels=labels(), media_url=dict(media).get, first_heading=first_heading)
