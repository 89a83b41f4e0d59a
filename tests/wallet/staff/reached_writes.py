"""Find what an act writes: every INSERT and UPDATE in the functions of `wallet` that its `do` reaches by name.

A name is looked up in its module, through imports and `self`; so what is chosen by a value (a payment's purpose) is
seen only where it is named, as in a table of the code.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[3]
WRITE: Final = re.compile(r'\b(INSERT INTO|UPDATE)\s+"?([a-z_]+)"?')
OP: Final = {"INSERT INTO": "insert", "UPDATE": "update"}
DOING: Final = "wallet.operations.use_case"

Key = tuple[str, str]  # a module, and a name in it
Write = tuple[str, str]  # a table, and insert or update


@dataclass
class Module:
    """The functions, methods and constants of a module, by name, and where its imported names are from."""

    named: dict[str, list[ast.AST]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


def read_modules() -> dict[str, Module]:
    """Return every module of `wallet`, by its name."""
    found = {}
    for path in sorted((CHECKOUT / "wallet").rglob("*.py")):
        name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = _read(ast.parse(path.read_text("utf-8")))
    return found


def _read(tree: ast.Module) -> Module:
    module = Module()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            module.imported |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            module.imported |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in tree.body:
        for name, one in _name(node):
            module.named.setdefault(name, []).append(one)
    return module


def _name(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.FunctionDef):
        yield node.name, node
    elif isinstance(node, ast.ClassDef):
        for one in node.body:
            if isinstance(one, ast.FunctionDef):
                yield one.name, one
                yield f"{node.name}.{one.name}", one
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value
    elif isinstance(node, ast.Assign):
        yield from ((one.id, node.value) for one in node.targets if isinstance(one, ast.Name))


def find_writes(modules: dict[str, Module], start: Key) -> set[Write]:
    """Return what is written by whatever this function reaches."""
    seen: set[Key] = set()
    found: set[Write] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in seen or key[0] not in modules:
            continue
        seen.add(key)
        module = modules[key[0]]
        if key[1] not in module.named and key[1] in module.imported:
            waiting.append(_split(module.imported[key[1]]))
        for node in module.named.get(key[1], []):
            for one in ast.walk(node):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    found |= _read_writes(one.value)
                waiting += _reach(one, key[0], module)
    return found


def _read_writes(sql: str) -> set[Write]:
    found = {(table, OP[verb]) for verb, table in WRITE.findall(sql)}
    return found | ({(table, "update") for table, _ in found} if "DO UPDATE" in sql else set())


def _reach(node: ast.AST, here: str, module: Module) -> list[Key]:
    if isinstance(node, ast.Name):
        return [(here, node.id)]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        whose = node.value.id
        where = {"self": here, "doing": DOING}.get(whose) or module.imported.get(whose)
        return [(where, node.attr)] if where else []
    return []


def _split(name: str) -> Key:
    module, _, attribute = name.rpartition(".")
    return module, attribute
