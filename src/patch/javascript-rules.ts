import type { SuspicionRule } from './suspicion-rule.ts';

const TEST_LIBRARIES = String.raw`(?:node:test|vitest|@vitest\/[\w-]+|@jest\/[\w-]+|jest|mocha|chai|should|power-assert|ava|tap|tape|sinon|expect)`;
const BUILT_INS =
  '(?:Object|Array|String|Number|Boolean|Function|Promise|Map|Set|Date|RegExp|Error|Symbol|JSON|Math|Reflect)';
const GLOBAL = '(?:globalThis|global|window|self)';
const RUNNER_GLOBALS = '(?:expect|assert|it|test|describe|suite|jest|vi|beforeEach|afterEach|beforeAll|afterAll)';
const ASSERTIONS =
  '(?:ok|fail|match|equal|equals|strictEqual|deepEqual|deepStrictEqual|notEqual|notStrictEqual|throws|rejects|toBe|toEqual|toStrictEqual|toThrow)';
/** Variables by which runners can be told. */
const RUNNER_VARIABLES =
  '(?:JEST|VITEST|MOCHA|AVA|TAP|NODE_TEST|PLAYWRIGHT|CYPRESS|KARMA|TEST)(?:_\\w+)?|NODE_ENV|CI|npm_\\w+';

/** What of `process` an ordinary program uses; its environment has a rule of its own. */
const HARMLESS = String.raw`\s*\??\.\s*(?:env|cwd|platform|nextTick|hrtime|uptime|memoryUsage|versions?|arch|pid|stdout|stderr|stdin|emitWarning|argv\s*\.\s*slice)\b`;

/** Parsing tells by an error what the caller wants to know by a value. */
const PARSED = String.raw`(?<!\{\s*return (?:await )?(?:JSON\.parse|new URL|decodeURI\w*|BigInt|new RegExp)\([^;{}]*\);?\s*\}\s*)`;
const COMMENTS = String.raw`(?:(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|;)\s*)*`;
const LITERAL = String.raw`(?:null|undefined|void 0|true|false|-?\d[\w.]*|"[^"\n]*"|'[^'\n]*'|\[\s*\]|\{\s*\})`;

