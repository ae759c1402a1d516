// Judges candidates in a Java process that stays: only the changed files are compiled, in memory, and the tests run by
// JUnit in class loaders of their own. Started behind a run of Maven, whose Surefire reports tell the class path.
// Requests and answers are JSON, a line each, on the standard streams. Needs nothing but the JDK, 11 or newer.

import java.io.*;
import java.lang.reflect.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.*;
import java.util.stream.*;
import javax.tools.*;

class WarmJava {
    static final long GENEROUS_MS = 60_000;
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
            judge = new Judge(Path.of((String) settings.get("root")).toRealPath(), (List<?>) settings.get("targets"));
            Object base = judge.attempt(Map.of(), GENEROUS_MS);
            long started = System.nanoTime();
            judge.attempt(Map.of(), GENEROUS_MS);
            ready = object("kind", "ready", "base", base, "seconds", (System.nanoTime() - started) / 1e9);
        } catch (Throwable problem) {
            ready = object("kind", "unusable", "reason", String.valueOf(problem));
        }
        answer(marker, ready);
        for (String line = input.readLine(); line != null && judge != null; line = input.readLine()) {
            Map<?, ?> request = (Map<?, ?>) new Json(line).value();
            long limit = Math.round(((Number) request.get("seconds")).doubleValue() * 1000) + 200;
            answer(marker, judge.attempt((Map<?, ?>) request.get("changes"), limit));
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
    private static final Pattern CONSTANT = Pattern.compile("(?m)^.*\\b(?:static\\s+final|final\\s+static)\\b.*$|^.*\\binterface\\b.*$");

    private final Path root;
    private final List<Target> targets = new ArrayList<>();
    private final Map<String, String> sources = new HashMap<>();
    private final List<Path> folders = new ArrayList<>();
    private final ClassLoader libraries;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files;
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    Judge(Path root, List<?> given) throws Exception {
        this.root = root;
        for (Object target : given) targets.add(new Target(root, (Map<?, ?>) target));
        if (compiler == null) throw new IllegalStateException("there is no compiler");
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
        files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        files.setLocation(StandardLocation.CLASS_PATH, visible);
        readSources();
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

    private void readSources() throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : (Iterable<Path>) found.filter(each -> each.toString().endsWith(".java"))::iterator) {
                sources.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
    }

    Object attempt(Map<?, ?> changes, long limitMs) {
        for (Map.Entry<?, ?> change : changes.entrySet()) {
            String path = (String) change.getKey();
            // Constants are compiled into whoever names them.
            if (!path.endsWith(".java") || !constants((String) change.getValue()).equals(constants(sources.get(path)))) {
                return WarmJava.object("kind", "unsupported", "reason", "more than the changed file would be compiled");
            }
        }
        StringBuilder problems = new StringBuilder();
        Map<String, byte[]> compiled = changes.isEmpty() ? Map.of() : compile(changes, problems);
        if (compiled == null) return results(target -> problems.toString());
        return run(compiled, limitMs);
    }

    private static List<String> constants(String text) {
        return text == null ? List.of() : CONSTANT.matcher(text).results().map(MatchResult::group).collect(Collectors.toList());
    }

    private Object results(java.util.function.Function<Target, String> failure) {
        List<Object> results = new ArrayList<>();
        for (int index = 0; index < targets.size(); index++) {
            String message = failure.apply(targets.get(index));
            results.add(List.of(index, message == null ? "passed" : "failed", message == null ? "" : message));
        }
        Runtime runtime = Runtime.getRuntime();
        boolean tired = runtime.totalMemory() - runtime.freeMemory() > WarmJava.TIRED_AT_BYTES;
        return WarmJava.object("kind", "ran", "results", results, "tired", tired);
    }

    /** Classes by name; null when they do not compile. */
    private Map<String, byte[]> compile(Map<?, ?> changes, StringBuilder problems) {
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
        for (Map.Entry<?, ?> change : changes.entrySet()) {
            String text = (String) change.getValue();
            units.add(new SimpleJavaFileObject(root.resolve((String) change.getKey()).toUri(), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignored) {
                    return text;
                }
            });
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of("-g", "-nowarn", "-parameters", "-implicit:none", "-Xlint:none");
        boolean fits = compiler.getTask(null, manager, diagnostics, options, null, units).call();
        if (!fits) {
            for (Diagnostic<?> each : diagnostics.getDiagnostics()) {
                if (each.getKind() == Diagnostic.Kind.ERROR) problems.append(each.getMessage(Locale.ROOT)).append('\n');
            }
            return null;
        }
        Map<String, byte[]> classes = new HashMap<>();
        made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    @SuppressWarnings({"deprecation", "removal"})
    private Object run(Map<String, byte[]> compiled, long limitMs) {
        AtomicReference<Object> outcome = new AtomicReference<>();
        ProjectLoader loader = new ProjectLoader(libraries, folders, compiled);
        Thread thread = new Thread(() -> {
            try {
                List<Failure> failures = new Tests(loader, libraries).run(targets);
                outcome.set(results(target -> messageOf(target, failures)));
            } catch (Throwable problem) {
                String message = String.valueOf(problem);
                outcome.set(results(target -> message));
            }
        });
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(limitMs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Object found = outcome.get();
        if (found == null) {
            try {
                thread.stop();
                thread.join(1000);
            } catch (UnsupportedOperationException | InterruptedException gone) {
                thread.setPriority(Thread.MIN_PRIORITY);
            }
            if (thread.isAlive()) WarmJava.leaks++;
        }
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
class Tests {
    private static final String PLATFORM = "org.junit.platform.launcher.";
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)\\]$");

    private final ClassLoader project;
    private final ClassLoader libraries;

    Tests(ClassLoader project, ClassLoader libraries) {
        this.project = project;
        this.libraries = libraries;
    }

    List<Failure> run(List<Target> targets) throws Exception {
        Set<String> names = targets.stream().map(target -> target.className).collect(Collectors.toCollection(LinkedHashSet::new));
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) classes.add(Class.forName(name, false, project));
        boolean hasPlatform = libraries.getResource(PLATFORM.replace('.', '/') + "Launcher.class") != null;
        return hasPlatform ? byPlatform(classes) : byJUnit4(classes);
    }

    private List<Failure> byPlatform(List<Class<?>> classes) throws Exception {
        Class<?> builder = type(PLATFORM + "core.LauncherDiscoveryRequestBuilder");
        Class<?> selectors = type("org.junit.platform.engine.discovery.DiscoverySelectors");
        List<Object> selected = new ArrayList<>();
        for (Class<?> each : classes) selected.add(selectors.getMethod("selectClass", Class.class).invoke(null, each));
        Object building = builder.getMethod("request").invoke(null);
        building = builder.getMethod("selectors", List.class).invoke(building, selected);
        Object request = builder.getMethod("build").invoke(building);
        Object listener = type(PLATFORM + "listeners.SummaryGeneratingListener").getConstructor().newInstance();
        Class<?> listening = type(PLATFORM + "TestExecutionListener");
        Object listeners = Array.newInstance(listening, 1);
        Array.set(listeners, 0, listener);
        Object launcher = type(PLATFORM + "core.LauncherFactory").getMethod("create").invoke(null);
        type(PLATFORM + "Launcher")
            .getMethod("execute", type(PLATFORM + "LauncherDiscoveryRequest"), listeners.getClass())
            .invoke(launcher, request, listeners);
        Object summary = call(listener, "getSummary");
        if (((Number) call(summary, "getTestsFoundCount")).longValue() == 0) throw new IllegalStateException("no test was found");
        List<Failure> failures = new ArrayList<>();
        for (Object failure : (List<?>) call(summary, "getFailures")) failures.add(platformFailure(failure));
        return failures;
    }

    private Failure platformFailure(Object failure) throws Exception {
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

    private List<Failure> byJUnit4(List<Class<?>> classes) throws Exception {
        Object core = type("org.junit.runner.JUnitCore").getConstructor().newInstance();
        Object result = core.getClass().getMethod("run", Class[].class).invoke(core, (Object) classes.toArray(Class[]::new));
        if (((Number) call(result, "getRunCount")).intValue() == 0) throw new IllegalStateException("no test was found");
        List<Failure> failures = new ArrayList<>();
        for (Object failure : (List<?>) call(result, "getFailures")) {
            Object test = call(failure, "getDescription");
            String method = (String) call(test, "getMethodName");
            String plain = method == null ? null : method.replaceFirst("[\\[(].*$", "");
            String className = (String) call(test, "getClassName");
            failures.add(new Failure(className, plain, String.valueOf(method), 0, (Throwable) call(failure, "getException")));
        }
        return failures;
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, libraries);
    }

    /** By the public type that declares it: the object's own class may be a private one. */
    private static Object call(Object on, String name) throws Exception {
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
