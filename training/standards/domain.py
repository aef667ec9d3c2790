"""What the house's own way to serve adds to the application: services, transactions, standards, role profiles."""

from collections.abc import Iterable, Mapping

from flask import Flask

from training.content.links import Aimed
from training.core.web import db
from training.standards.aims import Aim, aims_by_text


def init_app(app: Flask) -> None:
    """The names of steps and standards for every template."""
    app.jinja_env.globals["aims"] = aims


def aims(parts: Iterable[Aimed]) -> Mapping[str, Aim]:
    """For templates: what the steps and standards of some parts are called and where they are explained."""
    return aims_by_text(db(), parts)
