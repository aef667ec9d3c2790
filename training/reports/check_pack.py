"""Checks an audit pack with nothing but Python: put the files into one folder, then run  python3 check.py

Each file must be as manifest.json lists it. The digest of each fact is computed anew, and its seal: SHA-256 over the
seal before it, position, moment, kind, ids and digest, a line each."""

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


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in (folder / "ledger.jsonl", folder / "chain.jsonl"):
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)


def flaws(folder: Path) -> Iterator[str]:
    manifest = (folder / "manifest.json").read_bytes()
    if sha256(manifest) != (folder / "manifest.sha256").read_text("ascii"):
        yield "manifest.json is not as it was made."
    said = json.loads(manifest)
    for name, listed in said["files"].items():
        if not (folder / name).is_file() or sha256((folder / name).read_bytes()) != listed:
            yield f"{name} is missing, or not as it was made."
    seals, digests = {said["ledger"]["position"]: said["ledger"]["seal"]}, {}
    for row in rows(folder):
        parts = ("" if row[name] is None else str(row[name]) for name in IN_THE_SEAL)
        if row["seal"] is not None and sha256("\n".join(parts).encode()) != row["seal"]:
            yield f"Fact {row['id']} does not fit its seal."
        if row.get("salt") is not None and sha256(f"{row['salt']}\n{row['payload']}".encode()) != row["digest"]:
            yield f"Fact {row['id']}: what it says does not fit its digest."
        digests[str(row["id"])] = row["digest"]
        if row["position"] and seals.setdefault(row["position"], row["seal"]) != row["seal"]:
            yield f"Fact {row['id']} has another seal than the ledger at its position."
    for row in rows(folder):
        if row["position"] and seals.get(row["position"] - 1, row["previous"]) != row["previous"]:
            yield f"Fact {row['id']} does not follow on the one before it."
    if (folder / "chain.jsonl").exists() and len(seals) != max(seals) - min(seals) + 1:
        yield "chain.jsonl has gaps."
    with (folder / "evidence.csv").open(encoding="utf-8-sig", newline="") as table:
        for line in list(csv.reader(table))[1:]:
            if digests.get(line[0]) != line[-3]:
                yield f"Fact {line[0]} of evidence.csv is not the one of ledger.jsonl."


if __name__ == "__main__":
    found = list(flaws(Path(__file__).resolve().parent))
    print("\n".join(found) or "Everything fits.")  # in English: it runs without the site and its words
    sys.exit(bool(found))
