/** As much of JUnit 4 as is asked of it: a test needs nothing but the JDK. */
const JUNIT: Readonly<Record<string, string>> = {
  'org/junit/runner/Description.java': `package org.junit.runner;
public class Description {
  final Class<?> type; final String method;
  Description(Class<?> type, String method) { this.type = type; this.method = method; }
  public boolean isTest() { return true; }
  public String getMethodName() { return method; }
  public String getClassName() { return type.getName(); }
  public java.util.List<Description> getChildren() { return java.util.List.of(); }
}`,
  'org/junit/runner/manipulation/Filter.java': `package org.junit.runner.manipulation;
public abstract class Filter {
  public abstract boolean shouldRun(org.junit.runner.Description test);
  public abstract String describe();
}`,
  'org/junit/runner/Request.java': `package org.junit.runner;
public class Request {
  final Class<?> type; org.junit.runner.manipulation.Filter filter;
  Request(Class<?> type) { this.type = type; }
  public static Request aClass(Class<?> type) { return new Request(type); }
  public Request filterWith(org.junit.runner.manipulation.Filter filter) { this.filter = filter; return this; }
}`,
  'org/junit/runner/Result.java': `package org.junit.runner;
public class Result {
  int count; final java.util.List<Failure> failures = new java.util.ArrayList<>();
  public int getRunCount() { return count; }
  public java.util.List<Failure> getFailures() { return failures; }
}`,
  'org/junit/runner/Failure.java': `package org.junit.runner;
public class Failure {
  final Description test; final Throwable problem;
  Failure(Description test, Throwable problem) { this.test = test; this.problem = problem; }
  public Description getDescription() { return test; }
  public Throwable getException() { return problem; }
}`,
  'org/junit/runner/JUnitCore.java': `package org.junit.runner;
public class JUnitCore {
  public Result run(Request request) throws Exception {
    Result result = new Result();
    for (java.lang.reflect.Method each : request.type.getDeclaredMethods()) {
      Description test = new Description(request.type, each.getName());
      if (request.filter != null && !request.filter.shouldRun(test)) continue;
      result.count++;
      try {
        each.invoke(request.type.getConstructor().newInstance());
      } catch (java.lang.reflect.InvocationTargetException problem) {
        result.failures.add(new Failure(test, problem.getCause()));
      }
    }
    return result;
  }
}`,
};

const PROJECT: Readonly<Record<string, string>> = {
  'src/main/java/shop/Cart.java': `package shop;
public class Cart {
  public static final int LIMIT = 9;
  public static int sum(int most) {
    int sum = 0;
    for (int each = 0; each < most; each++) sum -= each;
    return sum;
  }
  public static int squared(int number) { return number * number; }
}
`,
  'src/main/java/shop/Box.java': `package shop;
public class Box {
  public static boolean holds(int count) { return count <= Cart.LIMIT; }
}
`,
  'src/test/java/shop/CartTest.java': `package shop;
public class CartTest {
  static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) throw new AssertionError("expected " + expected + " but was " + actual);
  }
  public void sums() { same(3, Cart.sum(3)); }
  public void sumsInAThread() throws Exception {
    int[] found = new int[1];
    Thread other = new Thread(() -> found[0] = Cart.sum(4));
    other.start();
    other.join(20_000);
    same(6, found[0]);
  }
  public void holdsTen() { same(true, Box.holds(10)); }
  public void squares() { same(2500000000L, (long) Cart.squared(50000)); }
  public void holdsNine() { same(true, Box.holds(9)); }
}
`,
};

export const JAVA_SOURCE = 'src/main/java/shop/Cart.java';

/** Texts by path: a project as Maven would have built it but for the classes, and what stands for JUnit. */
export const JAVA_FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(JUNIT).map(([path, text]) => [`library/${path}`, text])),
  ...PROJECT,
};

export const CART = PROJECT[JAVA_SOURCE] ?? '';
