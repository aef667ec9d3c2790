"""Photos and scans of certificates, as small as they can be, with what cameras write into them."""

import struct
import zlib

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
PLACE = b"GPS 53.3498 N"


def png(*, tells: bytes = PLACE, shade: int = 0) -> bytes:
    """A picture of one dot, with a text in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(bytes([0, shade]))
    parts = [(b"IHDR", head), (b"tEXt", b"Place\x00" + tells), (b"IDAT", dot), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts) + tells


def jpeg(*, orientation: int = 6, tells: bytes = PLACE, order: str = "<") -> bytes:
    """The bones of a photo: what a camera tells about it, tables, scans, and more of it between and after them."""

    def part(marker: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content

    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    tiff = mark + struct.pack(f"{order}I", 8) + struct.pack(f"{order}H", 1) + entry + bytes(4) + tells
    return b"".join(
        (
            b"\xff\xd8",
            part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            part(0xE1, b"Exif\x00\x00" + tiff),
            part(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + tells),
            part(0xFE, tells),
            part(0xDB, bytes(65)),
            part(0xDA, bytes(6)) + b"scan\xff\x00data\xff\xd0more",
            part(0xFE, tells),
            part(0xC4, bytes(4)),
            part(0xDA, bytes(6)) + b"second scan",
            b"\xff\xd9",
            tells,
        )
    )


def webp(*, tells: bytes = PLACE) -> bytes:
    """The bones of a picture that says beforehand what it will tell."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    body = b"WEBP" + chunk(b"VP8X", bytes([0x0C]) + bytes(9)) + chunk(b"VP8 ", b"dots") + chunk(b"EXIF", tells)
    return b"RIFF" + struct.pack("<I", len(body)) + body
