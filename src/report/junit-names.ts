import type { PathMapper } from './path-mapping.ts';
import { printedBaseName } from './path-suffix.ts';

/** What a `<testcase>` and the suites around it say about where the test belongs. */
export interface CaseNames {
  readonly name: string;
  readonly className: string;
  readonly file: string | null;
  /** Names of the suites around it, from the outside in. */
  readonly suites: readonly string[];
  /** Value of `name` on `<testsuites>`. */
  readonly title: string;
}

export interface TestPlace {
  readonly file: string | null;
  readonly namePath: readonly string[];
}

const FILE_NAME = /^[^\s].*\.(?:[cm]?[jt]sx?|py|rb|php|vue|svelte)$/;

/**
 * Where the makers of JUnit XML put the suites, the test and its file differs; each rule is the shape of one maker's output.
 * The first that applies wins; the last fits all.
 */
export function placeOf(names: CaseNames, paths: PathMapper): TestPlace {
  return (
    nodePlace(names) ??
    bunPlace(names) ??
    playwrightPlace(names) ??
    unittestPlace(names, paths) ??
    provePlace(names, paths) ??
    vitestPlace(names) ??
    mochaPlace(names) ??
    jestPlace(names) ??
    classPlace(names, paths)
  );
}

/** bun: suites nest below the file's; `classname` has them from the inside out. */
function bunPlace({ name, file, suites, title }: CaseNames): TestPlace | null {
  return title === 'bun test' ? { file, namePath: [...suites.slice(1), name] } : null;
}

/** Playwright: `classname` and the suite are the file below the folder of tests, the name `suite › test`. */
function playwrightPlace({ name, className, suites }: CaseNames): TestPlace | null {
  const isFile = className === suites.at(-1) && FILE_NAME.test(className);
  return isFile && name.includes(' › ') ? { file: className, namePath: name.split(' › ') } : null;
}

/** unittest-xml-reporting: a module that could not be imported stands in a class of the loader's. */
function unittestPlace({ name, className }: CaseNames, paths: PathMapper): TestPlace | null {
  const folder = /^unittest\.loader\.(?:_FailedTest|ModuleImportFailure)(?:\.(?<module>.+))?$/.exec(className);
  if (folder === null) return null;
  const module = [folder.groups?.module, name].filter(Boolean).join('.');
  const file = paths.module(module)?.file ?? `${module.replaceAll('.', '/')}.py`;
  return { file, namePath: [file] };
}

/** TAP::Formatter::JUnit: cases have their number before the name and no class; the suite is the file, `t_cart_t`. */
function provePlace({ name, className, file, suites }: CaseNames, paths: PathMapper): TestPlace | null {
  const suite = suites.at(-1) ?? '';
  const isFile = name === suite && / /.test(className);
  if (file !== null || !/_t$/.test(suite) || (!isFile && (className !== '' || !/^\d+(?: - |$)/.test(name))))
    return null;
  const path = suite.replace(/_t$/, '.t');
  const found = [path, `t/${path}`, path.replace(/^t_/, 't/')]
    .map((each) => paths.map(each))
    .find((each) => each.inProject);
  const own = found?.file ?? path;
  return { file: own, namePath: [isFile ? own : name.replace(/^\d+ - /, '')] };
}

/** node:test: every `classname` is `test`; the suites nest. Names are escaped twice in Node 20. */
function nodePlace({ name, className, file, suites }: CaseNames): TestPlace | null {
  if (className !== 'test' && className !== 'suite') return null;
  return { file: file ?? (isAbsoluteFile(name) ? name : null), namePath: [...suites, name].map(unescaped) };
}

