"""What a certificate says, in words that are fixed when it is issued, and the paper that is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import segno

from training.awards.models import AwardPaper
from training.awards.rules_badge import Achieved, Badge
from training.certification.models import Award
from training.core import typeset
from training.core.i18n import format_date
from training.core.i18n import gettext as _

TEMPLATE = "certificate-1"  # for certificates issued from now on; older ones name theirs
MAX_SUMMARY = 240  # signs: what a programme is for takes three lines at most


@dataclass(frozen=True)
class Stands:
    """What a certificate stands for: the programme's slug and version, its summary, and what it asked for."""

    slug: str
    version: int
    summary: str
    language: str
    asked: Sequence[str]


def compose(award: Award, stands: Stands, *, company: str, zone: ZoneInfo) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everything printed on a certificate, in the language being spoken, and everything its badge says beyond that."""
    facts = [[_("Issued"), format_date(award.issued_on)]]
    if award.until is not None:
        facts.append([_("Valid until"), format_date(award.until)])
    facts.append([_("Number"), award.public_id])
    printed = {
        "company": company,
        "certifies": _("This certifies that"),
        "name": award.name,
        "met": _("has met our standard for"),
        "title": award.title,
        "summary": shortened(stands.summary, MAX_SUMMARY),
        "facts": facts,
        "scan": _("Scan to check"),
        "heading": _("Certificate: %(title)s", title=award.title),
    }
    badge = {
        "slug": stands.slug,
        "version": stands.version,
        "summary": stands.summary,
        "criteria": "\n".join(f"- {title}" for title in stands.asked) or award.title,
        "language": stands.language,
        "valid_from": start_of(award.issued_on, zone).isoformat(),
        "valid_until": end_of(award.until, zone).isoformat() if award.until else None,
    }
    return printed, badge


def pdf_of(paper: AwardPaper, award: Award, address: str) -> bytes:
    """The certificate as PDF/UA, with a code for `address`. Raises typeset.Undrawable when a sign has no font."""
    drawing: str = segno.make(address, error="m").svg_inline(border=2)
    data = {**paper.printed, "address": address, "qr": drawing, "qr_alt": address}
    heading: str = paper.printed["heading"]
    return typeset.pdf(paper.template, data, title=heading, language=paper.language, at=award.at)


def badge_of(paper: AwardPaper, award: Award) -> Badge:
    """What the badge of a certificate says."""
    until = paper.badge["valid_until"]
    return Badge(
        credential=paper.credential,
        name=award.name,
        number=award.public_id,
        company=paper.printed["company"],
        achieved=achieved_of(award.title, paper.badge),
        awarded_at=award.at,
        valid_from=datetime.fromisoformat(paper.badge["valid_from"]),
        valid_until=datetime.fromisoformat(until) if until else None,
    )


def achieved_of(title: str, badge: Mapping[str, Any]) -> Achieved:
    """The part of a badge that all who achieved the same share."""
    return Achieved(title, badge["summary"], badge["criteria"], badge["version"], badge["language"])


@cache
def checksum(template: str) -> str:
    """The SHA-256 of a template as it is now."""
    return sha256((typeset.TEMPLATES / f"{template}.typ").read_bytes()).hexdigest()


def shortened(text: str, most: int) -> str:
    """The text, cut after a whole word when it is too long for its place."""
    return text if len(text) <= most else f"{text[:most].rsplit(maxsplit=1)[0]} …"


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day at the site."""
    return datetime.combine(day, time(), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day at the site: a certificate holds on its last day."""
    return start_of(day + timedelta(days=1), zone) - timedelta(seconds=1)
