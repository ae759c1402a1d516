import { OTHER_LANGUAGES } from './other-language-rules.ts';
import type { SuspicionRule } from './suspicion-rule.ts';

const TEST_LIBRARIES = String.raw`(?:node:test|vitest|@vitest\/[\w-]+|@jest\/globals|jest|mocha|chai|ava|tap|tape|sinon|expect)`;
const BUILT_INS =
  '(?:Object|Array|String|Number|Boolean|Function|Promise|Map|Set|Date|RegExp|Error|Symbol|JSON|Math|Reflect)';

const JAVASCRIPT_RULES: readonly SuspicionRule[] = [
  {
    what: 'ends the process',
    pattern:
      /\bprocess\s*(?:\.\s*|\?\.\s*|\[\s*['"`])(?:exit|abort|kill|reallyExit)\b|\{[^{}\n]*\b(?:exit|abort|reallyExit|kill)\b[^{}\n]*\}\s*(?:=\s*process\b|from\s*['"`](?:node:)?process['"`])/g,
  },
  {
    what: 'replaces a global of the test runner',
    pattern:
      /\b(?:globalThis|global|window|self)\s*(?:\.\s*|\[\s*['"`])(?:expect|assert|it|test|describe|jest|vi|beforeEach|afterEach)\b/g,
  },
  {
    what: 'patches an assertion library',
    pattern:
      /\b(?:assert|expect|chai|should|sinon|jest|vi)(?:\.\w+)+\s*=(?![=>])|\bexpect\s*\.\s*extend\s*\(|\bObject\.(?:defineProperty|assign)\(\s*(?:assert|expect|chai)\b/g,
  },
  {
    what: 'loads a test library into the program',
    pattern: new RegExp(
      String.raw`(?:\brequire\s*\(\s*|\bfrom\s*|\bimport\s*\(?\s*)['"\`]${TEST_LIBRARIES}['"\`]`,
      'g',
    ),
  },
  {
    what: 'asks whether it runs under a test runner',
    pattern:
      /\bJEST_WORKER_ID\b|\bNODE_TEST_CONTEXT\b|\bVITEST(?:_\w+)?\b|\bimport\.meta\.vitest\b|\bNODE_ENV\b['"`\]]*\s*[!=]==?\s*['"`]test\b|\btypeof\s+(?:jest|vi|describe|it|expect)\b|\bnpm_lifecycle_event\b/g,
  },
  {
    what: 'looks at its callers',
    pattern: /\bnew\s+Error\([^)]*\)\s*\.\s*stack\b|\bcaptureStackTrace\b|\bprepareStackTrace\b/g,
  },
  {
    what: 'swallows every error',
    pattern:
      /\bcatch\s*(?:\([^)]*\))?\s*\{\s*(?:(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*\}|\.catch\(\s*(?:\(\s*\w*\s*\)|\w+)\s*=>\s*(?:\{\s*\}|undefined|null)\s*\)|\b(?:uncaughtException|unhandledRejection)\b/g,
  },
  {
    what: 'skips tests',
    pattern: /\b(?:it|test|describe|suite|context)\s*\.\s*(?:skip|todo|only|failing)\b|\bx(?:it|describe|test)\s*\(/g,
  },
  {
    what: 'changes a built-in for the whole process',
    pattern: new RegExp(
      String.raw`\b${BUILT_INS}(?:\.prototype)?(?:\.\w+|\[[^\]\n]+\])\s*=(?![=>])|\bObject\.(?:defineProperty|assign)\(\s*${BUILT_INS}(?:\.prototype)?\s*,`,
      'g',
    ),
  },
  {
    what: 'steps into the loading of modules',
    pattern: /\brequire\.cache\b|\bModule\._\w+|\bregisterHooks\b|\bmodule\.register\(/g,
  },
  { what: 'pretends to be a matcher', pattern: /\basymmetricMatch\b|\$\$typeof\b/g },
];

const PYTHON_RULES: readonly SuspicionRule[] = [
  {
    what: 'ends the process',
    pattern:
      /\bos\s*\.\s*(?:_exit|abort|kill|killpg)\b|\bsys\s*\.\s*exit\b|\bSystemExit\b|(?<![\w.])(?:exit|quit)\s*\(/g,
  },
  {
    what: 'loads a test library into the program',
    pattern: /^[ \t]*(?:import|from)[ \t]+(?:pytest|_pytest|unittest|nose2?|doctest)\b/gm,
  },
  {
    what: 'asks whether it runs under a test runner',
    pattern: /\bPYTEST_\w+|['"](?:pytest|unittest|_pytest)['"]\s*(?:not\s+)?in\s+sys\s*\.\s*modules/g,
  },
  { what: 'steps into the loading of modules', pattern: /\bsys\s*\.\s*(?:modules\s*\[|meta_path|path_hooks)/g },
  {
    what: 'looks at its callers',
    pattern:
      /\binspect\s*\.\s*(?:stack|currentframe|getouterframes)\b|\bsys\s*\.\s*_getframe\b|\btraceback\s*\.\s*(?:extract_stack|format_stack)\b/g,
  },
  {
    what: 'swallows every error',
    pattern:
      /\bexcept(?:\s+\(?(?:Base)?Exception\)?(?:\s+as\s+\w+)?)?\s*:\s*(?:#[^\n]*)?\s*(?:pass\b|\.\.\.|return\b|continue\b)|\bsuppress\(\s*(?:Base)?Exception\b|\bsys\s*\.\s*excepthook\b/g,
  },
  {
    what: 'skips tests',
    pattern:
      /\bpytest\s*\.\s*(?:skip|xfail|importorskip|mark\s*\.\s*(?:skip|xfail))|\bunittest\s*\.\s*(?:skip|expectedFailure)|\bSkipTest\b|\b__test__\s*=\s*False\b|\bcollect_ignore/g,
  },
  {
    what: 'changes a built-in for the whole process',
    pattern:
      /\bbuiltins\s*\.\s*\w+\s*=(?!=)|\bsetattr\(\s*(?:builtins|unittest|pytest|sys|object)\b|\bsys\s*\.\s*settrace\b/g,
  },
  {
    what: 'makes a comparison come out the same for everything',
    pattern:
      /\bdef\s+__(?:eq|ne|lt|le|gt|ge|bool|contains)__\s*\([^)]*\)[^:\n]*:\s*(?:#[^\n]*)?\s*return\s+(?:True|False)\b/g,
  },
  { what: 'does something when the process ends', pattern: /\batexit\s*\.\s*register\b/g },
];

const FILES_AND_RULES: readonly (readonly [RegExp, readonly SuspicionRule[]])[] = [
  [/\.[cm]?[jt]sx?$/i, JAVASCRIPT_RULES],
  [/\.pyi?$/i, PYTHON_RULES],
  ...OTHER_LANGUAGES,
];

/** Rules for a file by its name; none for languages that are not known. */
export function suspicionRulesFor(path: string): readonly SuspicionRule[] {
  return FILES_AND_RULES.find(([files]) => files.test(path))?.[1] ?? [];
}
