"""A certificate from elsewhere as somebody might have scanned it: one page of PDF, made by hand."""

from collections.abc import Sequence

_WIDTH, _HEIGHT = 420, 260  # points
_LEFT, _TOP, _STEP = 36, 200, 30


def card(lines: Sequence[str]) -> bytes:
    """A card with these lines, the first one large. What Latin-1 does not have is shown as a question mark."""
    words = "".join(
        f"BT /F1 {20 if place == 0 else 13} Tf {_LEFT} {_TOP - place * _STEP} Td ({_escaped(line)}) Tj ET\n"
        for place, line in enumerate(lines)
    )
    frame = f"1 w 12 12 {_WIDTH - 24} {_HEIGHT - 24} re S\n"
    content = (frame + words).encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return data + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(data))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
