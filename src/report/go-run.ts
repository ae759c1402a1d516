import type { TestStatus } from '../domain/test-report.ts';
import type { ReportedTest } from './assemble-report.ts';
import { goBuildFailure, goFailure, testOfPanic } from './go-failure.ts';

interface GoTest {
  readonly packagePath: string | null;
  readonly name: string;
  status: TestStatus | null;
  durationMs: number | null;
  readonly lines: string[];
}

/** Collects what `go test` tells of packages and tests, in the order of its lines. */
export class GoRun {
  readonly #tests = new Map<string, GoTest>();
  /** What the compiler printed of each package. */
  readonly #builds = new Map<string, string[]>();
  /** Packages that failed, with what they printed outside of tests. */
  readonly #failedPackages = new Map<string, { isBuild: boolean; lines: string[] }>();

  output(packagePath: string | null, name: string, line: string): void {
    this.#test(packagePath, name).lines.push(line);
  }

  end(packagePath: string | null, name: string, status: TestStatus, seconds: number | null): void {
    const test = this.#test(packagePath, name);
    test.status = status;
    test.durationMs = seconds === null ? null : seconds * 1000;
  }

  started(packagePath: string | null, name: string): void {
    this.#test(packagePath, name);
  }

  buildLine(packagePath: string, line: string): void {
    const lines = this.#builds.get(packagePath) ?? [];
    lines.push(line);
    this.#builds.set(packagePath, lines);
  }

  packageFailed(packagePath: string, isBuild: boolean, lines: readonly string[]): void {
    const known = this.#failedPackages.get(packagePath);
    this.#failedPackages.set(packagePath, {
      isBuild: isBuild || (known?.isBuild ?? false),
      lines: [...(known?.lines ?? []), ...lines],
    });
  }

  /** Leaves only: a parent stays when none of its sub-tests tells why it failed. */
  tests(): ReportedTest[] {
    const all = [...this.#tests.values()];
    const parents = new Set<string>();
    const explained = new Set<string>();
    for (const test of all) {
      for (const parent of ancestors(test)) {
        parents.add(parent);
        if (test.status === 'failed') explained.add(parent);
      }
    }
    const kept = all.filter((test) => !parents.has(keyOf(test)) || this.#failsByItself(test, explained));
    const failing = new Set(kept.filter((test) => isFailed(test)).map((test) => test.packagePath));
    return [...kept.map(reported), ...this.#packages(failing)];
  }

  #failsByItself(test: GoTest, explained: ReadonlySet<string>): boolean {
    return isFailed(test) && (!explained.has(keyOf(test)) || test.lines.some((line) => /_test\.go:\d+: /.test(line)));
  }

  /** Packages that were not built, or failed with no failing test to show for it. */
  #packages(failing: ReadonlySet<string | null>): ReportedTest[] {
    for (const name of this.#builds.keys()) {
      if (!this.#failedPackages.has(name)) this.packageFailed(name, true, []);
    }
    return [...this.#failedPackages].flatMap(([name, { isBuild, lines }]) => {
      if (!isBuild && failing.has(name)) return [];
      const built = this.#builds.get(name) ?? lines;
      const failure = isBuild ? goBuildFailure(built) : goFailure(name, lines);
      const file = /^(?<file>[^\s:][^:\n]{0,400}\.go):\d+/m.exec(isBuild ? built.join('\n') : '')?.groups?.file ?? null;
      const test = isBuild ? null : testOfPanic(lines);
      return [{ namePath: test === null ? [name] : [name, test], file, status: 'failed' as const, failure }];
    });
  }

  #test(packagePath: string | null, name: string): GoTest {
    const key = keyOf({ packagePath, name });
    const known = this.#tests.get(key);
    if (known !== undefined) return known;
    const test: GoTest = { packagePath, name, status: null, durationMs: null, lines: [] };
    this.#tests.set(key, test);
    return test;
  }
}

function keyOf({ packagePath, name }: Pick<GoTest, 'packagePath' | 'name'>): string {
  return `${packagePath ?? ''} ${name}`;
}

function ancestors(test: GoTest): string[] {
  const parts = test.name.split('/');
  return parts.slice(1).map((_, index) => keyOf({ ...test, name: parts.slice(0, index + 1).join('/') }));
}

/** A test that began and never ended took its process with it. */
function isFailed(test: GoTest): boolean {
  return test.status === 'failed' || test.status === null;
}

function reported(test: GoTest): ReportedTest {
  const namePath = test.packagePath === null ? [test.name] : [test.packagePath, test.name];
  if (!isFailed(test)) return { namePath, file: null, status: test.status ?? 'failed', durationMs: test.durationMs };
  const failure = goFailure(test.packagePath, test.lines);
  const isUnended = test.status === null && failure.kind !== 'timeout' && failure.errorType !== 'panic';
  const told = isUnended ? { ...failure, kind: 'error' as const, message: 'The test began and did not end.' } : failure;
  return { namePath, file: null, status: 'failed', durationMs: test.durationMs, failure: told };
}
