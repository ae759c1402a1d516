import type { ReportContext, ReportFormat } from '../domain/report-format.ts';
import type { TestReport } from '../domain/test-report.ts';
import { assembleReport, type ReportedTest } from './assemble-report.ts';
import { caseFailure } from './junit-failures.ts';
import { placeOf } from './junit-names.ts';
import { pathMapper } from './path-mapping.ts';
import { printedBaseName } from './path-suffix.ts';
import { readXml, type XmlElement } from './xml-tree.ts';

/**
 * JUnit XML, which has no standard but https://github.com/testmoapp/junitxml as its description: surefire, Gradle, pytest
 * (xunit1 and xunit2), jest-junit, Vitest, node:test, Mocha (two makers), PHPUnit, CTest, gotestsum and all that look like them.
 */
export const junitXml: ReportFormat = {
  name: 'junit-xml',
  summary:
    'JUnit XML of any runner: surefire, pytest --junitxml, jest-junit, Vitest, node:test, PHPUnit, CTest, gotestsum',
  detect(text) {
    if (!/<testsuites?[\s>]/.test(text)) return 0;
    // Within a log the XML is still surer than what its own texts repeat of the runner's output.
    return /^\s*<(?:\?xml|testsuites?|!DOCTYPE)/.test(text) ? 1 : /<testcase\s/.test(text) ? 0.98 : 0.7;
  },
  parse: parseJunit,
};

/** The suites around a test case. */
interface Surroundings {
  readonly title: string;
  readonly suites: readonly string[];
  readonly file: string | null;
}

interface Walk {
  readonly cases: { readonly element: XmlElement; readonly around: Surroundings }[];
  readonly warnings: string[];
}

function parseJunit(text: string, context: ReportContext): TestReport {
  const document = readXml(text);
  const walk: Walk = { cases: [], warnings: [] };
  for (const root of document.roots) walkSuite(root, { title: '', suites: [], file: null }, walk);
  const paths = pathMapper(context);
  const tests = walk.cases.map(({ element, around }) => {
    const { name = '', classname = '', file } = element.attributes;
    const names = { name, className: classname, file: file ?? around.file, suites: around.suites, title: around.title };
    const place = placeOf(names, paths);
    const isPytest = around.suites.at(-1) === 'pytest';
    return testCase(element, place, isPytest, walk.warnings);
  });
  const runner = runnerOf(document.roots[0], tests);
  const run = { format: 'junit-xml', runner, tests: withoutParents(joinTwins(tests)), truncated: document.truncated };
  return assembleReport(
    { ...run, warnings: [...walk.warnings, ...countWarnings(text, document.roots, tests)] },
    context,
    paths,
  );
}

function walkSuite(element: XmlElement, around: Surroundings, walk: Walk): void {
  if (element.name === 'testcase') {
    walk.cases.push({ element, around });
    return;
  }
  const inside = element.name === 'testsuite' ? insideSuite(element, around) : insideSuites(element, around);
  for (const child of element.children) walkSuite(child, inside, walk);
  if (element.name === 'testsuite') suiteError(element, inside, walk);
}

function insideSuites(element: XmlElement, around: Surroundings): Surroundings {
  return element.name === 'testsuites' ? { ...around, title: element.attributes.name ?? '' } : around;
}

function insideSuite(element: XmlElement, around: Surroundings): Surroundings {
  const { name = '', file, filepath } = element.attributes;
  return { ...around, suites: [...around.suites, name], file: file ?? filepath ?? around.file };
}

/** Class that we give to the error of a suite whose file could be loaded. */
const SUITE_ERROR = 'Suite error';
/** jest-junit says so of an error in a hook such as `afterAll`. */
const OUTSIDE_TESTS = /^(?:Suite error$|\s*Test execution failure: could be caused by test hooks)/;

/** An error that hangs on the suite itself, as when its file could not be loaded or its set-up threw. */
function suiteError(suite: XmlElement, inside: Surroundings, walk: Walk): void {
  const errors = suite.children.filter((child) => child.name === 'error' || child.name === 'failure');
  if (errors.length === 0 || isToldByCases(suite)) return;
  const name = inside.file ?? inside.suites.at(-1) ?? '';
  const hasRun = suite.children.some((child) => child.name === 'testcase');
  const classname = hasRun ? SUITE_ERROR : 'Test suite failed to run';
  const attributes = { name, classname, ...(inside.file ? { file: inside.file } : {}) };
  walk.cases.push({ element: { name: 'testcase', attributes, children: suite.children, text: '' }, around: inside });
}

/** prove adds to a suite with failing cases that the process ended with a status. */
function isToldByCases(suite: XmlElement): boolean {
  const fails = (each: XmlElement) => each.children.some((child) => child.name === 'failure' || child.name === 'error');
  const isStatus = suite.children.some((child) => /^Dubious, test returned/.test(child.attributes.message ?? ''));
  return isStatus && suite.children.some((child) => child.name === 'testcase' && fails(child));
}

