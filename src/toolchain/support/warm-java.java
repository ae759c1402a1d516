// Judges candidates in a Java process that stays: only the changed files are compiled, in memory, and the tests run by
// JUnit in class loaders of their own. Started behind a run of Maven, whose Surefire reports tell the class path.
// Requests and answers are JSON, a line each, on the standard streams. Needs nothing but the JDK, 11 or newer.

import com.sun.source.util.JavacTask;
import java.io.*;
import java.lang.management.*;
import java.lang.reflect.*;
import java.lang.reflect.Modifier;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.*;
import java.util.stream.*;
import javax.lang.model.element.*;
import javax.tools.*;

class WarmJava {
    static final double GENEROUS_SECONDS = 60;
    /** What took so long is not run a second time to learn how long it takes. */
    static final double LONG_SECONDS = 2;
    static final long TIRED_AT_BYTES = 900L << 20;
    static final int MOST_LEAKS = 4;
    static final PrintStream OUTPUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    static int leaks = 0;

    public static void main(String[] arguments) throws Exception {
        Map<?, ?> settings = (Map<?, ?>) new Json(Files.readString(Path.of(System.getenv("AUTOFIX_WARM")))).value();
        String marker = (String) settings.get("marker");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        Judge judge = null;
        Object ready;
        try {
            judge = new Judge(Path.of((String) settings.get("root")).toRealPath(), settings);
            Object base = judge.attempt(Map.of(), GENEROUS_SECONDS, Extent.TARGETS);
            if (judge.seconds() < LONG_SECONDS) judge.attempt(Map.of(), GENEROUS_SECONDS, Extent.TARGETS);
            ready = object("kind", "ready", "base", base, "seconds", judge.seconds());
        } catch (Throwable problem) {
            ready = object("kind", "unusable", "reason", String.valueOf(problem));
        }
        answer(marker, ready);
        for (String line = input.readLine(); line != null && judge != null; line = input.readLine()) {
            Map<?, ?> request = (Map<?, ?>) new Json(line).value();
            double limit = ((Number) request.get("seconds")).doubleValue();
            answer(marker, judge.attempt((Map<?, ?>) request.get("changes"), limit, Extent.of(request)));
            if (leaks >= MOST_LEAKS) break;
        }
        Runtime.getRuntime().halt(0);
    }

    static void answer(String marker, Object message) {
        byte[] line = ("\n" + marker + Json.text(message) + "\n").getBytes(StandardCharsets.UTF_8);
        OUTPUT.write(line, 0, line.length);
        OUTPUT.flush();
    }

    static Map<String, Object> object(Object... parts) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (int at = 0; at < parts.length; at += 2) made.put((String) parts[at], parts[at + 1]);
        return made;
    }

    /** Much of what is in use may be garbage that nobody has looked at yet. */
    static boolean isTired() {
        if (usedBytes() < TIRED_AT_BYTES) return false;
        System.gc();
        return usedBytes() >= TIRED_AT_BYTES;
    }

    private static long usedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

/** Which tests a request is about. */
enum Extent {
    TARGETS,
    /** The guards too. */
    WHOLE,
    /** And the other failing tests. */
    ALL;

    static Extent of(Map<?, ?> request) {
        if (!Boolean.TRUE.equals(request.get("whole"))) return TARGETS;
        return Boolean.TRUE.equals(request.get("others")) ? ALL : WHOLE;
    }
}

class Target {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern METHOD = Pattern.compile("^([A-Za-z_$][\\w$]*)(?:\\s*[(\\[{].*)?$", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\[(\\d+)\\]\\s*$");

    final Path file;
    final String className;
    final String method;
    /** Which set of parameters; 0: all of them. */
    final int invocation;

    Target(Path root, Map<?, ?> given) throws IOException {
        file = root.resolve((String) given.get("file"));
        List<?> names = (List<?>) given.get("namePath");
        Matcher header = PACKAGE.matcher(Files.readString(file));
        String simple = file.getFileName().toString().replaceFirst("\\.\\w+$", "");
        List<String> nested = new ArrayList<>();
        for (Object name : names.subList(Math.min(1, names.size()), Math.max(1, names.size() - 1))) {
            if (name.toString().matches("[\\w$]+")) nested.add(name.toString());
        }
        String outer = header.find() ? header.group(1) + "." + simple : simple;
        className = nested.isEmpty() ? outer : outer + "$" + String.join("$", nested);
        String last = String.valueOf(names.get(names.size() - 1));
        Matcher name = METHOD.matcher(last);
        method = name.matches() ? name.group(1) : last;
        Matcher number = NUMBER.matcher(last);
        invocation = number.find() ? Integer.parseInt(number.group(1)) : 0;
    }
}

/** What failed: `method` is null where a whole class did. */
class Failure {
    final String className;
    final String method;
    final String display;
    final int invocation;
    final String message;

