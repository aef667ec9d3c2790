"""Checks an audit pack with nothing but Python: put the files into one folder, then run  python3 check.py

It looks whether each file is as manifest.json lists it, and in ledger.jsonl computes anew the digest of each fact and
its seal: SHA-256 over the seal before it, position, moment, kind, the ids, and the digest, a line each.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

IN_THE_SEAL = ("previous", "position", "at", "kind", "subject_id", "actor_id", "document_id", "version_id", "digest")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def flaws(folder: Path) -> Iterator[str]:
    manifest = (folder / "manifest.json").read_bytes()
    if sha256(manifest) != (folder / "manifest.sha256").read_text("ascii"):
        yield "manifest.json is not as it was made."
    said = json.loads(manifest)
    for name, listed in said["files"].items():
        if not (folder / name).is_file() or sha256((folder / name).read_bytes()) != listed:
            yield f"{name} is missing, or not as it was made."
    facts = [json.loads(line) for line in (folder / "ledger.jsonl").read_text("utf-8").splitlines()]
    for fact in facts:
        yield from wrong_in(fact)
    seals = {fact["position"]: fact["seal"] for fact in facts} | {said["ledger"]["position"]: said["ledger"]["seal"]}
    for fact in facts:
        if fact["position"] and seals.get(fact["position"] - 1, fact["previous"]) != fact["previous"]:
            yield f"Fact {fact['id']} does not follow on the fact before it."
        if fact["position"] and seals[fact["position"]] != fact["seal"]:
            yield f"Fact {fact['id']} does not have the seal that the ledger ended with."
    digests = {str(fact["id"]): fact["digest"] for fact in facts}
    with (folder / "evidence.csv").open(encoding="utf-8-sig", newline="") as table:
        for row in list(csv.reader(table))[1:]:
            if digests.get(row[0]) != row[-3]:
                yield f"Fact {row[0]} of evidence.csv is not the one of ledger.jsonl."


def wrong_in(fact: dict[str, Any]) -> Iterator[str]:
    if fact["salt"] is not None and sha256(f"{fact['salt']}\n{fact['payload']}".encode()) != fact["digest"]:
        yield f"Fact {fact['id']}: what it says does not fit its digest."
    parts = ("" if fact[name] is None else str(fact[name]) for name in IN_THE_SEAL)
    if fact["seal"] is not None and sha256("\n".join(parts).encode()) != fact["seal"]:
        yield f"Fact {fact['id']} does not fit its seal."


if __name__ == "__main__":
    found = list(flaws(Path(__file__).resolve().parent))
    print("\n".join(found) or "Everything fits.")  # in English: it runs without the site and its words
    sys.exit(bool(found))
