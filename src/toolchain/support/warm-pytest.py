"""Plug-in for pytest that serves candidates in place of the run of the tests (see warm-python.py)."""

import os

import autofix_warm as warm
import pytest

SETTINGS = warm.read_settings()
# Before pytest begins to capture what is printed.
JUDGE = warm.Judge(SETTINGS, warm.Streams(SETTINGS["marker"]))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    JUDGE.before_loading()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    targets = [
        (os.path.realpath(os.path.join(SETTINGS["root"], target["file"])), target["namePath"])
        for target in SETTINGS["targets"] + SETTINGS["guards"]
    ]
    wanted = {}
    for item in session.items:
        path = os.path.realpath(str(item.fspath))
        names = item.nodeid.split("::")[1:]
        # Names of parameters may hold `::` themselves.
        names = names[: names.index(item.originalname)] + [item.name] if plain_name(item, names) else names
        for index, target in enumerate(targets):
            if target[0] == path and same_names(target[1], names):
                wanted[item] = index
    items = [item for item in session.items if item in wanted]
    for item in items:
        spare_traces(item)
    spare_reports(session.config.pluginmanager)
    count = len(SETTINGS["targets"])
    found = [item for item in items if wanted[item] < count]
    leading = leads_of(found)
    parts = {
        warm.WHOLE: items,
        warm.TARGETS: found,
        warm.LEADS: [item for item in found if item in leading],
        warm.OTHERS: [item for item in found if item not in leading],
    }
    JUDGE.has_leads = bool(parts[warm.OTHERS])
    JUDGE.after_loading(len({wanted[item] for item in found}), lambda part: run(session, parts[part], wanted))
    return True


def leads_of(items):
    """Of the parameters of one test the first, the last and one between: what fails with all of these fails with most others."""
    families = {}
    for item in items:
        families.setdefault((str(item.fspath), item.parent, getattr(item, "originalname", None) or item.name), []).append(item)
    return {family[place] for family in families.values() for place in (0, len(family) // 2, -1)}


def plain_name(item, names):
    return getattr(item, "originalname", None) in names


def same_names(target, names):
    return target == names or ".".join(target) == ".".join(names)


def spare_traces(item):
    """Nobody reads the traces, and to show one of a thousand frames takes a hundred times as long as to run into it."""
    shown = item._repr_failure_py

    def briefly(excinfo, style=None):
        if hasattr(excinfo.value, "formatrepr") or not getattr(excinfo.value, "pytrace", True):
            return shown(excinfo, style)
        return excinfo.exconly(tryshort=True)

    if isinstance(item, pytest.Function):
        item._repr_failure_py = briefly


def spare_reports(manager):
    """Nobody reads what is printed or written of the tests either, and reports that are kept fill the memory."""
    for plugin in manager.get_plugins():
        module = type(plugin).__module__
        if module in ("_pytest.junitxml", "_pytest.terminal") and hasattr(plugin, "pytest_runtest_logreport"):
            manager.unregister(plugin)


class Outcomes:
    def __init__(self):
        self.found = {}

    def pytest_runtest_logreport(self, report):
        status, message = self.found.get(report.nodeid, ("passed", ""))
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            status, message = "failed", message or (crash.message if crash else str(report.longrepr))
        elif report.skipped and status == "passed":
            status = "skipped"
        self.found[report.nodeid] = (status, message)


def run(session, items, wanted):
    outcomes = Outcomes()
    manager = session.config.pluginmanager
    manager.register(outcomes)
    for position, item in enumerate(items):
        following = items[position + 1] if position + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    manager.unregister(outcomes)
    return [[wanted[item], *outcomes.found.get(item.nodeid, ("failed", "did not run"))] for item in items]
