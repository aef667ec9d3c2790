"""Who must fulfil what, who holds what, and why: programmes, standings, awards."""
