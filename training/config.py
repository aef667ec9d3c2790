"""Settings: read from the environment once, checked as a whole, never changed afterwards."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from training.core.problems import Problem, Problems

ROOT = Path(__file__).resolve().parent.parent

SETTINGS = {
    "DATABASE_URL": "Where the rows live: sqlite:////path/file.db or postgresql://user:secret@host/name. "
    "Default: a SQLite file in the data directory.",
    "DATA_DIR": "Folder for the database file, media, uploads and the secret key. Default: data/ beside wsgi.py.",
    "SECRET_KEY": "Signs cookies; at least 32 characters. Default: made once and kept in the data directory.",
    "BASE_URL": "The address people type, for links in mails and QR codes. Default: http://localhost:8000.",
    "MAIL_URL": "smtp://user:secret@host:587?from=training@example.com, or smtps://. Default: none; mails can be read "
    "on the operations page.",
    "TIMEZONE": "The site's time zone before it is set up, for example Europe/Dublin. Default: UTC.",
    "PROXIES": "How many web servers of your own stand in front and pass requests on. Default: 0.",
    "REMINDERS": "Between which hours of the reader's day reminders go out, such as 8-18, or off. Default: 8-18.",
    "METRICS": "on: figures for Prometheus at /metrics. Default: off.",
}
PREFIX = "TRAINING_"


@dataclass(frozen=True)
class Settings:
    """What an installation decides from outside. Times zones are IANA names; paths are absolute."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str = "http://localhost:8000"
    mail_url: str = ""
    timezone: str = "UTC"
    proxies: int = 0
    metrics: bool = False
    reminders: tuple[int, int] | None = (8, 18)  # hours of the reader's day; None sends none

    @property
    def secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `TRAINING_…` variables. Raises Problems that name each wrong one in a sentence."""
    problems = [
        Problem(name, None, "is not a setting of Standard Bearer.", f"Known are: {', '.join(sorted(SETTINGS))}.")
        for name in sorted(environ)
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in SETTINGS
    ]

    def value(name: str, default: str) -> str:
        return environ.get(PREFIX + name, "").strip() or default

    def refuse(name: str, message: str, remedy: str) -> None:
        problems.append(Problem(PREFIX + name, None, message, remedy))

    data_dir = Path(value("DATA_DIR", str(ROOT / "data"))).expanduser().resolve()
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data
        if not os.access(data_dir, os.W_OK | os.X_OK):
            refuse("DATA_DIR", f"cannot be written: {data_dir}.", "Let the site's user write there, or name another.")
    except OSError as error:
        refuse("DATA_DIR", f"is no folder to write in: {data_dir} ({error.strerror}).", "Name another folder.")

    database_url = value("DATABASE_URL", f"sqlite:///{data_dir / 'training.db'}")
    scheme = urlsplit(database_url).scheme
    if scheme not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        refuse("DATABASE_URL", f"starts with “{scheme}”.", "Use sqlite:////path/file.db or postgresql://….")

    base_url = value("BASE_URL", "http://localhost:8000").rstrip("/")
    address = urlsplit(base_url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.query or address.fragment:
        refuse("BASE_URL", f"is not an address: “{base_url}”.", "Use for example https://training.example.com.")

    mail_url = value("MAIL_URL", "")
    if mail_url and (urlsplit(mail_url).scheme not in {"smtp", "smtps"} or not urlsplit(mail_url).hostname):
        # The value may hold a password, so it is not repeated.
        refuse("MAIL_URL", "is not a mail server.", "Use smtp://user:secret@host:587?from=training@example.com.")

    timezone = value("TIMEZONE", "UTC")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        refuse("TIMEZONE", f"“{timezone}” is not a known time zone.", "Use a name such as Europe/Dublin.")

    proxies = value("PROXIES", "0")
    if not (proxies.isascii() and proxies.isdigit() and int(proxies) <= 9):
        refuse("PROXIES", f"is “{proxies}”.", "Use the number of web servers in front of the site, such as 1.")

    metrics = value("METRICS", "off")
    if metrics not in {"on", "off"}:
        refuse("METRICS", f"is “{metrics}”.", "Use on or off.")

    reminders = hours_of(value("REMINDERS", "8-18"))
    if reminders is None and value("REMINDERS", "8-18") != "off":
        refuse("REMINDERS", f"is “{value('REMINDERS', '')}”.", "Use two hours from 0 to 24, such as 8-18, or off.")

    secret_key = value("SECRET_KEY", "")
    if secret_key and len(secret_key) < 32:
        refuse("SECRET_KEY", "is shorter than 32 characters.", "Leave it out to have one made, or use a longer one.")

    if problems:
        raise Problems(problems)
    return Settings(
        database_url=database_url,
        data_dir=data_dir,
        secret_key=secret_key or kept_secret(data_dir),
        base_url=base_url,
        mail_url=mail_url,
        timezone=timezone,
        proxies=int(proxies),
        metrics=metrics == "on",
        reminders=reminders,
    )


def hours_of(text: str) -> tuple[int, int] | None:
    """The two hours of “8-18”, the first before the last; None for anything else."""
    first, _, last = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (first, last)):
        return None
    hours = int(first), int(last)
    return hours if hours[0] < hours[1] <= 24 else None


def kept_secret(data_dir: Path) -> str:
    """The key in the data directory, made on first use and readable by its owner only."""
    path = data_dir / "secret.key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise Problems(
            [
                Problem(
                    str(path), None, "holds a key that is too short.", "Delete the file; a new key signs everyone out."
                )
            ]
        )
    return key
