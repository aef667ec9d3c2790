"""Static files: kept for ever under their fingerprint, looked up anew under any other."""

import re

from flask.testing import FlaskClient

from tests.house import House


def stylesheet(client: FlaskClient) -> str:
    found = re.search(r'href="(/static/[^"]+/css/site\.css)"', client.get("/sign-in").text)
    assert found
    return found.group(1)


def test_a_file_under_the_current_fingerprint_is_kept_for_ever(house: House, client: FlaskClient) -> None:
    with client.get(stylesheet(client)) as answer:
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Content-Security-Policy" in answer.headers


def test_an_old_page_still_finds_its_files_but_does_not_keep_them(house: House, client: FlaskClient) -> None:
    with client.get("/static/0000000000/css/site.css") as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"


def test_nothing_outside_the_folder_is_served(house: House, client: FlaskClient) -> None:
    assert client.get("/static/0000000000/../pyproject.toml").status_code == 404
    assert client.get("/static/0000000000/%2e%2e/pyproject.toml").status_code == 404
