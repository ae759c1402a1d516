"""Runs `python -m unittest` with its own arguments and writes the canonical report (CTRF, details in `extra`).

    unittest-runner.py --output FILE [--only FILE]... [-- unittest arguments]
    unittest-runner.py --output FILE --manage manage.py [-- arguments of Django's test command]

`--only` keeps discovery to these test files. Needs nothing but the standard library; Python 3.7 and newer.
"""

import inspect
import json
import os
import re
import sys
import time
import unittest

TEXT_CAP = 20000
VALUE_CAP = 4000
STARTED = time.time()

# `1 != 2`, `1 not found in []`, `3 not less than 2`, the last with the message of the test's author behind ` : `.
COMPARISON = re.compile(
    r"^(.{1,4000}?) (?:!=|not found in|is not|not (?:less|greater) than(?: or equal to)?) (.{1,4000}?)(?: : .*)?$"
)


def split_arguments(arguments):
    own, rest = arguments, []
    if "--" in arguments:
        at = arguments.index("--")
        own, rest = arguments[:at], arguments[at + 1 :]
    values = {"--output": [], "--only": [], "--manage": []}
    for name, value in zip(own[::2], own[1::2]):
        values[name].append(value)
    only = {os.path.realpath(path) for path in values["--only"]}
    return values["--output"][0], only, values["--manage"], rest


def cap(text):
    return text if len(text) <= TEXT_CAP else text[:TEXT_CAP]


class SelectiveLoader(unittest.TestLoader):
    """Discovers as the standard loader does, but may be kept to some files, and looks past what a module throws."""

    only = frozenset()

    def loadTestsFromModule(self, module, *arguments, **keywords):
        """A package that loads what it offers when it is asked for a name ends the whole discovery with its error."""
        try:
            return super().loadTestsFromModule(module, *arguments, **keywords)
        except Exception:
            test, message = unittest.loader._make_failed_import_test(module.__name__, self.suiteClass)
            self.errors.append(message)
            return test

    def _match_path(self, path, full_path, pattern):
        if self.only and os.path.realpath(full_path) not in self.only:
            return False
        return super()._match_path(path, full_path, pattern)


def file_of(test):
    if is_holder(test):
        return file_of_loaded(holder_target(test))
    if is_of_loader(test):
        return file_of_module(test._testMethodName)
    try:
        return os.path.abspath(inspect.getsourcefile(type(test)))
    except (TypeError, OSError):
        return None


def file_of_loaded(name):
    """File of the loaded module that a dotted name of a class or module lies in."""
    while name:
        module = sys.modules.get(name)
        if module is not None:
            return getattr(module, "__file__", None)
        name = name.rpartition(".")[0]
    return None


def file_of_module(name):
    """File of a module that could not be imported: searched as the import system would."""
    tail = os.path.join(*name.split("."))
    candidates = (os.path.join(folder, tail + end) for folder in sys.path for end in (".py", "/__init__.py"))
    return next((os.path.abspath(path) for path in candidates if os.path.isfile(path)), None)


def is_of_loader(test):
    """A stand-in for a module that could not be imported or that skips itself as a whole."""
    return type(test).__module__ == "unittest.loader" and hasattr(test, "_testMethodName")


def is_load_failure(test):
    return is_of_loader(test) and type(test).__name__ == "_FailedTest"


def is_holder(test):
    """What unittest reports a failed setUpClass or setUpModule with."""
    return not hasattr(test, "_testMethodName")


def holder_target(test):
    """The class or module named in an id such as `setUpClass (tests.test_a.TestA)`."""
    found = re.match(r"^\w+ \((.*)\)$", test.id())
    return found.group(1) if found else ""


def line_of(test):
    if is_holder(test) or is_of_loader(test):
        return None
    try:
        method = getattr(test, test._testMethodName)
        return inspect.unwrap(method).__code__.co_firstlineno
    except Exception:
        return None


def names_of(test, path):
    """Class and method; the file itself for what could not be loaded."""
    if is_of_loader(test):
        return [os.path.relpath(path) if path else test._testMethodName]
    if is_holder(test):
        return [holder_target(test).rpartition(".")[2], test.id().partition(" ")[0]]
    return [type(test).__qualname__, test._testMethodName]


def shown_pair(error):
    """Expected and actual of assertEqual and its kin, out of the first line of their message."""
    first_line = re.sub(r"^\w+ differ: ", "", str(error).split("\n", 1)[0])
    found = COMPARISON.match(first_line)
    return (found.group(2)[:VALUE_CAP], found.group(1)[:VALUE_CAP]) if found else (None, None)


def failure_of(error_type, error, trace):
    is_assertion = isinstance(error, AssertionError)
    expected, actual = shown_pair(error) if is_assertion else (None, None)
    return {
        "kind": "assertion" if is_assertion else "error",
        "errorType": error_type.__name__,
        "message": cap(str(error)),
        "expected": expected,
        "actual": actual,
        "trace": cap(trace),
    }


def load_failure_of(test):
    """unittest keeps the traceback of the failed import as text inside the error that the test raises."""
    text = str(getattr(test, "_exception", ""))
    lines = [line for line in text.strip().split("\n") if line and not line.startswith((" ", "\t"))]
    last = lines[-1] if lines else text
    found = re.match(r"^([\w.]+)(?:: (.*))?$", last)
    return {
        "kind": "load",
        "errorType": found.group(1).rsplit(".", 1)[-1] if found else "ImportError",
        "message": cap((found.group(2) or found.group(1)) if found else last),
        "expected": None,
        "actual": None,
        "trace": cap(text),
    }


