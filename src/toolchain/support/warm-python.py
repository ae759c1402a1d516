"""Judges candidates in a process that has the project's tests loaded already.

The first process stops before the tests are loaded and forks a second one that loads them. Candidates are tried in
forks of the second, with the code of the changed functions swapped: one fork for as long as the state of the project's
modules stays as it was, a new one after each candidate that left something behind. Where swapping would not be the
same as loading the changed source (code that ran while the tests were loaded, changed signatures, statements of a
module), a fork of the first process loads everything anew with the changed source in place of the file.

Requests and answers are JSON, a line each, on the standard streams, which the tests do not get to see. Needs nothing
but the standard library; POSIX, Python 3.7 and newer.
"""

import gc
import importlib.machinery
import json
import mmap
import os
import resource
import select
import signal
import sys
import time
import types

GENEROUS = 60.0
LONG = 0.3
MORE_MEMORY = 1 << 30
OPTIMIZED = 0x1
CONTAINERS = {dict, list, tuple, set, frozenset}
MOST_THINGS = 5000
CURRENT_FOLDER = os.getcwd() + os.sep
PLAIN = {int, float, bool, str, bytes, type(None), complex}
# Of each kind of thing how to look into it, of each module that is loaded whether it is of the project.
VIEWS = {}
OWN_MODULES = {}
# Parts of the tests that are known: all, those that fail, some of these that speak for others, and those others.
WHOLE, TARGETS, LEADS, OTHERS = "whole", "targets", "leads", "others"
RUN_AT_ONCE = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def read_settings():
    with open(os.environ["AUTOFIX_WARM"], encoding="utf-8") as stream:
        return json.load(stream)


class Streams:
    """The real standard streams; the tests get empty ones."""

    def __init__(self, marker):
        self.marker = marker
        self.reader = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self.output = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)

    def answer(self, message):
        rest = ("%s%s\n" % (self.marker, json.dumps(message))).encode("utf-8")
        while rest:
            rest = rest[os.write(self.output, rest) :]


class Pipe:
    """One JSON line after the other from one process to another."""

    def __init__(self):
        self.source, self.target = os.pipe()
        self.rest = b""

    def write(self, message):
        rest = json.dumps(message).encode("utf-8") + b"\n"
        while rest:
            rest = rest[os.write(self.target, rest) :]

    def read(self, seconds):
        """None at the end of the time, EOFError when nobody is left to write."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.source], [], [], left)[0]:
                return None
            chunk = os.read(self.source, 65536)
            if not chunk:
                raise EOFError
            self.rest += chunk
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line.decode("utf-8"))

    def close(self):
        os.close(self.source)
        os.close(self.target)


def confine(seconds):
    """A child of its own session with a limit on its processor time and memory."""
    os.setsid()
    limit_time(seconds)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft == resource.RLIM_INFINITY or soft > MORE_MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (MORE_MEMORY, hard))


def limit_time(seconds):
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def end_group(child):
    """Ends a child with all that it has started; its exit status."""
    for end in (os.killpg, os.kill):
        try:
            end(child, signal.SIGKILL)
        except OSError:
            pass
    return os.waitpid(child, 0)[1]


def fate(status):
    by_clock = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
    return {"kind": "timed-out"} if by_clock else {"kind": "died"}


def await_child(child, pipe, seconds):
    """The child's message, or what became of it. Nothing of it is left afterwards."""
    os.close(pipe.target)
    try:
        # A test may sleep: more time on the clock than on the processor.
        message = pipe.read(seconds * 5 + 2)
        if message is None:
            message = {"kind": "timed-out"}
    except EOFError:
        message = None
    os.close(pipe.source)
    status = end_group(child)
    return fate(status) if message is None else message


class Overlay:
    """Lets imports see changed sources."""

    def __init__(self, root, changes):
        self.texts = {os.path.realpath(os.path.join(root, path)): text for path, text in changes.items()}

    def install(self):
        texts = self.texts
        original = importlib.machinery.SourceFileLoader.get_code

        def get_code(loader, name):
            path = loader.get_filename(name)
            text = texts.get(os.path.realpath(path))
            return original(loader, name) if text is None else compile(text, path, "exec", dont_inherit=True)

        importlib.machinery.SourceFileLoader.get_code = get_code


def loaded_files():
    """Path → module of what is imported."""
    files = {}
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if isinstance(path, str) and path.endswith(".py"):
            files[os.path.realpath(path)] = module
    return files


