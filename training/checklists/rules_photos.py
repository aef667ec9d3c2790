"""Photos without what nobody meant to send: where it was taken, when, and with which telephone.

The picture itself is not touched. Of the metadata of a JPEG only what a browser needs to show it right stays: colours,
and which side is up. Whatever stands behind the end of the picture goes too; telephones hide little films there.
"""

import struct
import zlib
from collections.abc import Iterator

MOST_BYTES = 10_000_000  # a telephone's own photo; with scripts a smaller copy is sent

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_WEBP_META = 0b0000_1100  # the flags of VP8X that promise EXIF and XMP
_WEBP_MOVES = 0b0000_0010
_ORIENTATION = 0x0112


class NotAPhoto(Exception):
    """The bytes are no picture of a kind that we take, or end in the middle."""


def stripped(data: bytes) -> tuple[bytes, str]:
    """The picture without its metadata, and its type. Raises NotAPhoto."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data), JPEG
        if data.startswith(_PNG):
            return _PNG + b"".join(_png_chunks(data)), PNG
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data), WEBP
    except (IndexError, struct.error) as error:
        raise NotAPhoto("it ends in the middle") from error
    raise NotAPhoto("no JPEG, PNG or WebP")


def _jpeg(data: bytes) -> bytes:
    kept, orientation, place = [b"\xff\xd8"], 1, 2
    while True:
        if data[place] != 0xFF:
            raise NotAPhoto("a marker is missing")
        marker = data[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if marker == 0xDA:
            break
        if marker in {0x01, 0xD8, 0xD9} or 0xD0 <= marker <= 0xD7:
            raise NotAPhoto("a marker in the wrong place")
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        segment = data[place:end]
        if length < 2 or end > len(data):
            raise NotAPhoto("it ends in the middle")
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        elif not _is_metadata(marker, segment):
            kept.append(segment)
        place = end
    if orientation != 1:
        kept.insert(1, _only_orientation(orientation))
    return b"".join(kept) + data[place : _end_of_jpeg(data, place)]


def _is_metadata(marker: int, segment: bytes) -> bool:
    """Application data and comments, but for what tells the colours: JFIF, Adobe and ICC profiles."""
    colours = (marker, segment[4:9]) in {(0xE0, b"JFIF\0"), (0xEE, b"Adobe")} or (
        marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"
    )
    return (0xE0 <= marker <= 0xEF or marker == 0xFE) and not colours


def _end_of_jpeg(data: bytes, place: int) -> int:
    """Behind the marker that ends the picture, from its first scan on."""
    place += struct.unpack_from(">H", data, place + 2)[0]
    while True:
        place = data.find(b"\xff", place + 2)
        if place < 0 or place + 1 >= len(data):
            raise NotAPhoto("it ends in the middle")
        marker = data[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker == 0xFF:
            place -= 1  # a fill byte: look at the next one
        elif marker in {0xC4, 0xDA, 0xDB, 0xDC, 0xDD}:  # the next scan of a progressive picture, and its tables
            (length,) = struct.unpack_from(">H", data, place + 2)
            place += length
        elif marker != 0x00 and not 0xD0 <= marker <= 0xD7:
            raise NotAPhoto("metadata inside the picture")


def _orientation(tiff: bytes) -> int:
    """Which side is up, 1 to 8, from an EXIF block; 1 where it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(count):
        entry = first + 2 + 12 * number
        if entry + 10 > len(tiff):
            return 1
        tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else 1
    return 1


def _only_orientation(orientation: int) -> bytes:
    """An EXIF segment that says nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def _png_chunks(data: bytes) -> Iterator[bytes]:
    place, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        chunk = data[place : place + 12 + length]
        if len(chunk) != 12 + length or struct.unpack(">I", chunk[-4:])[0] != zlib.crc32(chunk[4:-4]):
            raise NotAPhoto("a part of it is damaged")
        if name in _PNG_KEPT:
            yield chunk
        elif not name[0] & 0x20:
            raise NotAPhoto("a part that has to be understood is unknown")
        place += len(chunk)


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    end = 8 + size
    if end > len(data):
        raise NotAPhoto("it ends in the middle")
    kept, place = [], 12
    while place < end:
        name, length = struct.unpack_from("<4sI", data, place)
        padded = length + length % 2
        chunk = data[place : place + 8 + padded]
        if len(chunk) != 8 + padded:
            raise NotAPhoto("it ends in the middle")
        if name == b"VP8X":
            if chunk[8] & _WEBP_MOVES:
                raise NotAPhoto("it moves")
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_META]) + chunk[9:]
        if name in _WEBP_KEPT:
            kept.append(chunk)
        place += len(chunk)
    body = b"WEBP" + b"".join(kept)
    if not {b"VP8 ", b"VP8L"} & {chunk[:4] for chunk in kept}:
        raise NotAPhoto("there is no picture in it")
    return b"RIFF" + struct.pack("<I", len(body)) + body