    Failure(String className, String method, String display, int invocation, Throwable problem) {
        this.className = className;
        this.method = method;
        this.display = display;
        this.invocation = invocation;
        // Reports give no reason either where an exception has no message.
        message = problem == null || problem.getMessage() == null ? "" : problem.getMessage();
    }

    boolean isOf(Target target) {
        if (!className.equals(target.className) && !target.className.startsWith(className + "$")) return false;
        if (method == null) return true;
        if (!method.equals(target.method) && !display.equals(target.method)) return false;
        return target.invocation == 0 || invocation == 0 || invocation == target.invocation;
    }
}

class Judge {
    private static final Pattern CLASS_PATH =
        Pattern.compile("<property name=\"(?:surefire\\.test\\.class\\.path|java\\.class\\.path)\" value=\"([^\"]*)\"");

    private final Path root;
    /** How many of the tests are those of each extent. */
    private final Map<Extent, Integer> ends = new EnumMap<>(Extent.class);
    private final List<Target> tests = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final ClassLoader libraries;
    private final Compiler compiler;
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();
    private Tests runner = null;
    private double seconds = 0;

    Judge(Path root, Map<?, ?> settings) throws Exception {
        this.root = root;
        for (Extent extent : Extent.values()) {
            Object given = settings.get(extent == Extent.TARGETS ? "targets" : extent == Extent.WHOLE ? "guards" : "others");
            if (given != null) for (Object target : (List<?>) given) tests.add(new Target(root, (Map<?, ?>) target));
            ends.put(extent, tests.size());
        }
        Set<String> entries = classPath();
        if (entries.isEmpty()) throw new IllegalStateException("no report tells the class path");
        // Runs of the whole suite change the folders of the work copy: what is there now is kept.
        Path kept = Files.createTempDirectory("autofix-classes");
        List<URL> jars = new ArrayList<>();
        List<File> visible = new ArrayList<>();
        for (String entry : entries) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) continue;
            if (Files.isDirectory(path)) {
                path = copied(path, kept.resolve(String.valueOf(folders.size())));
                folders.add(path);
            } else jars.add(path.toUri().toURL());
            visible.add(path.toFile());
        }
        libraries = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        compiler = new Compiler(root, visible);
    }

    /** What the last attempt took: seconds of processor time. */
    double seconds() {
        return seconds;
    }

    /** The entries that Surefire's reports name, and JUnit's launcher beside the engine that it belongs to. */
    private Set<String> classPath() throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path report : (Iterable<Path>) found.filter(Judge::isReport)::iterator) {
                Matcher matcher = CLASS_PATH.matcher(Files.readString(report));
                while (matcher.find()) {
                    for (String entry : matcher.group(1).replace("&amp;", "&").split(File.pathSeparator)) {
                        if (!entry.isBlank() && !entry.contains("surefirebooter")) entries.add(entry);
                    }
                }
            }
        }
        for (String entry : List.copyOf(entries)) {
            String launcher = entry.replace("junit-platform-engine", "junit-platform-launcher");
            if (!launcher.equals(entry) && Files.exists(Path.of(launcher))) entries.add(launcher);
        }
        return entries;
    }

    private static boolean isReport(Path path) {
        return path.toString().matches(".*[/\\\\]target[/\\\\](?:surefire|failsafe)-reports[/\\\\]TEST-[^/\\\\]*\\.xml");
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path path : (Iterable<Path>) found::iterator) {
                Path place = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(place);
                else Files.copy(path, place);
            }
        }
        return to;
    }

    Object attempt(Map<?, ?> changes, double limit, Extent extent) {
        List<Target> asked = tests.subList(0, ends.get(extent));
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> change : changes.entrySet()) {
            String path = (String) change.getKey();
            if (!path.endsWith(".java")) return WarmJava.object("kind", "unsupported", "reason", "not compiled: " + path);
            texts.put(path, (String) change.getValue());
        }
        Compilation compiled = compiler.compile(texts);
        return compiled.classes == null ? results(asked, target -> compiled.problems) : run(asked, compiled.classes, limit);
    }

    private Object results(List<Target> asked, java.util.function.Function<Target, String> failure) {
        List<Object> results = new ArrayList<>();
        for (int index = 0; index < asked.size(); index++) {
            String message = failure.apply(asked.get(index));
            results.add(List.of(index, message == null ? "passed" : "failed", message == null ? "" : message));
        }
        return WarmJava.object("kind", "ran", "results", results, "tired", WarmJava.isTired());
    }

    private Object run(List<Target> asked, Map<String, byte[]> compiled, double limit) {
        AtomicReference<Object> outcome = new AtomicReference<>();
        ProjectLoader loader = new ProjectLoader(libraries, folders, compiled);
        Work work = new Work(loader, () -> {
            try {
                if (runner == null) runner = Tests.of(libraries, compiler);
                List<Failure> failures = runner.run(asked, loader);
                outcome.set(results(asked, target -> messageOf(target, failures)));
            } catch (Throwable problem) {
                String message = String.valueOf(problem);
                outcome.set(results(asked, target -> message));
            }
        });
        work.await(limit);
        seconds = work.seconds();
        Object found = outcome.get();
        if (!work.end()) WarmJava.leaks++;
        System.setProperties((Properties) properties.clone());
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        return found == null ? WarmJava.object("kind", "timed-out") : found;
    }

    /** null: it passed. */
    private static String messageOf(Target target, List<Failure> failures) {
        return failures.stream().filter(failure -> failure.isOf(target)).map(failure -> failure.message).findFirst().orElse(null);
    }
}

