"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")

MOST = 60
"""Rows of a page: 500 standards and 2,000 steps at once would be two megabytes."""


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One page of a list: its items, its number from 1, how many pages there are, and how many items in all."""

    items: Sequence[T]
    number: int
    pages: int
    total: int


def sheet(items: Sequence[T]) -> Sheet[T]:
    """The page that the address asks for; the last one when it asks for more than there are."""
    pages = max(1, -(-len(items) // MOST))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Sheet(items[(number - 1) * MOST : number * MOST], number, pages, len(items))
