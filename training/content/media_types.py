"""Which files may be shown: their type by their first bytes, never by their name, and SVG without anything active."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from training.content.faults import Fault
from training.core.i18n import gettext as _

MAX_BYTES = 20_000_000
SVG = "image/svg+xml"

_ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    SVG: (".svg",),
    "video/mp4": (".mp4",),
    "video/webm": (".webm",),
}
_SVG_SPACE = "{http://www.w3.org/2000/svg}"
_HTML_SPACE = "{http://www.w3.org/1999/xhtml}"
_DRAWN = """
    svg g path rect circle ellipse line polyline polygon text tspan textPath title desc defs use symbol marker
    linearGradient radialGradient stop clipPath mask pattern style metadata
"""
_OUTSIDE = re.compile(r"@import|url\((?!\s*['\"]?#)|\\|javascript:", re.IGNORECASE)


def media_type(data: bytes) -> str | None:  # noqa: PLR0911 -- one return for each type
    """The type of a picture or video by its content; None for everything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]:
        return "video/webm"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", data[:4000], re.DOTALL):
        return SVG
    return None


def media_faults(name: str, data: bytes) -> Iterator[Fault]:
    """What is wrong with a media file, in words; `name` with its ending."""
    if len(data) > MAX_BYTES:
        yield Fault(_("The file is larger than 20 MB."), _("Shorten the video, or save the picture smaller."))
        return
    found = media_type(data)
    if found is None:
        message = _("The file is no picture and no video that browsers show.")
        yield Fault(message, _("Save it as PNG, JPEG, WebP, GIF, SVG, MP4 or WebM."))
    elif not name.lower().endswith(_ENDINGS[found]):
        message = _("The name does not fit what is inside: %(type)s.", type=found)
        yield Fault(message, _("Rename it to end in %(ending)s.", ending=_ENDINGS[found][0]))
    elif found == SVG:
        yield from _svg_faults(data)


def _svg_faults(data: bytes) -> Iterator[Fault]:
    remedy = _("Save the drawing as plain SVG, without scripts, links and outside files.")
    # Without a DOCTYPE there are no entities, so that parsing costs no more than the file is long.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield Fault(_("The drawing has a DOCTYPE."), _("Remove that line."))
        return
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 -- entities are refused above
    except (ElementTree.ParseError, ValueError):
        yield Fault(_("The drawing is not well-formed."), _("Save it again as SVG."))
        return
    if root.tag != f"{_SVG_SPACE}svg":
        yield Fault(_("The drawing does not name SVG’s namespace."), remedy)
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, kind = element.tag.rpartition("}")[0] + "}", element.tag.rpartition("}")[2]
        # Drawing programs keep notes of their own in other namespaces; browsers pass over them.
        if (space == _SVG_SPACE and kind not in _DRAWN.split()) or space in {_HTML_SPACE, "}"}:
            yield Fault(_("The drawing holds <%(tag)s>.", tag=kind), remedy)
        for attribute, value in element.attrib.items():
            word = attribute.rpartition("}")[2].lower()
            leaves = word in {"href", "src"} and not value.startswith("#")
            if word.startswith("on") or leaves or _OUTSIDE.search(value):
                yield Fault(_("The drawing holds “%(attribute)s”.", attribute=f"{word}={value[:40]}"), remedy)
        if kind == "style" and _OUTSIDE.search(element.text or ""):
            yield Fault(_("The drawing’s style reaches outside."), remedy)
