"""What makes a passphrase good enough, and four words for whoever would rather not think of one."""

import secrets
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

SHORTEST = 12
LONGEST = 1000
SCORED = 72  # signs; whoever types more has made the point
# Signs that stand for letters, as in “P@$$w0rd”. The scorer tries every combination of them, which took 24 seconds for
# the worst text. When there are many, those that stand for the same letter count as one, and it takes 0.2.
LETTER_LIKE = frozenset("4@8({[<369|1!0$5+7%2")
MANY = 6
ALIKE = str.maketrans("{[<|!@+$", "(((11475")
GOOD_SCORE = 3  # of 4: withstands about 10^8 guesses, against a hash that costs 22 ms each
SUGGESTED_WORDS = 4

# What people here would think of first. Whole passphrases that a list of leaked ones may not know.
SITE_WORDS = ("standard", "bearer", "standardbearer", "training", "passphrase", "service", "welcome", "certificate")
BLOCKED = frozenset(
    "".join(text.split())
    for text in (
        "correct horse battery staple",
        "standard bearer training",
        "this is my passphrase",
        "this is my password",
        "the quick brown fox",
        "the customer is always right",
        "how can i help you",
        "how may i help you today",
        "welcome to the team",
        "four random words",
        "let me in please",
        "open sesame please",
        "to be or not to be",
        "once upon a time",
        "happy birthday to you",
        "have a nice day",
    )
)


class Weakness(StrEnum):
    """Why a passphrase is refused."""

    SHORT = "short"
    LONG = "long"
    KNOWN = "known"  # on a list that everybody tries first
    PERSONAL = "personal"  # little more than a name of the person or the company
    GUESSABLE = "guessable"


def weakness_of(passphrase: str, personal: Iterable[str]) -> Weakness | None:
    """What is wrong with a passphrase (normalised), or None. `personal`: names, numbers and addresses of its owner.

    There are no rules about which signs it holds: they make people predictable.
    """
    if len(passphrase) < SHORTEST:
        return Weakness.SHORT
    if len(passphrase) > LONGEST:
        return Weakness.LONG
    bare = "".join(sign for sign in passphrase.casefold() if sign.isalnum())
    if bare in BLOCKED:
        return Weakness.KNOWN
    if _score(passphrase) < GOOD_SCORE:
        return Weakness.GUESSABLE
    rest = _without(passphrase.casefold(), personal_words(personal))
    if rest != passphrase.casefold() and _score(rest) < GOOD_SCORE:
        return Weakness.PERSONAL
    return None


def personal_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The single words of names and addresses, in small letters, and the texts themselves without blanks."""
    words: dict[str, None] = {}
    for text in texts:
        small = text.casefold()
        apart = "".join(sign if sign.isalnum() else " " for sign in small).split()
        for word in (*apart, "".join(apart)):
            if len(word) >= 3:
                words[word] = None
    return tuple(words)


def _without(text: str, known: Iterable[str]) -> str:
    """The text without words that whoever knows the owner knows as well: they make nothing harder to guess."""
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    return " ".join(text.split())


def _score(passphrase: str) -> int:
    """From 0 to 4. The scorer takes the blank in “password password” for a secret, so it sees the text without, too."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take 12 MB and few processes ever choose a passphrase

    joined = "".join(sign for sign in passphrase if not sign.isspace() and sign not in "-_.,")
    seen = {_simplified(text[:SCORED]) for text in (passphrase, joined)}
    return min(int(zxcvbn(text, user_inputs=list(SITE_WORDS))["score"]) if text else 0 for text in seen)


def _simplified(text: str) -> str:
    return text.translate(ALIKE) if len(LETTER_LIKE.intersection(text)) > MANY else text


@cache
def words() -> tuple[str, ...]:
    """Plain, friendly words of four to eight letters, no two alike."""
    text = Path(__file__).with_name("words.txt").read_text(encoding="ascii")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))


def suggestion() -> str:
    """Four words drawn by chance: 43 bits, since each of 1,785 words adds 10.8.

    At 22 ms a guess, half of all would take one core 3,500 years, hash in hand; at the door the throttle allows a
    thousand guesses a day.
    """
    return " ".join(secrets.choice(words()) for _ in range(SUGGESTED_WORDS))