/** Go and Deno list a test and its steps: the failure of a parent says no more than that a step failed. */
function withoutParents(tests: readonly ReportedTest[]): readonly ReportedTest[] {
  const explained = new Set<string>();
  for (const test of tests) {
    if (test.status !== 'failed') continue;
    const own = test.namePath.join('\n');
    for (const { index } of own.matchAll(/[/\n]/g)) explained.add(JSON.stringify([test.file, own.slice(0, index)]));
  }
  return tests.filter((test) => {
    const told = test.failure?.message ?? test.failure?.trace ?? '';
    const isEmpty = /^(?:The test failed without a message\.|\d+ test steps? failed\.?)$/.test(told);
    return !isEmpty || !explained.has(JSON.stringify([test.file, test.namePath.join('\n')]));
  });
}

function testCase(
  element: XmlElement,
  place: { readonly file: string | null; readonly namePath: readonly string[] },
  isPytest: boolean,
  warnings: string[],
): ReportedTest {
  const outcome = caseFailure(
    element,
    place.namePath.at(-1) === place.file && !OUTSIDE_TESTS.test(element.attributes.classname ?? ''),
  );
  if (outcome.warning !== null) warnings.push(`${place.namePath.join(' > ')}: ${outcome.warning}`);
  const { file, line, lineno, time } = element.attributes;
  const given = Number.parseInt(line ?? lineno ?? '', 10);
  const seconds = Number.parseFloat((time ?? '').replaceAll(',', ''));
  const isLoad = outcome.failure?.kind === 'load';
  // The line is in the file that is written beside it, which need not be the test's.
  const isNamed = isPytest && file !== undefined && place.file !== null;
  const isElsewhere = isNamed && printedBaseName(file) !== printedBaseName(place.file);
  return {
    namePath: isLoad && place.file !== null ? [place.file] : place.namePath,
    file: place.file,
    // pytest's xunit1 counts lines from zero.
    line: Number.isInteger(given) && !isElsewhere ? given + (isPytest ? 1 : 0) : null,
    status: outcome.status,
    durationMs: Number.isFinite(seconds) ? seconds * 1000 : null,
    failure: outcome.failure,
  };
}

/**
 * One test that is listed twice: pytest lists a test again when its tear-down failed too, and jest-junit lists a file
 * that could not be loaded twice. Tests of the same name that both ran stay two.
 */
function joinTwins(tests: readonly ReportedTest[]): ReportedTest[] {
  const joined: ReportedTest[] = [];
  const places = new Map<string, number>();
  for (const test of tests) {
    const key = JSON.stringify([test.file, test.namePath]);
    const at = places.get(key);
    const isTwin = test.failure?.kind === 'load' || test.failure?.message?.startsWith('failed on teardown');
    const twin = at === undefined ? undefined : joined[at];
    if (at === undefined || twin === undefined || !isTwin) {
      places.set(key, joined.push(test) - 1);
    } else if (twin.status !== 'failed') {
      joined[at] = test;
    }
  }
  return joined;
}

/** A maker that counts failures it does not list has left something out (jest-junit drops files that cannot be loaded). */
function countWarnings(text: string, roots: readonly XmlElement[], tests: readonly ReportedTest[]): string[] {
  const found = tests.filter((test) => test.status === 'failed').length;
  // node:test counts in comments, also the suites whose own failure it does not list.
  const told = [...text.slice(-2000).matchAll(/<!-- (?:fail|cancelled) (\d{1,7}) -->/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  if (told > found)
    return [`The report counts ${told} failures, but lists ${found}: it leaves out those of suites and parents.`];
  const counted = roots.reduce((sum, root) => sum + failureCount(root), 0);
  if (counted <= found || found > 0) return [];
  return [`The report counts ${counted} failure(s), but lists none: give the runner's other output as well.`];
}

function failureCount(element: XmlElement): number {
  const { failures, errors } = element.attributes;
  if (failures !== undefined || errors !== undefined) return (Number(failures) || 0) + (Number(errors) || 0);
  return element.children.reduce(
    (sum, child) => sum + (child.name.startsWith('testsuite') ? failureCount(child) : 0),
    0,
  );
}

const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^vitest/, 'vitest'],
  [/^jest/, 'jest'],
  [/^Mocha/, 'mocha'],
  [/^pytest/, 'pytest'],
  [/^bun test$/, 'bun'],
  [/^deno test$/, 'deno'],
  [/^AllTests$/, 'gtest'],
];

function runnerOf(root: XmlElement | undefined, tests: readonly ReportedTest[]): string | null {
  if (root === undefined) return null;
  const names = [
    root.attributes.name ?? '',
    root.children.find((child) => child.name === 'testsuite')?.attributes.name ?? '',
  ];
  const known = TITLES.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (known !== undefined) return known[1];
  const isNode = tests.some((test) => test.failure?.trace?.includes('ERR_TEST_FAILURE'));
  return isNode ? 'node:test' : null;
}
