"""Bytes to text: which character encoding a file was saved in."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from training.core.i18n import gettext as _
from training.people.roster.records import fatal

# The name people see and may choose, and Python's codec for it.
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "Windows-1252": "cp1252",
    "ISO-8859-1": "iso8859-1",
    "ISO-8859-15": "iso8859-15",
    "Windows-1250": "cp1250",
    "ISO-8859-2": "iso8859-2",
    "Windows-1254": "cp1254",
    "Windows-1257": "cp1257",
    "Windows-1251": "cp1251",
    "Windows-1253": "cp1253",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Mac Roman": "mac_roman",
    "Shift JIS": "cp932",
    "GB 18030": "gb18030",
    "Big5": "big5",
    "EUC-KR": "cp949",
}

# Which letters, beside the plain English ones, the languages written in an encoding use: a word such as “Dvoøák”
# fits none of them, so the bytes meant another encoding. Earlier encodings win when all fit equally well.
_WESTERN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "áâãàçéêíóôõú", "àèéìíîòóùú", "áéèëïíóöúü", "åäöéü", "æøåéöä", "áðéíóúýþæö",
    "àçèéíïòóúü",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "mac_roman": _WESTERN,
}
_SCRIPTS = {
    "cp1251": ("CYRILLIC",),
    "cp1253": ("GREEK",),
    "cp932": ("CJK", "HIRAGANA", "KATAKANA"),
    "gb18030": ("CJK",),
    "big5": ("CJK",),
    "cp949": ("HANGUL", "CJK"),
}
_GUESSED = (*_ALPHABETS, *_SCRIPTS)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "UTF-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
_SAMPLE_BYTES = 20_000
_FOREIGN_WORD = re.compile(r"[^\s,;|\"@.()-]*[^\x00-\x7f][^\s,;|\"@.()-]*")
_QUOTES_AND_DASHES = frozenset("’‘´–—“”„·")


def decode(data: bytes, name: str, wanted: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was read in. Raises Problems for bytes that are no text in `wanted`, or none at all.

    Without `wanted` the encoding is recognised: a byte order mark, else UTF-16 by its zeros, else UTF-8 if it fits
    throughout, else the likeliest older one.
    """
    if wanted:
        return _decode_as(data, name, wanted)
    for mark, label, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data, name, label, codec), label
    if unmarked := _utf16_without_mark(data):
        return _strictly(data, name, "UTF-16", unmarked), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        codec = guess(data)
    return data.decode(codec, errors="replace"), known_encoding(codec) or codec


def known_encoding(wanted: str) -> str | None:
    """The name in ENCODINGS that a person means, however it is spelled (“cp1252”, “latin1”), or None."""
    by_label = {label.casefold(): label for label in ENCODINGS}
    try:
        canonical = codecs.lookup(wanted.strip()).name
    except (LookupError, ValueError):
        return by_label.get(wanted.strip().casefold())
    return next((label for label, codec in ENCODINGS.items() if codecs.lookup(codec).name == canonical), None)


def guess(data: bytes) -> str:
    """The codec of an older, one- or two-byte encoding, judged by the words that are not plain English letters."""
    found = from_bytes(_foreign_lines(data), cp_isolation=list(_GUESSED), threshold=0.9, enable_fallback=False)
    ranked = []
    for match in found:
        words = _FOREIGN_WORD.findall(str(match).lower())
        for codec in {match.encoding, *match.could_be_from_charset}.intersection(_GUESSED):
            known, of_one_language = _share_of_words(words, codec)
            ranked.append((round(match.chaos, 2) - known, -of_one_language, _GUESSED.index(codec)))
    return _GUESSED[min(ranked)[2]] if ranked else "cp1252"


def _decode_as(data: bytes, name: str, wanted: str) -> tuple[str, str]:
    label = known_encoding(wanted)
    if label is None:
        raise fatal(
            name,
            _("“%(wanted)s” is not an encoding we know.", wanted=wanted),
            _("Choose one of: %(names)s.", names=", ".join(ENCODINGS)),
        )
    codec = ENCODINGS[label]
    if label == "UTF-8":
        codec = "utf-8-sig"
    elif label == "UTF-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = _utf16_without_mark(data) or "utf-16-le"
    return _strictly(data, name, label, codec), label


def _strictly(data: bytes, name: str, label: str, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = None if codec.startswith(("utf-16", "utf-32")) else data.count(b"\n", 0, error.start) + 1
        raise fatal(
            name,
            _("This file cannot be read as %(encoding)s.", encoding=label),
            _("Choose another encoding, or save the file again as “CSV UTF-8”."),
            line,
        ) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin letters and separators: every other byte is zero."""
    sample = data[:4000]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.4 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _foreign_lines(data: bytes) -> bytes:
    """The lines that tell encodings apart, some of them from everywhere in the file."""
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    step = max(1, sum(map(len, lines)) // _SAMPLE_BYTES)
    return b"".join(lines[::step])[: 2 * _SAMPLE_BYTES]


def _share_of_words(words: list[str], codec: str) -> tuple[float, float]:
    """Which share of the words some language of this encoding could write, and which share the best one alone."""
    if not words:
        return 1.0, 1.0
    if codec in _SCRIPTS:
        known = sum(_is_in_script(word, _SCRIPTS[codec]) for word in words) / len(words)
        return known, known
    foreign = [{sign for sign in word if not _belongs_anywhere(sign)} for word in words]
    fits = [[letters.issuperset(signs) for letters in map(frozenset, _ALPHABETS[codec])] for signs in foreign]
    best = max(sum(column) for column in zip(*fits, strict=True))
    return sum(map(any, fits)) / len(words), best / len(words)


def _belongs_anywhere(sign: str) -> bool:
    return sign.isascii() or sign in _QUOTES_AND_DASHES or unicodedata.category(sign).startswith("M")


def _is_in_script(word: str, scripts: tuple[str, ...]) -> bool:
    signs = [sign for sign in word if sign.isalnum() or not _belongs_anywhere(sign)]
    return all(unicodedata.name(sign, "").startswith(scripts) for sign in signs)
