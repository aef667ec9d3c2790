import pytest

from training.content.media_types import media_faults, media_type

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"rest", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a....", "image/gif"),
        (b"\x00\x00\x00\x20ftypisom....", "video/mp4"),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm", "video/webm"),
        (SVG.encode(), "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', "image/svg+xml"),
        (b"<html><svg></svg></html>", None),
        (b"MZ\x90\x00", None),
        (b"%PDF-1.7", None),
        (b"#!/bin/sh", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"", None),
    ],
)
def test_the_type_of_a_file_is_that_of_its_first_bytes(data: bytes, found: str | None) -> None:
    assert media_type(data) == found


def faults(name: str, data: bytes) -> list[str]:
    return [fault.message for fault in media_faults(name, data)]


def test_a_name_that_does_not_fit_its_content_is_refused() -> None:
    assert faults("card.png", b"\xff\xd8\xff\xe0") == ["The name does not fit what is inside: image/jpeg."]
    assert faults("card.JPG", b"\xff\xd8\xff\xe0") == []
    assert faults("page.html", b"<html>") == ["The file is no picture and no video that browsers show."]


def test_more_than_twenty_megabytes_are_refused() -> None:
    assert faults("a.gif", b"GIF89a" + b"x" * 20_000_000) == ["The file is larger than 20 MB."]


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9"/><title>A card</title><use href="#a"/>',
        '<style>.a { fill: url(#grain) }</style><rect class="a" style="stroke: red"/>',
        "<metadata/><text>© 2026 &amp; more</text>",
    ],
)
def test_a_plain_drawing_is_welcome(inside: str) -> None:
    assert faults("a.svg", SVG.format(inside).encode()) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<rect ONCLICK="alert(1)"/>',
        '<a href="https://example.com"><rect/></a>',
        "<foreignObject><b>x</b></foreignObject>",
        '<image href="https://example.com/a.png"/>',
        '<use href="other.svg#a"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        '<style>@import "https://example.com";</style>',
        "<style>.a { fill: url(https://example.com/a) }</style>",
        "<style>.a { fill: u\\72l(https://example.com/a) }</style>",
        "<rect style=\"fill: url( 'https://example.com')\"/>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="x"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="#"/>',
        '<body xmlns="http://www.w3.org/1999/xhtml"/>',
        "<rect",
    ],
)
def test_a_drawing_that_could_act_or_reach_outside_is_refused(inside: str) -> None:
    assert faults("a.svg", SVG.format(inside).encode()) != []


def test_entities_are_refused_before_they_can_grow() -> None:
    laughs = b'<?xml version="1.0"?><!-- x --><svg><!DOCTYPE svg [<!ENTITY a "ha">]>&a;</svg>'
    assert faults("a.svg", laughs) == ["The drawing has a DOCTYPE."]
    assert faults("a.svg", b'<!DOCTYPE svg [<!ENTITY a "ha">]><svg>&a;</svg>') != []


def test_a_drawing_without_its_namespace_is_refused_since_browsers_show_nothing() -> None:
    assert faults("a.svg", b"<svg><rect/></svg>") == ["The drawing does not name SVG’s namespace."]
