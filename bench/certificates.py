"""Certificates and badges: how many in a second of one core, and how the memory grows.

python -m bench.certificates [--papers 3000]

Every certificate has another name, title and number, as in a real batch; typst runs inside this process.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import typst

from training.awards.keys import is_signed_by, new_key, opened
from training.awards.models import AwardPaper
from training.awards.papers import TEMPLATE, Stands, badge_of, checksum, compose, pdf_of
from training.awards.rules_badge import Places, claims
from training.certification.models import Award
from training.certification.rules_number import RANDOM_BITS, number_of
from training.core import typeset

NAMES = {
    "Latin": (("Nora", "Łukasz", "Maximiliana", "Ñusta"), ("Brandt", "Żółć", "Featherstonehaugh", "O’Neill")),
    "Greek and Cyrillic": (("Ελένη", "Юлія", "Άγγελος"), ("Παπαδοπούλου", "Ковальчук", "Иванова")),
    "Arabic and Devanagari": (("محمد", "आरव", "فاطمة"), ("الأحمد", "शर्मा", "العلي")),
}
PLACES = Places(
    "https://training.example.com", "https://t.example/issuer", "https://t.example/r", "https://t.example/a"
)
NOW = datetime(2026, 3, 12, 9, 41, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Dublin")
STANDS = Stands("counter", 3, "You help so that nobody has to ask twice.", "en", ["Calls", "Returns", "The till"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=3_000)
    wanted = parser.parse_args().papers
    print("| What | Number | A second of a core | Slowest, ms | Memory before and after, MB |\n|---|--:|--:|--:|--:|")
    first()
    for script in NAMES:
        sheets = [certificate(number, script) for number in range(wanted)]
        batch(f"PDF, {script}", sheets, lambda sheet: len(pdf_of(*sheet, "https://t.example/verify/4F7K-9Q2M-X0C5")))
    sheets = [certificate(number, "Latin") for number in range(wanted)]
    fresh = new_key("a secret for measuring, long enough")
    signer = opened(fresh.thumbprint, fresh.sealed, "a secret for measuring, long enough")
    tokens: list[str] = []
    batch("Badge signed", sheets, lambda sheet: tokens.append(signer.token(claims(badge_of(*sheet), PLACES), "k")))
    batch("Badge checked", tokens, lambda token: is_signed_by(token, fresh.public))


def first() -> None:
    """The first certificate reads the fonts: ours, and those of the machine when ours do not do."""
    for name, machine in (("First PDF, our fonts", False), ("First PDF, the machine’s fonts as well", True)):
        before, began = memory(), time.process_time()
        compiler = typeset._compiler(TEMPLATE, machine=machine)
        paper, award = certificate(1, "Latin")
        data = {**paper.printed, "address": "x", "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>", "qr_alt": "x"}
        inputs = typeset._inputs(data, award.title, "en")
        compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=typeset.STANDARD)
        took = (time.process_time() - began) * 1000
        print(f"| {name} | 1 | | {took:.0f} | {before:.0f} → {memory():.0f} |")
    began = time.process_time()
    for _again in range(20):
        typst.Compiler(str(typeset.TEMPLATES / f"{TEMPLATE}.typ"), font_paths=[str(typeset.FONTS)])
    each = (time.process_time() - began) / 20 * 1000
    print(f"| A compiler with the machine’s fonts, without a page | 20 | {1000 / each:.0f} | {each:.0f} | |")


def batch(name: str, things: Sequence[Any], act: Callable[[Any], object]) -> None:
    before, began, slowest = memory(), time.process_time(), 0.0
    for thing in things:
        start = time.process_time()
        act(thing)
        slowest = max(slowest, time.process_time() - start)
    took = time.process_time() - began
    rate, most = len(things) / took, slowest * 1000
    print(f"| {name} | {len(things):,} | {rate:,.0f} | {most:.0f} | {before:.0f} → {memory():.0f} |", flush=True)


def certificate(number: int, script: str) -> tuple[AwardPaper, Award]:
    chance = random.Random(number)
    given, family = (chance.choice(part) for part in NAMES[script])
    award = Award(
        id=number,
        public_id=number_of(chance.getrandbits(RANDOM_BITS)),
        name=f"{given} {family} {number}",
        title=f"Counter staff of shop {number}",
        issued_on=date(2026, 3, 12),
        until=date(2027, 3, 11),
        at=NOW,
    )
    printed, badge = compose(award, STANDS, company="Juniper & Vale", zone=ZONE)
    paper = AwardPaper(
        award_id=number,
        credential=f"00000000-0000-4000-8000-{number:012}",
        template=TEMPLATE,
        template_sha256=checksum(TEMPLATE),
        language="en",
        printed=printed,
        badge=badge,
    )
    return paper, award


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
