"""Static files under an address that names their content, so that browsers may keep them for ever.

The fingerprint stands in the path, `/static/3f2a…/js/site.js`, not behind it: a script that imports `./autosave.js` and
a stylesheet that names `../fonts/…` then ask for the same fingerprint by themselves.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory

from training.core.web import public

YEAR_SECONDS = 31_536_000


def init_app(app: Flask, folder: Path) -> None:
    """Serve a folder at /static and give templates `static_url(name)`."""
    current = fingerprint(folder)

    @app.get("/static/<version>/<path:filename>", endpoint="static")
    @public
    def file(version: str, filename: str) -> Response:
        answer = send_from_directory(folder, filename)
        if version == current:
            answer.cache_control.public = True
            answer.cache_control.max_age = YEAR_SECONDS
            answer.cache_control.immutable = True
            answer.cache_control.no_cache = None
        return answer

    def static_url(filename: str) -> str:
        """The address of a static file. Every page names five, so no route is looked up for it."""
        return f"/static/{current}/{filename}"

    app.jinja_env.globals["static_url"] = static_url


def fingerprint(folder: Path) -> str:
    """Ten signs that change when any file of the folder does."""
    seen = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        seen.update(f"{path.relative_to(folder)}\n".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:10]
