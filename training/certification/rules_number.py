"""Numbers of certificates: too many to guess, short enough to type from paper, and a slip of the hand is noticed."""

# Without I, L, O and U: what looks like another sign on paper, or makes words of it.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Ten signs: among 100,000 certificates a thousand tries a second meet one after months, and learn one name.
RANDOM_BITS = 50
PRIME = 1021  # the largest that two signs can hold: notices any wrong sign and any two neighbours exchanged
LENGTH = 12
GROUP = 4

_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}


def number_of(random_bits: int) -> str:
    """The number, such as “4F7K-9Q2M-X0C5”, made of 50 random bits. Raises ValueError for more."""
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError("A certificate number is made of 50 random bits.")
    signs = _signs(random_bits, LENGTH - 2) + _signs(random_bits % PRIME, 2)
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_number(typed: str) -> str | None:
    """The number that somebody typed, however grouped and with letters for digits; None when it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign not in " -–—\u00a0\t").translate(_MEANT)
    if len(signs) != LENGTH or not all(sign in _VALUES for sign in signs):
        return None
    value = 0
    for sign in signs[:-2]:
        value = value * 32 + _VALUES[sign]
    number = number_of(value)
    return number if number.replace("-", "") == signs else None


def _signs(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))
