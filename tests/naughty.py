"""The Big List of Naughty Strings: what has broken programs before. Its licence lies beside it."""

import json
from pathlib import Path

NAUGHTY: list[str] = json.loads((Path(__file__).parent / "data/naughty-strings/blns.json").read_text("utf-8"))
