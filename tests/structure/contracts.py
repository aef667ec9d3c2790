"""Contracts about imports that import-linter has no kind for: see [tool.importlinter] in pyproject.toml."""

import re

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# A module is of the part that its name begins with, such as views_invitations of views.
PARTS = ("views", "forms", "actions", "queries", "models", "files", "rules")


class DownwardsContract(Contract):
    """Inside a domain nothing imports what stands above it: views, forms, actions, queries, models, files, rules."""

    type_name = "downwards"

    domains = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 -- import-linter's signature
        upwards = [
            f"{importer} imports {imported}"
            for domain in self.domains  # type: ignore[attr-defined] # a field
            for importer in sorted(graph.find_descendants(domain))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if rank(importer, domain) is not None
            and rank(imported, domain) is not None
            and rank(imported, domain) < rank(importer, domain)  # type: ignore[operator] # neither is None, as asked
        ]
        return ContractCheck(kept=not upwards, metadata={"upwards": upwards})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["upwards"]:
            output.print_error(line)


def rank(module: str, domain: str) -> int | None:
    """How far down a module of a domain stands; None for another domain's, and for one of no part."""
    if not module.startswith(f"{domain}."):
        return None
    first = module.removeprefix(f"{domain}.").split(".")[0].split("_")[0]
    return PARTS.index(first) if first in PARTS else None


class PureContract(Contract):
    """Modules that decide import nothing, directly or through others, that knows a database, a request or a form.

    What they say goes through `words`, the one module they share with the rest that knows who reads.
    """

    type_name = "pure"

    modules = fields.StringField()  # a regular expression for their whole names
    forbidden = fields.ListField(subfield=fields.StringField())
    words = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 -- import-linter's signature
        graph.remove_module(self.words)  # type: ignore[attr-defined] # a field
        pattern = re.compile(self.modules)  # type: ignore[attr-defined] # a field
        pure = sorted(name for name in graph.modules if pattern.fullmatch(name))
        impure = [
            " → ".join(chain)
            for name in pure
            for bad in self.forbidden  # type: ignore[attr-defined] # a field
            if bad in graph.modules and (chain := graph.find_shortest_chain(name, bad))
        ]
        return ContractCheck(kept=bool(pure) and not impure, metadata={"impure": impure or ["No module is meant."]})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["impure"]:
            output.print_error(line)