/** Something that is done by a thread of its own, and by those that it starts. */
class Work {
    /** By the clock it may take so many times its limit of processor time, and so much more: it may wait for something. */
    private static final int WAITING = 4;
    private static final double WAITING_SECONDS = 2;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final ThreadGroup group = new ThreadGroup("autofix");
    private final Map<Long, Long> times = new HashMap<>();
    private final Thread thread;

    Work(ClassLoader loader, Runnable task) {
        thread = new Thread(group, task);
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
    }

    /** Until it has ended or is over its limit: seconds of processor time. */
    void await(double limit) {
        long latest = System.nanoTime() + (long) ((limit * WAITING + WAITING_SECONDS) * 1e9);
        for (int pause = 1; thread.isAlive() && seconds() < limit && System.nanoTime() < latest; pause = Math.min(10, pause + 1)) {
            join(thread, pause);
        }
    }

    /** Processor time of all its threads, as far as it was seen. */
    double seconds() {
        for (Thread each : threads()) {
            long nanoseconds = CLOCK.getThreadCpuTime(each.getId());
            if (nanoseconds > 0) times.put(each.getId(), nanoseconds);
        }
        return times.values().stream().mapToLong(Long::longValue).sum() / 1e9;
    }

    /** Ends whatever of it still runs; false when that is in vain. */
    @SuppressWarnings({"deprecation", "removal"})
    boolean end() {
        for (int attempt = 0; attempt < 3; attempt++) {
            List<Thread> left = threads();
            if (left.isEmpty()) return true;
            for (Thread each : left) each.interrupt();
            for (Thread each : left) join(each, 20);
            for (Thread each : left) {
                try {
                    if (each.isAlive()) each.stop();
                } catch (UnsupportedOperationException gone) {
                    each.setPriority(Thread.MIN_PRIORITY);
                }
            }
            for (Thread each : left) join(each, 300);
        }
        return threads().isEmpty();
    }