class Judge:
    """Either process; `loads_once` is true in a child that tries one candidate by loading everything."""

    def __init__(self, settings, streams):
        self.settings = settings
        self.streams = streams
        self.root = os.path.realpath(settings["root"])
        self.requests = None
        self.answers = None
        self.loads_once = False
        # A module that could not be loaded is tried by loading it, which no swap of code and no test does.
        self.loads_always = False
        self.is_whole = False
        # Whether some of the targets speak for all of them.
        self.has_leads = False
        self.called = set()
        self.loading_time = 0.0
        # Process id of the fork that tries candidates, for the first process to end it.
        self.worker = mmap.mmap(-1, 8)

    def before_loading(self):
        """Returns in processes that are to load the tests; the first process serves here to its end."""
        self.requests, self.answers = Pipe(), Pipe()
        self.first = os.getpid()
        if os.fork() == 0:
            # What only the first process holds tells the second one of its end.
            os.close(self.requests.target)
            os.close(self.answers.source)
            self.loading_time = time.process_time()
            sys.setprofile(self.note_call)
            return
        os.close(self.answers.target)
        os.close(self.requests.source)
        try:
            ready = self.answers.read(GENEROUS * 2)
        except EOFError:
            ready = None
        if ready is None or ready.get("kind") != "ready":
            if ready is not None and ready.get("kind") == "other":
                # The tests are of another call of the runner, further on in the line.
                os._exit(0)
            self.streams.answer(ready or {"kind": "unusable", "reason": "the tests could not be loaded"})
            os._exit(0)
        self.streams.answer(ready)
        for line in self.streams.reader:
            request = json.loads(line)
            self.requests.write(request)
            answer = self.relayed(request["seconds"])
            if answer["kind"] == "load":
                answer = self.load_in_child(request, ready["loading"])
                if answer is None:
                    return
            self.streams.answer(answer)
        os._exit(0)

    def relayed(self, seconds):
        """The second process's answer. A worker that sleeps is ended; its parent tells of that."""
        try:
            answer = self.answers.read(seconds * 5 + 2)
            if answer is None:
                worker = int.from_bytes(self.worker[:8], "little")
                os.killpg(worker, signal.SIGKILL) if worker else os._exit(1)
                answer = self.answers.read(GENEROUS)
                return {"kind": "timed-out"} if answer and answer["kind"] == "died" else answer or os._exit(1)
            return answer
        except (EOFError, OSError):
            os._exit(1)

    def load_in_child(self, request, loading_time):
        """None in the child, which goes on to load the tests."""
        overlay = Overlay(self.root, request["changes"])
        present = loaded_files()
        if any(path in present for path in overlay.texts):
            return {"kind": "unsupported", "reason": "a changed module is loaded before the tests are"}
        seconds = request["seconds"] + loading_time * 3
        pipe = Pipe()
        child = os.fork()
        if child == 0:
            confine(seconds)
            overlay.install()
            self.answers = pipe
            self.loads_once = True
            self.is_whole = request.get("whole", False)
            return None
        return await_child(child, pipe, seconds)

    def note_call(self, frame, event, argument):
        if event == "call":
            self.called.add(key_of(frame.f_code))

    def after_loading(self, count, run):
        """
        `run(part)` tries a part of the tests, in this process and in their own order; `count` targets were found. Does not
        return.
        """
        sys.setprofile(None)
        if self.loads_once:
            self.answers.write({"kind": "ran", **({"results": run(WHOLE)} if self.is_whole else self.tried(run))})
            os._exit(0)
        if count != len(self.settings["targets"]):
            reason = "%d of %d targets were found" % (count, len(self.settings["targets"]))
            self.answers.write({"kind": "unusable" if count else "other", "reason": reason})
            os._exit(0)
        loading_time = time.process_time() - self.loading_time
        world = World(self.root, self.called)
        patience = self.settings.get("patience", GENEROUS)
        base = self.try_in_child(patience, lambda: run(TARGETS))
        # Processor time, as the limits are: a busy machine must not stretch them.
        duration = base.get("seconds", patience)
        is_stable = base["kind"] == "ran" and duration < LONG and self.is_stable(world, run)
        if is_stable:
            # Once here, so that no fork has to fill the caches of the standard library anew.
            run(TARGETS)
        self.answers.write({"kind": "ready", "base": base, "loading": loading_time, "seconds": duration})
        while True:
            worker = os.fork()
            if worker == 0:
                self.worker[:8] = os.getpid().to_bytes(8, "little")
                self.serve(world, run, is_stable)
                os._exit(0)
            status = os.waitpid(worker, 0)[1]
            if os.getppid() != self.first:
                os._exit(0)
            try:
                os.killpg(worker, signal.SIGKILL)
            except OSError:
                pass
            if not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0):
                self.answers.write(fate(status))

    def tried(self, run):
        """The results of the targets; of the leading ones alone where none of those passes."""
        if not self.has_leads:
            return {"results": run(TARGETS)}
        results = run(LEADS)
        if any(status == "passed" for _, status, _ in results):
            return {"results": results + run(OTHERS)}
        return {"results": results, "leads": True}

    def is_stable(self, world, run):
        """Whether the tests leave the modules as they found them, but for the first time."""

        def probe():
            run(TARGETS)
            first = world.fingerprint()
            run(TARGETS)
            return first is not None and first == world.fingerprint()

        return self.try_in_child(GENEROUS, probe).get("results") is True

    def serve(self, world, run, is_stable):
        """Tries candidates until one leaves something behind."""
        confine(GENEROUS * 1000)
        clean = world.fingerprint() if is_stable else None
        while True:
            try:
                request = self.requests.read(1e6)
            except EOFError:
                os._exit(0)
            plan = None if self.loads_always else world.plan(Overlay(self.root, request["changes"]))
            if plan is None:
                self.answers.write({"kind": "load"})
                continue
            if request.get("whole"):
                # In a process of its own: the state that the guards begin with is the one after loading.
                self.answers.write(self.try_in_child(request["seconds"], lambda: plan.apply() or run(WHOLE)))
                if clean is None:
                    return
                continue
            limit_time(request["seconds"])
            plan.apply()
            answer = self.tried(run)
            limit_time(GENEROUS * 1000)
            plan.undo()
            is_clean = clean is not None and not plan.loads and clean == world.fingerprint()
            self.answers.write({"kind": "ran", **answer})
            if not is_clean:
                return

    def try_in_child(self, seconds, run):
        pipe = Pipe()
        child = os.fork()
        if child == 0:
            confine(seconds)
            started = time.process_time()
            results = run()
            pipe.write({"kind": "ran", "results": results, "seconds": time.process_time() - started})
            os._exit(0)
        return await_child(child, pipe, seconds)


def key_of(code):
    return (os.path.realpath(code.co_filename), code.co_firstlineno, code.co_name)


class World:
    """What is loaded: the sources as they were then, and the living functions."""

    def __init__(self, root, called):
        self.called = called
        self.modules = {}
        self.living = []
        for path, module in loaded_files().items():
            if path.startswith(root + os.sep) and "site-packages" not in path:
                with open(path, "rb") as stream:
                    self.modules[path] = (module.__file__, stream.read())
                self.living.append(module)
        self.trees = {}
        self.functions = {}
        for thing in gc.get_objects():
            if isinstance(thing, types.FunctionType):
                key = key_of(thing.__code__)
                if key[0] in self.modules:
                    self.functions.setdefault(key, []).append(thing)
        gc.freeze()

    def fingerprint(self):
        """What the project's modules hold, through containers, classes, instances and closures; None when too much."""
        seen = set()
        parts = [dict(os.environ), os.getcwd()]
        waiting = [vars(module) for module in self.living]
        while waiting:
            thing = waiting.pop()
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if len(seen) > MOST_THINGS:
                return None
            kind = type(thing)
            if kind in PLAIN:
                parts.append(thing)
                continue
            inner = contents(thing, kind)
            if inner is None:
                continue
            for part in inner:
                if type(part) in PLAIN:
                    parts.append(part)
                    continue
                # Runners put new empty lists into classes: of containers the content counts.
                parts.append(len(part) if type(part) in CONTAINERS else id(part))
                waiting.append(part)
        return parts

    def plan(self, overlay):
        """How to come from the loaded code to the changed one; None: only by loading it."""
        swaps = []
        loads = False
        for path, text in overlay.texts.items():
            if not path.endswith(".py"):
                return None
            if path not in self.modules:
                loads = True
                continue
            name, source = self.modules[path]
            if path not in self.trees:
                self.trees[path] = compile(source, name, "exec", dont_inherit=True)
            try:
                new = compile(text, name, "exec", dont_inherit=True)
            except (SyntaxError, ValueError):
                return None
            if not self.compare(self.trees[path], new, swaps):
                return None
        return Plan(overlay, swaps, loads)

    def compare(self, old, new, swaps):
        """Pairs the functions of two bodies that have been run; False when the bodies themselves differ."""
        if not same_shell(old, new):
            return False
        for before, after in zip(nested(old), nested(new)):
            if before.co_flags & OPTIMIZED:
                if same_code(before, after):
                    continue
                if before.co_name in RUN_AT_ONCE or not self.pair(before, after, swaps, True):
                    return False
            elif not self.compare(before, after, swaps):
                return False
        return True

    def pair(self, before, after, swaps, must_live):
        key = key_of(before)
        living = self.functions.get(key, [])
        if key in self.called or same_place(before) != same_place(after) or (must_live and not living):
            return False
        if any(function.__code__.co_code != before.co_code for function in living):
            return False
        swaps.extend((function, after) for function in living)
        inner_before, inner_after = nested(before), nested(after)
        if [code.co_name for code in inner_before] == [code.co_name for code in inner_after]:
            pairs = zip(inner_before, inner_after)
            return all(same_code(*pair) or self.pair(pair[0], pair[1], swaps, False) for pair in pairs)
        return not any(key_of(code) in self.functions for code in inner_before)


class Plan:
    def __init__(self, overlay, swaps, loads):
        self.overlay = overlay
        self.swaps = [(function, function.__code__, code) for function, code in swaps]
        # Whether a changed source is not loaded yet, and may be by the tests.
        self.loads = loads

    def apply(self):
        if self.loads:
            self.overlay.install()
        for function, _, code in self.swaps:
            function.__code__ = code

    def undo(self):
        for function, code, _ in reversed(self.swaps):
            function.__code__ = code


def contents(thing, kind):
    """What a thing holds, flat; None for what is not looked into."""
    if kind is dict:
        return flat(thing)
    if kind in (list, tuple, set, frozenset):
        return list(thing)
    if kind is types.FunctionType:
        held = [thing.__defaults__, thing.__kwdefaults__, thing.__dict__]
        return closed_over(thing) + held if is_own(thing) else None
    if kind not in VIEWS:
        VIEWS[kind] = view_of(kind)
    view = VIEWS[kind]
    return None if view is None else view(thing)


def view_of(kind):
    """How to look into things of a kind; None when one does not."""
    if hasattr(kind, "cache_info"):
        return lambda thing: [repr(thing.cache_info())]
    if issubclass(kind, type):
        return lambda thing: flat(vars(thing)) if is_own(thing) else None
    if is_own(kind) or issubclass(kind, (dict, list, set)):
        return held_by
    return None


def held_by(thing):
    held = getattr(thing, "__dict__", None)
    parts = [held] if type(held) is dict else []
    if isinstance(thing, dict):
        parts += flat(thing)
    elif isinstance(thing, (list, set)):
        parts += list(thing)
    return parts


def flat(mapping):
    return [part for item in list(mapping.items()) for part in item]


def closed_over(function):
    cells = []
    for cell in function.__closure__ or ():
        try:
            cells.append(cell.cell_contents)
        except ValueError:
            pass
    return cells


def is_own(thing):
    """Whether a class or function is of the project."""
    name = getattr(thing, "__module__", None) or ""
    if name not in OWN_MODULES:
        module = sys.modules.get(name)
        if module is None:
            return False
        path = getattr(module, "__file__", None) or ""
        OWN_MODULES[name] = path.startswith(CURRENT_FOLDER) and "site-packages" not in path
    return OWN_MODULES[name]


def nested(code):
    return [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def same_place(code):
    """What the surroundings of a function depend on."""
    count = code.co_argcount + code.co_kwonlyargcount
    return (code.co_argcount, code.co_kwonlyargcount, code.co_flags, code.co_varnames[:count], code.co_freevars)


def same_shell(old, new):
    """Whether two bodies do the same but for the functions and classes in them."""
    if len(old.co_consts) != len(new.co_consts) or same_place(old) != same_place(new):
        return False
    if (old.co_code, old.co_names, old.co_cellvars) != (new.co_code, new.co_names, new.co_cellvars):
        return False
    if getattr(old, "co_exceptiontable", b"") != getattr(new, "co_exceptiontable", b""):
        return False
    for one, other in zip(old.co_consts, new.co_consts):
        if isinstance(one, types.CodeType):
            if not isinstance(other, types.CodeType) or one.co_name != other.co_name:
                return False
        elif type(one) is not type(other) or repr(one) != repr(other):
            return False
    return True


def same_code(old, new):
    if old.co_varnames != new.co_varnames or not same_shell(old, new):
        return False
    return all(same_code(one, other) for one, other in zip(nested(old), nested(new)))