function unescaped(name: string): string {
  return name
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function isAbsoluteFile(name: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(name) && FILE_NAME.test(name);
}

/** Vitest: `classname` and the suite are the file, the name is `suite > suite > test`. */
function vitestPlace({ name, className, suites }: CaseNames): TestPlace | null {
  const suite = suites.at(-1) ?? '';
  if (className !== suite || !FILE_NAME.test(className)) return null;
  return { file: className, namePath: name === className ? [name] : name.split(' > ') };
}

/** mocha-junit-reporter: the name is all titles in a row, `classname` the test's own title, the suite the innermost title. */
function mochaPlace({ name, className, file, suites, title }: CaseNames): TestPlace | null {
  if (title !== 'Mocha Tests' || className === '' || name === '') return null;
  // With its option both attributes change places.
  if (name.length < className.length && className.endsWith(name))
    return mochaPlace({ name: className, className: name, file, suites, title });
  if (!name.endsWith(className)) return null;
  const before = name.slice(0, -className.length).trim();
  const inner = suites.at(-1) ?? '';
  const outer = before.endsWith(inner) ? before.slice(0, -inner.length).trim() : '';
  const around = before === '' ? [] : outer === '' ? [before] : [outer, inner];
  return { file, namePath: [...around, className] };
}

/** jest-junit by default: `classname` and `name` are both all titles in a row; the suite is the outermost title. */
function jestPlace({ name, className, file, suites, title }: CaseNames): TestPlace | null {
  const isFile = /^\s*Test (?:suite failed to run|execution failure: could be caused by test hooks)/.test(className);
  if (isFile && className === name) return { file, namePath: [file ?? name.trim()] };
  if (isFile) return { file: file ?? name, namePath: [name] };
  // With its title set to the test's own, the class still has all titles.
  if (title === 'jest tests' && className.endsWith(` ${name}`))
    return { file, namePath: [...className.slice(0, -name.length).trim().split(' › '), name] };
  if (name !== className || !name.includes(' ')) return null;
  const outermost = suites.at(-1) ?? '';
  const rest = outermost !== '' && name.startsWith(`${outermost} `) ? name.slice(outermost.length + 1) : '';
  // A test outside of any suite has the space that would follow the suite.
  return { file, namePath: rest === '' ? [name.trim()] : [outermost, rest] };
}

/** pytest, surefire, PHPUnit and the others: `classname` is a module, a class or free text. */
function classPlace({ name, className, file, suites }: CaseNames, paths: PathMapper): TestPlace {
  if (className === '' || className === name) {
    // pytest names a file that could not be loaded as a module: `test.test_invoice`.
    const moduleFile = className === '' && /^[\w.]+$/.test(name) ? (paths.module(name)?.file ?? null) : null;
    const suiteFile = file ?? suites.findLast((suite) => FILE_NAME.test(suite)) ?? moduleFile;
    return { file: suiteFile, namePath: [name] };
  }
  const module = paths.module(className);
  const isPython = (file ?? module?.file ?? '').endsWith('.py');
  // pytest names the file in which a method was written, which may be a base class's; the class says whose test it is.
  const isInherited =
    module !== null &&
    file !== null &&
    !(printedBaseName(module.file) === printedBaseName(file) && isModuleOf(className, file));
  if (isPython && file !== null && !isInherited) return { file, namePath: [...afterModule(className, file), name] };
  if (module === null) {
    const isFile = FILE_NAME.test(className);
    // jest-junit with its separator of ancestors set, and all that print a path of titles.
    return { file: file ?? (isFile ? className : null), namePath: isFile ? [name] : [...className.split(' › '), name] };
  }
  if (isPython) return { file: module.file, namePath: [...module.rest, name] };
  // rspec_junit_formatter: the class is the file, the name has all titles.
  if (className.endsWith('_spec')) return { file: file ?? module.file, namePath: [name] };
  return { file: file ?? module.file, namePath: [...classNames(className), name] };
}

/** Whether a dotted name lies in the module of a file: `shop.test_cart.TestTotal` in `/ci/test/shop/test_cart.py`. */
function isModuleOf(className: string, file: string): boolean {
  const parts = file.replace(/(?:[\\/]__init__)?\.pyi?$/, '').split(/[\\/]/);
  const last = parts.at(-1) ?? '';
  return className.split('.').some((part, index, all) => {
    if (part !== last) return false;
    const module = all.slice(0, index + 1);
    return module.every((each, position) => each === parts[parts.length - module.length + position]);
  });
}

/** `test.test_cart.TestTotal` in `test/test_cart.py` → `TestTotal`. */
function afterModule(className: string, file: string): string[] {
  const parts = className.split('.');
  const stem = file.replace(/^.*[\\/]/, '').replace(/\.py$/, '');
  const at = parts.lastIndexOf(stem);
  return at < 0 ? parts : parts.slice(at + 1);
}

/** `shop.CartTest$Filled` → `CartTest`, `Filled`. */
function classNames(className: string): string[] {
  return className.slice(Math.max(className.lastIndexOf('.'), className.lastIndexOf('\\')) + 1).split('$');
}