    private List<Thread> threads() {
        Thread[] found = new Thread[group.activeCount() + 16];
        int count = group.enumerate(found, true);
        return Arrays.stream(found, 0, count).filter(Thread::isAlive).collect(Collectors.toList());
    }

    private static void join(Thread thread, long milliseconds) {
        try {
            thread.join(milliseconds);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

/** Classes by name; null when the sources do not compile. */
class Compilation {
    final Map<String, byte[]> classes;
    final String problems;
    /** What other classes may know of these. */
    final String face;

    Compilation(Map<String, byte[]> classes, String problems, String face) {
        this.classes = classes;
        this.problems = problems;
        this.face = face;
    }
}

/** The compiler, which sees the project's classes as Maven has left them. */
class Compiler {
    private static final List<String> OPTIONS = List.of("-g", "-nowarn", "-parameters", "-implicit:none", "-Xlint:none");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");

    private final Path root;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files;
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Set<String>> words = new HashMap<>();
    private final Map<Set<String>, String> faces = new HashMap<>();

    Compiler(Path root, List<File> classPath) throws IOException {
        if (compiler == null) throw new IllegalStateException("there is no compiler");
        this.root = root;
        files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        files.setLocation(StandardLocation.CLASS_PATH, classPath);
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : (Iterable<Path>) found.filter(each -> each.toString().endsWith(".java"))::iterator) {
                sources.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
    }

    /** Where what others know of the changed files is another than before, whoever names them is compiled too. */
    Compilation compile(Map<String, String> changes) {
        if (changes.isEmpty()) return new Compilation(Map.of(), "", "");
        Compilation alone = compileOnly(changes);
        if (alone.classes == null || alone.face.equals(faceBefore(changes.keySet()))) return alone;
        Map<String, String> more = dependants(changes);
        return more.size() == changes.size() ? alone : compileOnly(more);
    }

    private String faceBefore(Set<String> paths) {
        return faces.computeIfAbsent(new HashSet<>(paths), (each) -> {
            Map<String, String> before = new LinkedHashMap<>();
            for (String path : each) if (sources.containsKey(path)) before.put(path, sources.get(path));
            return compileOnly(before).face;
        });
    }

    /** Constants are compiled into whoever names them, and into those who name these. */
    private Map<String, String> dependants(Map<String, String> changes) {
        Map<String, String> found = new LinkedHashMap<>(changes);
        Deque<String> names = new ArrayDeque<>();
        for (String path : changes.keySet()) names.add(simpleName(path));
        while (!names.isEmpty()) {
            String name = names.poll();
            sources.forEach((path, text) -> {
                if (found.containsKey(path) || !wordsOf(path, text).contains(name)) return;
                found.put(path, text);
                names.add(simpleName(path));
            });
        }
        return found;
    }

    private Set<String> wordsOf(String path, String text) {
        return words.computeIfAbsent(path, each -> WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet()));
    }

    private static String simpleName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    }

    Compilation compileOnly(Map<String, String> texts) {
        Map<String, ByteArrayOutputStream> made = new HashMap<>();
        JavaFileManager manager = new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location place, String name, JavaFileObject.Kind kind, FileObject from) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        made.put(name, bytes);
                        return bytes;
                    }
                };
            }
        };
        List<JavaFileObject> units = new ArrayList<>();
        texts.forEach((path, text) -> units.add(new SimpleJavaFileObject(root.resolve(path).toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return text;
            }
        }));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) compiler.getTask(null, manager, diagnostics, OPTIONS, null, units);
        StringBuilder face = new StringBuilder();
        try {
            for (Element each : task.analyze()) describe(each, face);
            if (problemsIn(diagnostics).isEmpty()) task.generate();
        } catch (IOException | RuntimeException problem) {
            return new Compilation(null, String.valueOf(problem), "");
        }
        String problems = problemsIn(diagnostics);
        if (!problems.isEmpty()) return new Compilation(null, problems, "");
        Map<String, byte[]> classes = new HashMap<>();
        made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new Compilation(classes, "", face.toString());
    }

    private static String problemsIn(DiagnosticCollector<?> diagnostics) {
        return diagnostics.getDiagnostics().stream()
            .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
            .map(each -> each.getMessage(Locale.ROOT) + "\n")
            .collect(Collectors.joining());
    }

    /** Types, members and the values of constants, without what only the file itself can see. */
    private static void describe(Element element, StringBuilder face) {
        if (element.getModifiers().contains(javax.lang.model.element.Modifier.PRIVATE)) return;
        face.append(element.getModifiers()).append(element.getKind()).append(' ').append(element).append(' ').append(element.asType());
        if (element instanceof VariableElement) face.append('=').append(((VariableElement) element).getConstantValue());
        if (element instanceof TypeElement) {
            TypeElement type = (TypeElement) element;
            face.append(type.getSuperclass()).append(type.getInterfaces());
        }
        if (element instanceof ExecutableElement) {
            ExecutableElement method = (ExecutableElement) element;
            face.append(method.getThrownTypes()).append(method.isVarArgs());
        } else for (Element inner : element.getEnclosedElements()) describe(inner, face);
        face.append('\n');
    }
}

