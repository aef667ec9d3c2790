"""Photos and scans of certificates: what they are by their first bytes, and their picture without what else they tell.

A photo from a telephone says where and when it was taken. Nobody who checks a certificate needs to know, so only what
draws the picture is kept. A PDF is kept as it is.
"""

import re
import struct
from collections.abc import Iterator

MOST_BYTES = 15_000_000

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp"}

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD")
_WEBP_KEPT = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF")
_WEBP_TELLS = 0x08 | 0x04  # that EXIF and XMP follow

_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)  # what ends a run of picture data
_EXIF = b"Exif\x00\x00"
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_JPEG_KEPT = {_APP0: b"JFIF\x00", _APP2: b"ICC_PROFILE\x00", _APP14: b"Adobe"}
_ORIENTATION = 0x0112


class DamagedError(ValueError):
    """The file breaks off, or is not what its first bytes say."""


def type_of(data: bytes) -> str | None:
    """The media type of a file that may be handed in; None for every other."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(_PNG_START):
        return PNG
    return WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def only_picture(data: bytes) -> bytes:
    """The file without what it tells besides its picture; a PDF as it is. Raises DamagedError."""
    kind = type_of(data)
    if kind == JPEG:
        return _jpeg(data)
    if kind == PNG:
        return _PNG_START + b"".join(_png_chunks(data))
    return _webp(data) if kind == WEBP else data


def _png_chunks(data: bytes) -> Iterator[bytes]:
    place = len(_PNG_START)
    while place + 12 <= len(data):
        (length,), kind = struct.unpack_from(">I", data, place), data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            yield data[place:end]
        if kind == b"IEND":
            return
        place = end
    raise DamagedError("PNG")


def _webp(data: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", data, 4)
    place, end, kept = 12, 8 + length, []
    if end > len(data):
        raise DamagedError("WebP")
    while place + 8 <= end:
        kind, (size,) = data[place : place + 4], struct.unpack_from("<I", data, place + 4)
        after = place + 8 + size
        if after > end:
            raise DamagedError("WebP")
        if kind in _WEBP_KEPT:
            content = data[place + 8 : after]
            if kind == b"VP8X" and content:
                content = bytes([content[0] & ~_WEBP_TELLS]) + content[1:]
            kept.append(kind + struct.pack("<I", size) + content + b"\x00" * (size % 2))
        place = after + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _jpeg(data: bytes) -> bytes:
    kept, orientation = [], 1
    for marker, part in _jpeg_parts(data):
        content = part[4:]
        if marker == _APP1 and content.startswith(_EXIF) and orientation == 1:
            orientation = _orientation(content[len(_EXIF) :])
        elif marker == _COMMENT or _APP0 <= marker <= _APP15:
            if marker in _JPEG_KEPT and content.startswith(_JPEG_KEPT[marker]):
                kept.append(part)
        else:
            kept.append(part)
    # Else a photo that was taken upright would lie on its side.
    turned = [_told(orientation)] if orientation != 1 else []
    first = 1 if kept and kept[0][1] == _APP0 else 0
    return b"\xff\xd8" + b"".join((*kept[:first], *turned, *kept[first:]))


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with what belongs to it, up to the end of the picture; what follows that is left out."""
    place = 2
    while match := _MARKER.match(data, place):
        marker, start = match[1][0], match.end() - 2
        if marker == _END:
            yield marker, data[start : match.end()]
            return
        if match.end() + 2 > len(data):
            break
        (length,) = struct.unpack_from(">H", data, match.end())
        end = match.end() + length
        if length < 2 or end > len(data):
            break
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            if following is None:
                break
            end = following.start()
        yield marker, data[start:end]
        place = end
    raise DamagedError("JPEG")


def _orientation(tiff: bytes) -> int:
    """How the picture is to be turned, 1 to 8, as a camera notes it; 1 where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return 1


def _told(orientation: int) -> bytes:
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff
