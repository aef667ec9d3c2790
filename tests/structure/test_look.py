"""Promises of the stylesheet and the scripts that no page would show at once when they are broken."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from training.config import ROOT

STATIC = ROOT / "static"
SHEET = (STATIC / "css" / "site.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
TOKENS = RULES[RULES.index("@layer tokens {") : RULES.index("@layer base {")]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|color)\(", re.IGNORECASE)
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def test_the_stylesheet_stays_small() -> None:
    assert len(SHEET.encode()) <= 46 * 1024


def test_colours_are_named_once_in_the_tokens() -> None:
    outside = RULES.replace(TOKENS, "")
    paper = re.search(r"@layer print \{.*", outside, re.DOTALL)
    assert paper is not None
    assert COLOUR.findall(outside.replace(paper.group(), "")) == []
    assert set(re.findall(r"--(\w+): #", paper.group())) == {"paper", "raised"}  # what is white on paper


def test_nothing_is_placed_by_left_and_right() -> None:
    queries_apart = re.sub(r"@media[^{]*\{", "", RULES)
    assert PHYSICAL.findall(queries_apart) == []


def test_no_text_is_set_in_pixels_or_smaller_than_the_smallest_step() -> None:
    sizes = re.findall(r"font-size:\s*([^;]+);", RULES)
    assert [size for size in sizes if not re.match(r"var\(--t\d\)|clamp\(1\.[3-9]|1rem", size)] == []


def test_whatever_the_stylesheet_loads_is_here() -> None:
    for address in re.findall(r'url\("([^"]+)"\)', RULES):
        assert not address.startswith(("data:", "http", "//")), address
        assert (STATIC / "css" / address.split("?")[0]).resolve().is_file(), address


def test_what_was_brought_in_is_what_its_note_says() -> None:
    folder = STATIC / "vendor" / "figtree"
    noted = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (folder / "README.md").read_text(encoding="utf-8")))
    assert set(noted) == {path.name for path in folder.iterdir()} - {"README.md"}
    for name, checksum in noted.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name


def test_the_manifest_names_icons_that_exist() -> None:
    manifest = json.loads((STATIC / "site.webmanifest").read_text(encoding="utf-8"))
    for icon in manifest["icons"]:
        assert (STATIC / icon["src"]).is_file()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_builds_pages_from_text_only(path: Path) -> None:
    """Trusted Types would stop the rest in the browser; here it does not even get that far."""
    source = path.read_text(encoding="utf-8")
    sinks = re.findall(
        r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|setAttribute\(\"style)", source
    )
    assert sinks == []
    assert source.startswith("/*"), "a script begins with what it is for"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_speaks_no_language_of_its_own(path: Path) -> None:
    """Words come from data attributes, which the server has translated."""
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[\"'`][A-Z][a-z]+ [a-z]+[^\"'`]*[\"'`]", source) == []


def test_the_entry_knows_every_script_and_loads_none_that_is_missing() -> None:
    entry = (STATIC / "js" / "site.js").read_text(encoding="utf-8")
    loaded = set(re.findall(r'import\("\./([\w-]+\.js)"\)', entry))
    imported = {
        name for path in SCRIPTS for name in re.findall(r'from "\./([\w-]+\.js)"', path.read_text(encoding="utf-8"))
    }
    assert loaded | imported == {path.name for path in SCRIPTS} - {"site.js"}