/** The project's classes, with the changed ones in place of those on disk. Static state lives as long as the loader. */
class ProjectLoader extends ClassLoader {
    private final List<Path> folders;
    private final Map<String, byte[]> changed;

    ProjectLoader(ClassLoader parent, List<Path> folders, Map<String, byte[]> changed) {
        super(parent);
        this.folders = folders;
        this.changed = changed;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        try {
            if (bytes == null) bytes = Files.readAllBytes(placeOf(name.replace('.', '/') + ".class"));
        } catch (IOException | NullPointerException missing) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private Path placeOf(String name) {
        return folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst().orElse(null);
    }

    @Override
    protected URL findResource(String name) {
        try {
            Path place = placeOf(name);
            return place == null ? null : place.toUri().toURL();
        } catch (MalformedURLException wrong) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.<URL>of() : List.of(found));
    }
}

/** JUnit, by its platform where that is there, else JUnit 4. All by reflection: it belongs to the project. */
abstract class Tests {
    private static final String LAUNCHER = "org.junit.platform.launcher.core.LauncherFactory";

    final ClassLoader libraries;

    Tests(ClassLoader libraries) {
        this.libraries = libraries;
    }

    static Tests of(ClassLoader libraries, Compiler compiler) throws Exception {
        boolean hasPlatform = libraries.getResource(LAUNCHER.replace('.', '/') + ".class") != null;
        return hasPlatform ? new PlatformTests(libraries) : new JUnit4Tests(libraries, compiler);
    }

    /** The failures of these tests, perhaps with those of others of their classes. */
    List<Failure> run(List<Target> targets, ClassLoader project) throws Exception {
        Map<Class<?>, Set<String>> methods = new LinkedHashMap<>();
        for (Target target : targets) {
            Class<?> type = Class.forName(target.className, false, project);
            methods.computeIfAbsent(type, each -> new LinkedHashSet<>()).add(target.method);
        }
        return run(methods);
    }

    abstract List<Failure> run(Map<Class<?>, Set<String>> methods) throws Exception;

    Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, libraries);
    }

    /** Methods of that name of the class and of those above it. */
    static List<Method> methodsOf(Class<?> type, String name) {
        List<Method> found = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) if (method.getName().equals(name) && !method.isBridge()) found.add(method);
        }
        return found;
    }

    /** By the public type that declares it: the object's own class may be a private one. */
    static Object call(Object on, String name) throws Exception {
        for (Class<?> type = on.getClass(); type != null; type = type.getSuperclass()) {
            if (Modifier.isPublic(type.getModifiers())) {
                try {
                    return type.getMethod(name).invoke(on);
                } catch (NoSuchMethodException elsewhere) {
                    continue;
                }
            }
            for (Class<?> contract : type.getInterfaces()) {
                try {
                    return contract.getMethod(name).invoke(on);
                } catch (NoSuchMethodException elsewhere) {
                    continue;
                }
            }
        }
        throw new NoSuchMethodException(name);
    }
}

