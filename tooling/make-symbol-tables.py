"""Prints what this Python interpreter offers, as JSON: the source of src/offline/tables/python-stdlib.json.

Shape: version; builtins, keywords (space-separated names); modules (module -> its public names, most used first);
usage ("module" or "module.name" -> in how many files of Lib/, tests left out, and of the packages installed beside
it (pip, setuptools ...) it is used; names only where several modules offer them); members (built-in type -> its methods); classes ("module.Class" -> its attributes).
Usage is what ranks `collections.OrderedDict` before `typing.OrderedDict`: it is counted, not typed by hand.
"""

import ast
import builtins
import importlib
import inspect
import io
import json
import keyword
import pkgutil
import sys
import sysconfig
import warnings
from collections import Counter, defaultdict
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

# Importing these opens a browser, prints a poem, starts a GUI, or brings in tests and tools that nobody imports.
SKIPPED = {"antigravity", "this", "idlelib", "test", "tests", "lib2to3", "turtledemo", "turtle", "tkinter", "ensurepip",
           "pydoc_data", "__main__", "__phello__", "__hello__", "distutils", "curses", "msilib", "nt", "winreg", "ctypes"}
BUILTIN_TYPES = ["str", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset", "int", "float", "complex",
                 "range", "slice", "object", "type", "Exception"]
MOST_CLASS_ATTRIBUTES = 60
LEAST_USES_FOR_CLASSES = 8


def module_names():
    for top in sorted(sys.stdlib_module_names):
        if top.startswith("_") or top in SKIPPED:
            continue
        yield top
        try:
            module = quietly(top)
        except BaseException:
            continue
        for info in pkgutil.walk_packages(getattr(module, "__path__", []), top + "."):
            if not any(part.startswith("_") or part in SKIPPED for part in info.name.split(".")):
                yield info.name
    yield "os.path"


def quietly(name):
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        return importlib.import_module(name)


def public_names(name, module):
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return sorted({entry for entry in listed if isinstance(entry, str)})
    names = []
    for attribute in dir(module):
        value = getattr(module, attribute, None)
        if attribute.startswith("_") or inspect.ismodule(value):
            continue
        home = getattr(value, "__module__", None)
        borrowed = (inspect.isclass(value) or inspect.isfunction(value)) and home not in (name, "_" + name, None)
        if borrowed and not str(home).lstrip("_").startswith(name.split(".")[0]) and home != "builtins":
            continue
        names.append(attribute)
    return sorted(names)


def own_names(name, module, used):
    """What a module defines and leaves out of its `__all__`, as `os.PathLike`: classes, and functions that are used."""
    own = set()
    for attribute in dir(module):
        value = getattr(module, attribute, None)
        is_definition = inspect.isclass(value) or (inspect.isroutine(value) and used[f"{name}.{attribute}"])
        if not attribute.startswith("_") and is_definition and getattr(value, "__module__", None) in (name, "_" + name):
            own.add(attribute)
    return own


def count_usage(modules):
    """In how many files of Lib/ and site-packages each module and each name of it is used."""
    used = Counter()
    for path in Path(sysconfig.get_path("stdlib")).rglob("*.py"):
        if {"test", "tests", "lib2to3", "idlelib"} & set(path.parts):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        used.update(names_used_in(tree, modules))
    return used


def names_used_in(tree, modules):
    found, local = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in modules:
                    found.add(alias.name)
                    local[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module in modules:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = local.get(ast.unparse(node.value)) if isinstance(node.value, (ast.Name, ast.Attribute)) else None
            if owner is not None:
                found.add(f"{owner}.{node.attr}")
    return found


def attributes_of(cls):
    inherited = set(dir(BaseException)) if issubclass(cls, BaseException) else set(dir(object))
    return [name for name in dir(cls) if not name.startswith("_") and name not in inherited]


def class_tables(imported, used):
    """Attributes of the classes in much used modules: they tell `datetime` the class from `datetime` the module."""
    tables = {}
    for name, (module, names) in imported.items():
        if used[name] < LEAST_USES_FOR_CLASSES:
            continue
        for attribute in names:
            value = getattr(module, attribute, None)
            if inspect.isclass(value):
                attributes = attributes_of(value)
                if 0 < len(attributes) <= MOST_CLASS_ATTRIBUTES:
                    tables[f"{name}.{attribute}"] = " ".join(attributes)
    return tables


def main():
    imported = {}
    for name in module_names():
        try:
            module = quietly(name)
        except BaseException:
            continue
        names = public_names(name, module)
        if names:
            imported[name] = (module, names)
    used = count_usage(set(imported))
    imported = {name: (module, sorted({*names, *own_names(name, module, used)}))
                for name, (module, names) in imported.items()}
    offered_by = defaultdict(int)
    for name, (_, names) in imported.items():
        for attribute in [*names, name]:
            offered_by[attribute] += 1
    usage = {name: used[name] for name in imported if used[name]}
    for name, (_, names) in imported.items():
        for attribute in names:
            if offered_by[attribute] > 1 and used[f"{name}.{attribute}"]:
                usage[f"{name}.{attribute}"] = used[f"{name}.{attribute}"]
    ranked = {name: " ".join(sorted(names, key=lambda entry: (-used[f"{name}.{entry}"], entry)))
              for name, (_, names) in imported.items()}
    document = {
        "version": ".".join(map(str, sys.version_info[:2])),
        "builtins": " ".join(name for name in dir(builtins) if name != "_"),
        "keywords": " ".join(keyword.kwlist),
        "modules": dict(sorted(ranked.items())),
        "usage": dict(sorted(usage.items())),
        "members": {name: " ".join(m for m in dir(getattr(builtins, name)) if not m.startswith("__"))
                    for name in BUILTIN_TYPES},
        "classes": class_tables(imported, used),
    }
    json.dump(document, sys.stdout, indent=0, ensure_ascii=True)


if __name__ == "__main__":
    main()
