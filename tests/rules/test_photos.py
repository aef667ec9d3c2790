"""Photos: the picture stays, and where, when and with what it was taken goes."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.checklists.rules_photos import JPEG, PNG, WEBP, NotAPhoto, stripped

SECRET = b"53.3498 N, 6.2603 W, a telephone"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = ">") -> bytes:
    head = b"MM\0*" if order == ">" else b"II*\0"
    tags = struct.pack(f"{order}IH", 8, 2)
    tags += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tags += struct.pack(f"{order}HHII", 0x8825, 4, 1, 60) + struct.pack(f"{order}I", 0)
    return b"Exif\0\0" + head + tags + SECRET


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
TABLES = segment(0xDB, bytes(65)) + segment(0xC2, b"\x08\0\x10\0\x10\1\1\x11\0")
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
PICTURE = TABLES + SCAN + segment(0xC4, bytes(18)) + SCAN + b"\xff\xd9"


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(extra) + PICTURE + after


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


IHDR, IDAT, IEND = chunk(b"IHDR", bytes(13)), chunk(b"IDAT", b"picture"), chunk(b"IEND", b"")
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_jpeg_loses_everything_but_its_colours_and_which_side_is_up() -> None:
    profile, adobe = segment(0xE2, b"ICC_PROFILE\0\1\1colours"), segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    told = jpeg(
        segment(0xE1, exif(6)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xED, SECRET),
        segment(0xFE, SECRET),
        profile,
        adobe,
        after=b"a little film " + SECRET,
    )
    clean, found = stripped(told)
    assert found == JPEG
    assert SECRET not in clean
    assert clean.endswith(profile + adobe + PICTURE)
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in clean
    assert stripped(clean) == (clean, JPEG)
    assert stripped(jpeg(segment(0xE1, exif(6, "<"))))[0] == stripped(jpeg(segment(0xE1, exif(6))))[0]
    assert stripped(jpeg(segment(0xE1, exif(1))))[0] == jpeg()


def test_a_png_and_a_webp_lose_what_is_written_beside_the_picture() -> None:
    told = SIGNATURE + IHDR + chunk(b"tEXt", SECRET) + chunk(b"eXIf", SECRET) + IDAT + IEND + SECRET
    assert stripped(told) == (SIGNATURE + IHDR + IDAT + IEND, PNG)
    wide, picture = bytes([0b1100, 0, 0, 0]) + bytes(6), riff(b"VP8 ", b"picture")
    told = webp(riff(b"VP8X", wide), picture, riff(b"EXIF", SECRET), riff(b"XMP ", SECRET)) + SECRET
    assert stripped(told) == (webp(riff(b"VP8X", bytes(10)), picture), WEBP)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        jpeg()[:-2],
        jpeg()[:40],
        SIGNATURE + IHDR,
        SIGNATURE + IHDR + b"\0\0\0\4IDATabcd\0\0\0\0" + IEND,
        SIGNATURE + IHDR + chunk(b"ABCD", b"") + IDAT + IEND,
        webp(),
        webp(riff(b"VP8 ", b"picture"))[:-3],
        webp(riff(b"VP8X", bytes([0b10]) + bytes(9)), riff(b"VP8 ", b"")),
    ],
)
def test_what_is_no_photo_or_only_half_of_one_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPhoto):
        stripped(data)


@given(st.sampled_from([jpeg(segment(0xE1, exif(3))), SIGNATURE + IHDR + IDAT + IEND]), st.data())
def test_damage_is_refused_or_cleaned_and_never_anything_else(data: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(data) - 1))
    damaged = data[:place] + draw.draw(st.binary(max_size=3)) + data[place + 1 :]
    try:
        clean, found = stripped(damaged)
    except NotAPhoto:
        return
    assert stripped(clean) == (clean, found)
