"""Stands in for the runner of unittest: the same arguments, but it serves candidates (see warm-python.py)."""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import autofix_unittest_runner as runner  # noqa: E402
import autofix_warm as warm  # noqa: E402

sys.path.remove(HERE)


def identity(test):
    path = runner.file_of(test)
    return (os.path.realpath(path) if path else None, tuple(runner.names_of(test, path)))


class TracelessResult(runner.CanonicalResult):
    def _exc_info_to_string(self, error, test):
        """Nobody reads the traces, and to show one of a thousand frames takes far longer than to run into it."""
        return ""


class TracelessRunner(runner.CanonicalRunner):
    resultclass = TracelessResult


class WarmRunner(unittest.TextTestRunner):
    judge = None
    targets = []
    guards = []

    def run(self, suite):
        wanted = {target: index for index, target in enumerate(self.targets + self.guards)}
        known = [test for test in runner.flatten(suite) if identity(test) in wanted]
        chosen = [test for test in known if wanted[identity(test)] < len(self.targets)]

        def run_targets(part):
            stream = open(os.devnull, "w")
            tests = unittest.TestSuite(known if part == warm.WHOLE else chosen)
            entries = TracelessRunner(stream=stream, verbosity=0).run(tests).entries
            results = []
            for entry in entries:
                path = os.path.realpath(entry["filePath"]) if entry["filePath"] else None
                index = wanted.get((path, tuple(entry["extra"]["namePath"])))
                if index is not None:
                    results.append([index, entry["status"], entry.get("message", "")])
            return results

        self.judge.loads_always = any(runner.is_load_failure(test) for test in chosen)
        self.judge.after_loading(len({identity(test) for test in chosen}), run_targets)


def main():
    settings = warm.read_settings()
    _, only, manage, rest = runner.split_arguments(sys.argv[1:])
    if manage:
        # Django's own command runs the tests: every candidate is judged cold.
        return
    sys.path[0] = os.getcwd()
    runner.SelectiveLoader.only = only
    root = settings["root"]
    WarmRunner.targets, WarmRunner.guards = (
        [(os.path.realpath(os.path.join(root, target["file"])), tuple(target["namePath"])) for target in settings[kind]]
        for kind in ("targets", "guards")
    )
    WarmRunner.judge = warm.Judge(settings, warm.Streams(settings["marker"]))
    WarmRunner.judge.before_loading()
    unittest.TestProgram(
        module=None,
        argv=["python -m unittest"] + rest,
        testRunner=WarmRunner,
        testLoader=runner.SelectiveLoader(),
        exit=False,
    )


if __name__ == "__main__":
    main()
