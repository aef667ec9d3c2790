"""Ground for tests of the code itself: an application nobody talks to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from training.app import create_app
from training.config import Settings


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application without any row, to look at its routes and templates."""
    folder: Path = tmp_path_factory.mktemp("plain")
    app = create_app(Settings(database_url=f"sqlite:///{folder / 'none.db'}", data_dir=folder, secret_key="k" * 40))
    yield app
    app.extensions["database"].close()
