"""What stands on the page of a part, ready to be shown."""

from markupsafe import Markup

from training.content.library import Edition
from training.content.questions import Question
from training.content.rendering import html_of
from training.modules.files import Block
from training.modules.prose import Prose


def pieces_of(edition: Edition, block: Block) -> list[Markup | Question]:
    """What stands on the page of a block, in order: texts as HTML in the reader's language, and questions."""
    return [html_of(edition, piece.text) if isinstance(piece, Prose) else piece for piece in block.pieces]
