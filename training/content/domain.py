"""What documents add to the application."""

from pathlib import Path

from flask import Flask

from training.content import views, views_editing, views_media
from training.content.kinds import Kinds
from training.content.labels import span_words
from training.content.library import Library
from training.core.markdown import render_line


def init_app(app: Flask, kinds: Kinds, media_dir: Path) -> None:
    """Know these kinds of documents, in the order in which they may point at each other: pointed at before pointing."""
    app.extensions["library"] = Library(kinds, media_dir)
    # Who shows something on a document's page: (db, actor, Document, now) -> Markup
    app.extensions["document_panels"] = []
    app.jinja_env.filters["markdown_line"] = render_line
    app.jinja_env.filters["span_words"] = span_words
    for blueprint in (views.bp, views_editing.bp, views_media.bp):
        app.register_blueprint(blueprint)
