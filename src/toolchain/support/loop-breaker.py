"""Breaks off tests that do not end: loaded by every interpreter of a run of the tests.

AUTOFIX_LOOPS is JSON: `root` (of the work copy), `seconds` that a test, a fixture or the loading of a test file may take, and
`again`, the seconds when it is in a function in which another one was broken off before. Timers look at the stack of the main
thread, by the clock and, where the project uses that signal itself, by processor time: the innermost call of a runner into the
project stands for the test. An exception is raised where it computes, which `except Exception` does not catch, again and again
until it is out of there. Needs nothing but the standard library; POSIX, Python 3.7 and newer.
"""

import json
import os
import random
import re
import signal
import time

TICK = 0.25
# A loop that catches everything is left between two of its attempts.
FAST_TICK = 0.01
RUNNER_CALLS = (
    (re.compile(r"[\\/]unittest[\\/](?:async_)?case\.py$"), re.compile(r"")),
    (re.compile(r"[\\/]unittest[\\/]suite\.py$"), re.compile(r"^_handle|^_tearDown")),
    (re.compile(r"[\\/]unittest[\\/]loader\.py$"), re.compile(r"^_get_module_from_name$|^loadTestsFromName$")),
    (re.compile(r"[\\/]_pytest[\\/](?:python|fixtures|unittest|doctest|pathlib)\.py$"), re.compile(r"")),
)
# Calls of one test, whatever it waits in: an event loop has nothing of the project on the stack while nothing happens.
WAITING = {"pytest_pyfunc_call", "_callTestMethod", "_callMaybeAsync", "_callAsync"}


class AutofixTimeout(BaseException):
    """No Exception: the loop that does not end may catch those."""


class LoopBreaker:
    def __init__(self, settings, monotonic=time.monotonic):
        self.seconds = settings["seconds"]
        self.again = settings["again"]
        self.root = os.path.realpath(settings["root"]) + os.sep
        # Bound here, where no library that makes time stand still finds it.
        self.monotonic = monotonic
        # Of its own: tests may set the seed of the common one.
        self.random = random.Random()
        self.kinds = {}
        self.met = set()
        self.test = None
        self.since = 0.0
        self.limit = None
        self.is_fast = False

    def start(self):
        if signal.getsignal(signal.SIGALRM) is signal.SIG_DFL:
            signal.signal(signal.SIGALRM, self.look)
        if signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL:
            signal.signal(signal.SIGVTALRM, self.look)
        self.tick(TICK)

    def tick(self, seconds):
        self.is_fast = seconds == FAST_TICK
        for timer, number in ((signal.ITIMER_REAL, signal.SIGALRM), (signal.ITIMER_VIRTUAL, signal.SIGVTALRM)):
            if signal.getsignal(number) == self.look:
                signal.setitimer(timer, seconds, seconds)

    def kind_of(self, code):
        """`runner`, `own` or `other`. Each is looked up once."""
        if code not in self.kinds:
            name = code.co_filename
            is_runner = any(file.search(name) and call.search(code.co_name) for file, call in RUNNER_CALLS)
            is_own = os.path.realpath(name).startswith(self.root) and "site-packages" not in name
            self.kinds[code] = "runner" if is_runner else "own" if is_own else "other"
        return self.kinds[code]

    def look(self, signum, frame):
        # pytest shows the loop then, and not what follows.
        __tracebackhide__ = True
        now = self.monotonic()
        own = set()
        while frame is not None:
            kind = self.kind_of(frame.f_code)
            if kind == "runner":
                break
            if kind == "own":
                own.add(frame.f_code)
            frame = frame.f_back
        # The frame itself: the next one could lie at the same address.
        if frame is not self.test:
            self.test, self.since, self.limit = frame, now, None
            if self.is_fast:
                self.tick(TICK)
        if frame is None or not (own or frame.f_code.co_name in WAITING):
            return
        # A test that has caught what was raised is told the same again.
        limit = self.limit or (self.seconds if self.met.isdisjoint(own) else self.again)
        if now - self.since < limit:
            return
        self.limit = limit
        self.met |= own
        if self.is_fast and signal.getsignal(signal.SIGALRM) == self.look:
            # It was caught: the next one shall come where the loop goes back, which takes a moment that is hard to hit.
            signal.setitimer(signal.ITIMER_REAL, self.random.uniform(1e-6, 5e-5), FAST_TICK)
        if not self.is_fast:
            self.tick(FAST_TICK)
        raise AutofixTimeout("the test did not end within %g s" % limit)


def start():
    settings = json.loads(os.environ["AUTOFIX_LOOPS"])
    LoopBreaker(settings).start()


try:
    start()
except Exception:
    pass
