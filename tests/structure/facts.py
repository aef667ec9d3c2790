"""Which kinds of facts the code writes into the ledger, and what they say: found by reading it, not by running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.config import ROOT

LEDGER = "training.core.ledger"
# Who writes facts: the ledger’s own functions, and the chronicle of the invented company.
WRITERS = {"record": 1, "Fact": 0, "note": 0}  # the place of the kind among the arguments
PAYLOAD_OF_FACT = 2


class Unreadable(Exception):
    """A kind that cannot be told without running the code."""


@dataclass(frozen=True)
class Fact:
    """One place that writes facts. `keys` are those of the payload that can be read there."""

    kind: str
    keys: frozenset[str]
    where: str


@dataclass(frozen=True)
class Source:
    """A module that has been read."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Outer functions come before those inside them."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))

    def calls(self) -> Iterator[tuple[list[ast.FunctionDef], ast.Call]]:
        """Each call with the functions around it, the innermost first."""
        around: dict[ast.Call, list[ast.FunctionDef]] = {}
        for function in self.functions():
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    around.setdefault(node, []).insert(0, function)
        return ((functions, call) for call, functions in around.items())

    def constant(self, name: str) -> tuple["Source", ast.expr] | None:
        """The value of a name of the module, wherever it comes from."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    value = dict(_pairs(target, node.value)).get(name) if node.value else None
                    if value is not None:
                        return self, value
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("training."):
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        other = source(ROOT / (node.module.replace(".", "/") + ".py"))
                        return other.constant(alias.name) if other else None
        return None

    def imports(self, function: str, module: str) -> bool:
        return any(
            isinstance(node, ast.ImportFrom)
            and node.module == module
            and any((alias.asname or alias.name) == function for alias in node.names)
            for node in ast.walk(self.tree)
        )


@cache
def source(path: Path) -> Source | None:
    return Source(path, ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else None


def facts() -> list[Fact]:
    """Every fact that the code can write. Raises Unreadable for a kind that cannot be told."""
    found: list[Fact] = []
    for path in sorted((ROOT / "training").rglob("*.py")):
        module = source(path)
        if module and module.name != LEDGER and "migrations" not in path.parts:
            found += facts_of(module)
    return found


def facts_of(module: Source) -> Iterator[Fact]:
    """The facts that one module writes."""
    for around, call in module.calls():
        if not _writes(module, call):
            continue
        name, where = _name(call.func), f"{module.path.relative_to(ROOT)}:{call.lineno}"
        place = WRITERS[name]
        kinds = call.args[place : place + 1] or [word.value for word in call.keywords if word.arg == "kind"]
        payloads = [word.value for word in call.keywords if word.arg == "payload"]
        if name == "Fact":
            payloads += call.args[PAYLOAD_OF_FACT:]
        keys = frozenset(key for payload in payloads for key in _keys(module, around, payload))
        try:
            read = {kind for expression in kinds for kind in _texts(module, around, expression)}
        except Unreadable as unreadable:
            raise Unreadable(f"{where}: {unreadable}") from None
        if not read:
            raise Unreadable(f"{where}: no kind")
        yield from (Fact(kind, keys, where) for kind in sorted(read))


def _writes(module: Source, call: ast.Call) -> bool:
    name = _name(call.func)
    if isinstance(call.func, ast.Attribute):
        owner = ast.unparse(call.func.value).rpartition(".")[2]
        return (name, owner) in {("record", "ledger"), ("Fact", "ledger"), ("note", "chronicle")}
    return name in {"record", "Fact"} and module.imports(name, LEDGER)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


Around = list[ast.FunctionDef]
"""The functions around an expression, the innermost first."""


def _texts(  # noqa: PLR0911 -- one for each way to write a text
    module: Source, around: Around, value: ast.expr
) -> set[str]:
    """The texts that an expression can have. Raises Unreadable."""
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return _texts(module, around, value.body) | _texts(module, around, value.orelse)
        case ast.Dict():
            return {text for item in value.values for text in _texts(module, around, item)}
        case ast.Subscript():
            return _texts(module, around, value.value)
        case ast.Name(id=name):
            for function in around:
                if here := list(_assigned(function, name)):
                    return {text for item in here for text in _texts(module, around, item)}
                if name in _parameters(function):
                    return {text for item in _passed(module, function, name) for text in _texts(module, *item)}
            if constant := module.constant(name):
                return _texts(constant[0], [], constant[1])
    raise Unreadable(ast.unparse(value))


def _keys(module: Source, around: Around, value: ast.expr) -> set[str]:
    """The keys of a payload as far as they are written down."""
    match value:
        case ast.Dict():
            plain = {key.value for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
            spread = [item for key, item in zip(value.keys, value.values, strict=True) if key is None]
            return plain.union(*(_keys(module, around, item) for item in spread))
        case ast.Name(id=name) if around:
            before = [item for item in _assigned(around[0], name) if item.lineno <= value.lineno]
            return _keys(module, around, before[-1]) if before else set()
        case ast.Call(func=ast.Name(id=name)):
            return {
                key
                for function in module.functions()
                if function.name == name
                for node in ast.walk(function)
                if isinstance(node, ast.Return) and node.value is not None
                for key in _keys(module, [function], node.value)
            }
    return set()


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a function assigns to a name, in the order of its lines."""
    found: list[ast.expr] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            found += [value for target in node.targets for known, value in _pairs(target, node.value) if known == name]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            found += [value for known, value in _pairs(node.target, node.value) if known == name]
    return iter(sorted(found, key=lambda value: value.lineno))


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its_value in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its_value)


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]


def _passed(module: Source, function: ast.FunctionDef, parameter: str) -> Iterator[tuple[Around, ast.expr]]:
    """What the module hands over for a parameter of a function, each with the functions around it."""
    names = _parameters(function)
    place = names.index(parameter) - (names[0] == "self")
    for around, call in module.calls():
        if _name(call.func) == function.name:
            named = [word.value for word in call.keywords if word.arg == parameter]
            yield from ((around, value) for value in named or call.args[place : place + 1])
