"""Tells which lines of some files run in which test: loaded by every interpreter of a run of the tests.

Settings are in the file that AUTOFIX_COVERAGE names: `root` (of the work copy), `sources` and `tests` (paths below it) and
`hits`, the file that is appended to: `RUN t TEST:LINE` when a function of a test file begins whose name is that of a
test, `RUN h SOURCE:LINE` for each line of a source, once in each test; TEST and SOURCE are places in the lists. Needs
nothing but the standard library; Python 3.7 and newer. It never stops a test: what goes wrong here ends the measuring.
"""

import atexit
import json
import os
import random
import re
import sys
import threading

# What pytest and unittest look for unless told otherwise.
TEST_NAME = re.compile(r"^test|^runTest$")
# Where the message of a failure is made: the project's `__repr__` runs there for no test's sake.
MESSAGES = re.compile(r"[\\/]_pytest[\\/](?:assertion|_code|_io)[\\/](?!rewrite\.py$)|[\\/]unittest[\\/]util\.py$")
MESSAGE = object()


class Tracer:
    def __init__(self, settings):
        root = os.path.realpath(settings["root"])
        self.sources = {os.path.join(root, path): index for index, path in enumerate(settings["sources"])}
        self.tests = {os.path.join(root, path): index for index, path in enumerate(settings["tests"])}
        self.output = os.open(settings["hits"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.run = "%d-%d" % (os.getpid(), random.SystemRandom().randrange(1 << 30))
        self.known = {}
        self.seen = set()
        self.lines = []
        self.is_quiet = False

    def index_of(self, filename):
        """Which source (0 and up) or test file (-1 and down) it is; None for any other. Names are looked up once."""
        if filename not in self.known:
            path = os.path.realpath(filename)
            source, test = self.sources.get(path), self.tests.get(path)
            other = MESSAGE if MESSAGES.search(filename) else None
            self.known[filename] = (other if source is None else source) if test is None else -1 - test
        return self.known[filename]

    def trace(self, frame, event, argument):
        code = frame.f_code
        index = self.index_of(code.co_filename)
        if index is None or self.is_quiet:
            return None
        if index is MESSAGE:
            self.is_quiet = True
            return self.until_told
        if index >= 0:
            return self.local(index)
        if TEST_NAME.match(code.co_name):
            self.flush()
            self.seen = set()
            self.lines.append("%s t %d:%d\n" % (self.run, -1 - index, code.co_firstlineno))
        return None

    def until_told(self, frame, event, argument):
        if event == "return":
            self.is_quiet = False
        return self.until_told

    def local(self, index):
        def trace_lines(frame, event, argument):
            if event == "line":
                place = (index, frame.f_lineno)
                if place not in self.seen:
                    self.seen.add(place)
                    self.lines.append("%s h %d:%d\n" % (self.run, index, frame.f_lineno))
            return trace_lines

        return trace_lines

    def flush(self):
        if self.lines:
            lines, self.lines = self.lines, []
            os.write(self.output, "".join(lines).encode("ascii"))


def start():
    with open(os.environ["AUTOFIX_COVERAGE"], encoding="utf-8") as stream:
        tracer = Tracer(json.load(stream))
    atexit.register(tracer.flush)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=tracer.flush)
    threading.settrace(tracer.trace)
    sys.settrace(tracer.trace)


try:
    start()
except Exception:
    pass