class CanonicalResult(unittest.TextTestResult):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.entries = []
        self.subtests = {}
        self.begun = {}
        self.reported = set()
        self.holders = {}

    def startTest(self, test):
        self.begun[test] = time.time()
        super().startTest(test)

    def add(self, test, status, failure=None):
        self.reported.add(test)
        if is_holder(test):
            self.holders[holder_target(test)] = (status, failure)
        path = file_of(test)
        names = names_of(test, path)
        entry = {
            "name": names[-1],
            "suite": names[:-1],
            "status": status,
            "duration": round((time.time() - self.begun.get(test, time.time())) * 1000, 3),
            "filePath": path,
            "line": line_of(test),
            "extra": {"namePath": names},
        }
        if failure is not None:
            entry["message"] = failure["message"]
            entry["trace"] = failure["trace"]
            entry["extra"]["failure"] = failure
        self.entries.append(entry)

    def add_failed(self, test, error):
        trace = self._exc_info_to_string(error, test)
        self.add(test, "failed", failure_of(error[0], error[1], trace))

    def addSuccess(self, test):
        super().addSuccess(test)
        # Subtests that failed make their test a failed one, although Python before 3.11 may call it a success too.
        if test not in self.subtests:
            self.add(test, "passed")

    def addError(self, test, error):
        super().addError(test, error)
        if is_load_failure(test):
            self.add(test, "failed", load_failure_of(test))
        else:
            self.add_failed(test, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.add_failed(test, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.add(test, "skipped")

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.add(test, "passed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        message = "The test passes although it is marked as an expected failure"
        self.add(test, "failed", {"kind": "assertion", "errorType": None, "message": message, "trace": message})

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            failure = failure_of(error[0], error[1], self._exc_info_to_string(error, test))
            failure["message"] = cap("%s: %s" % (subtest._subDescription(), failure["message"]))
            self.subtests.setdefault(test, []).append(failure)

    def stopTest(self, test):
        super().stopTest(test)
        failures = self.subtests.pop(test, None)
        if failures:
            first = dict(failures[0])
            first["message"] = cap("\n".join(failure["message"] for failure in failures))
            first["trace"] = cap("\n".join(failure["trace"] for failure in failures))
            self.add(test, "failed", first)


    def add_blocked(self, tests):
        """Tests that a setUpClass or setUpModule kept from running would otherwise seem to be gone."""
        for test in tests:
            module = type(test).__module__
            held = self.holders.get("%s.%s" % (module, type(test).__qualname__)) or self.holders.get(module)
            if held and test not in self.reported:
                self.add(test, *held)


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        elif test is not None:
            yield test


class CanonicalRunner(unittest.TextTestRunner):
    resultclass = CanonicalResult

    def __init__(self, *arguments, **keywords):
        keywords["failfast"] = False
        super().__init__(*arguments, **keywords)

    def run(self, test):
        tests = list(flatten(test))  # a suite forgets them while it runs
        result = super().run(test)
        result.add_blocked(tests)
        return result


def write(output, entries):
    summary = {"tests": len(entries), "pending": 0, "other": 0}
    for status in ("passed", "failed", "skipped"):
        summary[status] = sum(entry["status"] == status for entry in entries)
    summary.update({"start": int(STARTED * 1000), "stop": int(time.time() * 1000)})
    tool = {"name": "unittest", "version": "%d.%d.%d" % sys.version_info[:3]}
    results = {"tool": tool, "summary": summary, "tests": entries}
    with open(output, "w", encoding="utf-8", errors="backslashreplace") as stream:
        json.dump({"reportFormat": "CTRF", "specVersion": "0.0.0", "results": results}, stream)


def run_django(manage, output, rest):
    """`manage.py test` with its own settings and runner; only the result class of DiscoverRunner is ours."""
    import runpy
    from django.test.runner import DiscoverRunner

    kept = []

    class DjangoRunner(CanonicalRunner):
        def run(self, test):
            result = super().run(test)
            kept.append(result)
            return result

    DiscoverRunner.test_runner = DjangoRunner
    DiscoverRunner.get_resultclass = lambda self: CanonicalResult
    sys.argv = [manage, "test"] + rest
    sys.path[0] = os.path.dirname(os.path.abspath(manage))
    try:
        runpy.run_path(manage, run_name="__main__")
    except SystemExit as end:
        return end.code
    finally:
        if kept:
            write(output, [entry for result in kept for entry in result.entries])
    return 0


def main():
    output, only, manage, rest = split_arguments(sys.argv[1:])
    if manage:
        return run_django(manage[0], output, rest)
    # As under `python -m`: the current folder comes first, not the folder of this script.
    sys.path[0] = os.getcwd()
    SelectiveLoader.only = only
    program = unittest.TestProgram(
        module=None,
        argv=["python -m unittest"] + rest,
        testRunner=CanonicalRunner,
        testLoader=SelectiveLoader(),
        exit=False,
    )
    write(output, program.result.entries)
    return 0 if program.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
