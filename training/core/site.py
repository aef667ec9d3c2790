"""What the whole site shares: the company's name, its time zone, and whether it is set up."""

import time
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core.db import Base

FRESH_SECONDS = 5  # another process learns of a new name or zone within this time


class SiteRow(Base):
    """The one row about the installation; absent until the first administrator has answered the three questions."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    company: Mapped[str]
    timezone: Mapped[str]
    set_up_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True)
class Site:
    """The site as pages need it."""

    company: str
    zone: ZoneInfo
    is_set_up: bool
    is_demo: bool = False


class SiteCache:
    """The site, read again when it is a few seconds old: every page needs it, and it hardly ever changes."""

    def __init__(self, default_timezone: str) -> None:
        self._default = Site(company="Standard Bearer", zone=ZoneInfo(default_timezone), is_set_up=False)
        self._site = self._default
        self._read_at = float("-inf")

    def get(self, db: Session) -> Site:
        # Until it is set up it is read each time: the next page may be another process's.
        if not self._site.is_set_up or time.monotonic() - self._read_at > FRESH_SECONDS:
            row = db.execute(select(SiteRow.company, SiteRow.timezone, SiteRow.is_demo)).first()
            self._site = self._default if row is None else Site(row.company, ZoneInfo(row.timezone), True, row.is_demo)
            self._read_at = time.monotonic()
        return self._site

    @property
    def last(self) -> Site:
        """The site as it was last read, for pages that must not ask the database."""
        return self._site

    def forget(self) -> None:
        """Read anew at the next request, after a change in this process."""
        self._read_at = float("-inf")