export const JAVASCRIPT_RULES: readonly SuspicionRule[] = [
  {
    what: 'ends the process',
    pattern: new RegExp(
      [
        String.raw`(?<![\w$.'"\`/]|node:)process\b(?!${HARMLESS}|\s*[(:]|\s+from\s*['"\`](?:node:)?process['"\`])`,
        String.raw`\bprocess\s*\??\.\s*(?:stdout|stderr)\s*\.\s*\w+\s*=(?![=>])`,
        String.raw`(?:\b${GLOBAL}\s*(?:\??\.\s*|\[\s*['"\`])(?:process|Deno|Bun)\b)|\b(?:Deno|Bun)\s*\.\s*exit\b`,
        String.raw`(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bas\s+\w+\s+from\s*|(?<!\{\s*(?:env|cwd|platform|nextTick|hrtime|stdout|stderr|stdin)\s*)\}\s*from\s*)['"\`](?:node:)?process['"\`]`,
        String.raw`\bimport\s+(?!process\b)\w+\s+from\s*['"\`](?:node:)?process['"\`]`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'replaces a global',
    pattern: new RegExp(
      String.raw`\b${GLOBAL}\s*(?:\.\s*\w+|\[[^\]\n]+\])\s*=(?![=>])|\b${GLOBAL}\s*(?:\.\s*|\[\s*['"\`])${RUNNER_GLOBALS}\b|\b(?:Object|Reflect)\s*\.\s*\w+\(\s*${GLOBAL}\b|\bconsole\s*\.\s*\w+\s*=(?![=>])`,
      'g',
    ),
  },
  {
    what: 'patches an assertion library',
    pattern: new RegExp(
      String.raw`\b(?:assert|expect|chai|should|sinon|jest|vi)(?:\.\w+)+\s*=(?![=>])|[\w$)\]]\s*\.\s*${ASSERTIONS}\s*=(?![=>])|\bexpect\s*\.\s*extend\s*\(|\b(?:Object|Reflect)\s*\.\s*\w+\(\s*(?:assert|expect|chai)\b|\b(?:jest|vi)\s*\.\s*\w+\s*\(`,
      'g',
    ),
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
    pattern: new RegExp(
      [
        String.raw`\benv\s*\??\.\s*(?:${RUNNER_VARIABLES})\b|\benv\s*(?:\?\.)?\s*\[(?!\s*['"\`](?!(?:${RUNNER_VARIABLES})['"\`])\w+['"\`]\s*\])`,
        String.raw`\b(?:JEST_WORKER_ID|NODE_TEST_CONTEXT)\b|\bVITEST(?:_\w+)?\b|\{[^{}\n]*\bNODE_ENV\b[^{}\n]*\}\s*=`,
        String.raw`\bimport\.meta\.vitest\b|\btypeof\s+(?:${GLOBAL}\s*\.\s*)?(?:jest|vi|describe|it|expect)\b`,
        String.raw`['"\`]${RUNNER_GLOBALS}['"\`]\s+in\s+|\brequire\s*\.\s*main\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'looks at its callers',
    pattern:
      /\bnew\s+Error\([^)]*\)\s*\.\s*stack\b|\.\s*stack\s*\??\.\s*\w+\s*\(|\bcaptureStackTrace\b|\bprepareStackTrace\b|\bcallee\b|\.\s*caller\b|\bconsole\s*\.\s*trace\b/g,
  },
  {
    what: 'swallows every error',
    pattern: new RegExp(
      [
        String.raw`${PARSED}\bcatch\s*(?:\([^)]*\))?\s*\{\s*${COMMENTS}(?:console\s*\.\s*\w+\s*\([^;{}]*\)\s*;?\s*)?${COMMENTS}(?:return(?:\s+${LITERAL})?\s*;?\s*)?${COMMENTS}\}`,
        String.raw`\.\s*catch\(\s*(?:async\s*)?(?:\(\s*\w*\s*\)|\w+)\s*=>\s*(?:\{\s*(?:return(?:\s+${LITERAL})?\s*;?\s*)?\}|\(?\s*${LITERAL}\s*\)?)\s*\)`,
        String.raw`\.\s*catch\(\s*(?:noop|function\s*\w*\(\s*\w*\s*\)\s*\{\s*\})\s*\)|\.\s*then\([^,()]*,\s*\(\s*\w*\s*\)\s*=>\s*(?:\{\s*\}|${LITERAL})\s*\)`,
        String.raw`\bfinally\s*\{\s*return\b|\b(?:uncaughtException|unhandledRejection)\b|\bonerror\s*=(?!=)`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'skips tests',
    pattern:
      /\b(?:it|test|describe|suite|context)\s*(?:\.\s*|\[\s*['"`])(?:skip|todo|only|failing|fixme|skipIf|runIf)\b(?:['"`]\s*\])?\s*(?:\.\s*\w+\s*)*[(`]|\b(?:x(?:it|describe|test)|fdescribe)\s*\(/g,
  },
  {
    what: 'changes a built-in for the whole process',
    pattern: new RegExp(
      [
        String.raw`\b${BUILT_INS}(?:\.prototype)?(?:(?:\.\w+)+|\[[^\]\n]+\])\s*=(?![=>])`,
        String.raw`\b(?:Object|Reflect)\s*\.\s*(?:defineProperty|defineProperties|assign|set|setPrototypeOf|deleteProperty)\(\s*${BUILT_INS}(?:\.prototype)?\s*,`,
        String.raw`=\s*${BUILT_INS}(?:\.prototype)?\s*(?=[;,\n]|$)`,
      ].join('|'),
      'gm',
    ),
  },
  {
    what: 'steps into the loading of modules or runs code that is not in sight',
    pattern: new RegExp(
      [
        String.raw`\brequire\s*\.\s*(?:cache|extensions)\b|\bModule\._\w+|\bregisterHooks\b|\bmodule\.register\(|\bgetBuiltinModule\b|\bsyncBuiltinESMExports\b`,
        String.raw`['"\`](?:node:)?(?:module|vm|inspector|v8|repl|worker_threads|child_process|cluster|async_hooks)['"\`]`,
        String.raw`(?<![\w$.])(?:eval\s*\(|(?:new\s+)?Function\s*\()|\b(?:import|require)\s*\(\s*(?!['"\`])`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'pretends to be a matcher or to be equal to everything',
    pattern:
      /\basymmetricMatch(?:er)?\b|\$\$typeof\b|\bSymbol\s*\.\s*toPrimitive\b|\bnew\s+Proxy\s*\(|\b(?:equals|valueOf)\s*(?::\s*)?(?:function\s*)?\(\s*\w*\s*\)\s*(?:=>\s*)?\{?\s*(?:return\s+)?(?:true|-?\d|['"])|\bvalueOf\s*(?::|\([^()]*\)\s*\{)/g,
  },
  {
    what: 'reaches for the tests or the runner’s own files',
    pattern:
      /\b(?:write|append|rm|unlink|rename|copy|cp|truncate|symlink|chmod|createWriteStream)\w*\s*\([^;\n]*(?:\btests?\b|\bspec\b|__tests__|snap\b|import\.meta|require\s*\.\s*main|__dirname|__filename)|['"`]\/(?:scratch|proc|work)\b|\brm(?:Sync)?\s*\([^;\n]*recursive/g,
  },
];