class PlatformTests extends Tests {
    private static final String PLATFORM = "org.junit.platform.launcher.";
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)\\]$");

    private final Object launcher;

    PlatformTests(ClassLoader libraries) throws Exception {
        super(libraries);
        launcher = type(PLATFORM + "core.LauncherFactory").getMethod("create").invoke(null);
    }

    @Override
    List<Failure> run(Map<Class<?>, Set<String>> methods) throws Exception {
        Class<?> selectors = type("org.junit.platform.engine.discovery.DiscoverySelectors");
        Method ofClass = selectors.getMethod("selectClass", Class.class);
        Method ofMethod = selectors.getMethod("selectMethod", Class.class, Method.class);
        List<Object> selected = new ArrayList<>();
        for (Map.Entry<Class<?>, Set<String>> each : methods.entrySet()) {
            Class<?> type = each.getKey();
            List<Object> parts = new ArrayList<>();
            for (String name : each.getValue()) {
                List<Method> found = methodsOf(type, name);
                // A test that goes by another name than its method's is found among all.
                if (found.isEmpty()) {
                    parts = List.of(ofClass.invoke(null, type));
                    break;
                }
                for (Method method : found) parts.add(ofMethod.invoke(null, type, method));
            }
            selected.addAll(parts);
        }
        Object summary = summaryOf(selected);
        if (((Number) call(summary, "getTestsFoundCount")).longValue() == 0) {
            selected.clear();
            for (Class<?> type : methods.keySet()) selected.add(ofClass.invoke(null, type));
            summary = summaryOf(selected);
        }
        if (((Number) call(summary, "getTestsFoundCount")).longValue() == 0) throw new IllegalStateException("no test was found");
        List<Failure> failures = new ArrayList<>();
        for (Object failure : (List<?>) call(summary, "getFailures")) failures.add(failureOf(failure));
        return failures;
    }

    private Object summaryOf(List<Object> selected) throws Exception {
        Object building = type(PLATFORM + "core.LauncherDiscoveryRequestBuilder").getMethod("request").invoke(null);
        building = building.getClass().getMethod("selectors", List.class).invoke(building, selected);
        Object request = building.getClass().getMethod("build").invoke(building);
        Object listener = type(PLATFORM + "listeners.SummaryGeneratingListener").getConstructor().newInstance();
        Class<?> listening = type(PLATFORM + "TestExecutionListener");
        Object listeners = Array.newInstance(listening, 1);
        Array.set(listeners, 0, listener);
        type(PLATFORM + "Launcher")
            .getMethod("execute", type(PLATFORM + "LauncherDiscoveryRequest"), listeners.getClass())
            .invoke(launcher, request, listeners);
        return call(listener, "getSummary");
    }

    private static Failure failureOf(Object failure) throws Exception {
        Object test = call(failure, "getTestIdentifier");
        Object source = ((Optional<?>) call(test, "getSource")).orElse(null);
        boolean isMethod = source != null && source.getClass().getSimpleName().equals("MethodSource");
        String className = source == null ? "" : (String) call(source, "getClassName");
        Matcher invocation = INVOCATION.matcher((String) call(test, "getUniqueId"));
        return new Failure(
            className,
            isMethod ? (String) call(source, "getMethodName") : null,
            (String) call(test, "getDisplayName"),
            invocation.find() ? Integer.parseInt(invocation.group(1)) : 0,
            (Throwable) call(failure, "getException"));
    }
}

class JUnit4Tests extends Tests {
    /** A filter is a class of JUnit's own, so that ours is compiled against the project's JUnit. */
    private static final String FILTER = "AutofixFilter";
    private static final String FILTER_TEXT = "import org.junit.runner.Description;\n"
        + "public class AutofixFilter extends org.junit.runner.manipulation.Filter {\n"
        + "    private final java.util.function.Predicate<String> wanted;\n"
        + "    public AutofixFilter(java.util.function.Predicate<String> wanted) { this.wanted = wanted; }\n"
        + "    public boolean shouldRun(Description test) {\n"
        + "        if (test.isTest()) return wanted.test(String.valueOf(test.getMethodName()));\n"
        + "        for (Description each : test.getChildren()) if (shouldRun(each)) return true;\n"
        + "        return false;\n"
        + "    }\n"
        + "    public String describe() { return FILTER; }\n"
        + "}\n";

    private final Constructor<?> filter;

