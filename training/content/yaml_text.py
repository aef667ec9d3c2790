"""Writing YAML: one way to write each value, easy to read and to compare line by line.

Texts stay plain where no reader of YAML could take them for something else; texts of several lines stand below their
key, as written; lists of slugs stay on one line.
"""

import json
import re
from typing import TypeAlias

from training.content.types import SLUG

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain]"

# A first character that means nothing to YAML, then no “: ”, “ #” or “:” at the end. Digits only begin sentences.
_PLAIN = re.compile(r"(?:[^\W\d_]|[“”‘’„«»…–—(¿¡€£]|[0-9]+ (?=[^\W\d_]))(?:[^\n:#]|:(?=[^\s])|(?<=\S)#)*(?<!\s)")
_WORDS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan", "inf"}


def dump(value: dict[str, Plain]) -> str:
    """A mapping as YAML text that ends with a line feed. Its texts hold no control characters but line feed and tab."""
    return "".join(line + "\n" for line in _mapping(value, ""))


def _mapping(value: dict[str, Plain], indent: str) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        lines += _entry(f"{indent}{_scalar(key)}:", item, indent + "  ")
    return lines


def _entry(start: str, item: Plain, indent: str) -> list[str]:
    if isinstance(item, dict):
        return [start, *_mapping(item, indent)] if item else [f"{start} {{}}"]
    if isinstance(item, list):
        if all(isinstance(one, str) and SLUG.fullmatch(one) for one in item):
            return [f"{start} [{', '.join(_scalar(one) for one in item)}]"]
        return [start, *(line for one in item for line in _item(one, indent))]
    if isinstance(item, str) and "\n" in item and _fits_a_block(item):
        return [f"{start} |-", *((indent + line if line else "") for line in item.split("\n"))]
    return [f"{start} {_scalar(item)}"]


def _item(one: Plain, indent: str) -> list[str]:
    if isinstance(one, dict) and one:
        first, *rest = _mapping(one, indent + "  ")
        return [f"{indent}- {first.strip()}", *rest]
    return _entry(f"{indent}-", one, indent + "  ")


def _fits_a_block(text: str) -> bool:
    """Whether “|-” gives the text back: it begins with a letter and not with space, and ends without a line feed."""
    return not text[0].isspace() and not text.endswith("\n") and "\t" not in text and "\u0085" not in text


def _scalar(item: Plain) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        return str(item)
    if isinstance(item, str) and _PLAIN.fullmatch(item) and item.lower() not in _WORDS and item.isprintable():
        return item
    # JSON's quoted text is YAML's, but for characters that YAML takes as line ends.
    quoted = json.dumps(item, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)
