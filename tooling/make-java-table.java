// Writes src/offline/tables/java-library.json from the JDK that runs it: the public classes of the packages below, and
// the names of their public methods and fields.
//   java tooling/make-java-table.java > src/offline/tables/java-library.json
// The offline engine reads it to know what can be imported and how methods are spelt. Nothing in it is typed by hand.

import java.lang.reflect.*;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

class MakeJavaTable {
    private static final List<String> PACKAGES = List.of(
        "java.lang", "java.util", "java.util.function", "java.util.stream", "java.util.regex", "java.util.concurrent",
        "java.util.concurrent.atomic", "java.util.concurrent.locks", "java.io", "java.nio.file", "java.nio.charset",
        "java.math", "java.text", "java.time", "java.time.format", "java.time.temporal");

    public static void main(String[] arguments) throws Exception {
        FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
        List<String> packages = new ArrayList<>();
        Map<String, String> members = new TreeMap<>();
        Set<String> common = names(Object.class, Set.of());
        for (String name : PACKAGES) {
            List<String> classes = new ArrayList<>();
            try (Stream<Path> found = Files.list(runtime.getPath("modules", "java.base", name.replace('.', '/')))) {
                for (Path path : (Iterable<Path>) found.sorted()::iterator) {
                    String simple = path.getFileName().toString().replaceFirst("\\.class$", "");
                    if (!simple.matches("\\w+") || simple.endsWith("-info")) continue;
                    if (!path.toString().endsWith(".class")) continue;
                    Class<?> type = Class.forName(name + "." + simple, false, null);
                    if (!Modifier.isPublic(type.getModifiers())) continue;
                    classes.add(simple);
                    Set<String> own = names(type, common);
                    if (!own.isEmpty()) members.putIfAbsent(simple, String.join(" ", own));
                }
            }
            packages.add("    " + quoted(name) + ": " + quoted(String.join(" ", classes)));
        }
        List<String> lists = new ArrayList<>();
        members.forEach((type, names) -> lists.add("    " + quoted(type) + ": " + quoted(names)));
        System.out.println("{\n  \"packages\": {\n" + String.join(",\n", packages) + "\n  },\n  \"members\": {\n"
            + String.join(",\n", lists) + "\n  }\n}");
    }

    private static Set<String> names(Class<?> type, Set<String> without) {
        Set<String> found = new TreeSet<>();
        for (Method method : type.getMethods()) found.add(method.getName());
        for (Field field : type.getFields()) found.add(field.getName());
        found.removeAll(without);
        return found;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