    JUnit4Tests(ClassLoader libraries, Compiler compiler) throws Exception {
        super(libraries);
        Compilation compiled = compiler.compileOnly(Map.of(FILTER + ".java", FILTER_TEXT.replace("FILTER", "\"chosen\"")));
        if (compiled.classes == null) throw new IllegalStateException(compiled.problems);
        ClassLoader loader = new ProjectLoader(libraries, List.of(), compiled.classes);
        filter = Class.forName(FILTER, true, loader).getConstructor(java.util.function.Predicate.class);
    }

    @Override
    List<Failure> run(Map<Class<?>, Set<String>> methods) throws Exception {
        List<Failure> failures = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Class<?>, Set<String>> each : methods.entrySet()) {
            Object request = type("org.junit.runner.Request").getMethod("aClass", Class.class).invoke(null, each.getKey());
            if (each.getValue().stream().noneMatch(name -> methodsOf(each.getKey(), name).isEmpty())) {
                java.util.function.Predicate<String> wanted = name -> each.getValue().contains(plainName(name));
                Method narrowed = request.getClass().getMethod("filterWith", type("org.junit.runner.manipulation.Filter"));
                request = narrowed.invoke(request, filter.newInstance(wanted));
            }
            Object core = type("org.junit.runner.JUnitCore").getConstructor().newInstance();
            Object result = core.getClass().getMethod("run", type("org.junit.runner.Request")).invoke(core, request);
            count += ((Number) call(result, "getRunCount")).intValue();
            for (Object failure : (List<?>) call(result, "getFailures")) failures.add(failureOf(failure));
        }
        if (count == 0) throw new IllegalStateException("no test was found");
        return failures;
    }

    /** Without the set of parameters. */
    private static String plainName(String method) {
        return method.replaceFirst("[\\[(].*$", "");
    }

    private static Failure failureOf(Object failure) throws Exception {
        Object test = call(failure, "getDescription");
        String method = (String) call(test, "getMethodName");
        String className = (String) call(test, "getClassName");
        String plain = method == null ? null : plainName(method);
        return new Failure(className, plain, String.valueOf(method), 0, (Throwable) call(failure, "getException"));
    }
}

/** As much of JSON as is needed: objects, arrays, strings, numbers, true, false, null. */
class Json {
    private final String text;
    private int at = 0;

    Json(String text) {
        this.text = text;
    }

    Object value() {
        skip();
        char first = text.charAt(at);
        if (first == '"') return string();
        if (first == '{') return map();
        if (first == '[') return list();
        int start = at;
        while (at < text.length() && "+-.0123456789eEaflnrstu".indexOf(text.charAt(at)) >= 0) at++;
        String word = text.substring(start, at);
        if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
        return word.equals("null") ? null : (Object) Double.valueOf(word);
    }

    private void skip() {
        while (Character.isWhitespace(text.charAt(at))) at++;
    }

    private boolean ends(char last) {
        skip();
        if (text.charAt(at) == ',') {
            at++;
            skip();
        }
        if (text.charAt(at) != last) return false;
        at++;
        return true;
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (!ends('}')) {
            String key = string();
            skip();
            at++;
            map.put(key, value());
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        at++;
        while (!ends(']')) list.add(value());
        return list;
    }

    private String string() {
        StringBuilder found = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char next = text.charAt(at);
            if (next != '\\') {
                found.append(next);
                continue;
            }
            char escaped = text.charAt(++at);
            if (escaped == 'u') {
                found.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else found.append("bfnrt".indexOf(escaped) < 0 ? escaped : "\b\f\n\r\t".charAt("bfnrt".indexOf(escaped)));
        }
        at++;
        return found.toString();
    }

    static String text(Object value) {
        if (value instanceof Map) {
            return ((Map<?, ?>) value).entrySet().stream()
                .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List) return ((List<?>) value).stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
        if (!(value instanceof String)) return String.valueOf(value);
        StringBuilder made = new StringBuilder("\"");
        for (char each : ((String) value).toCharArray()) {
            if (each == '"' || each == '\\') made.append('\\').append(each);
            else if (each < ' ' || each > '~') made.append(String.format("\\u%04x", (int) each));
            else made.append(each);
        }
        return made.append('"').toString();
    }
}
