import type { SuspicionRule } from './suspicion-rule.ts';

const ENDS = 'ends the process';
const SKIPS = 'skips tests';
const SWALLOWS = 'swallows every error';
const ASKS = 'asks whether it runs under a test runner';
const LOADS = 'loads a test library into the program';

/** A handler without anything in it but blanks and comments. */
const EMPTY_BLOCK = String.raw`\{\s*(?:(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*\}`;

const GO: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /\bos\.Exit\s*\(|\bsyscall\.(?:Exit|Kill)\s*\(|\blog\.Fatal(?:f|ln)?\s*\(/g },
  { what: SKIPS, pattern: /\b[tb]\.Skip(?:f|Now)?\s*\(/g },
  { what: SWALLOWS, pattern: /\bdefer\s+func\s*\(\s*\)\s*\{\s*(?:_\s*=\s*)?recover\s*\(\s*\)\s*;?\s*\}\s*\(\s*\)/g },
  { what: ASKS, pattern: /\btesting\.Testing\s*\(|\bflag\.Lookup\(\s*"test\.|\bos\.Args\b[^\n]*\.test\b/g },
  { what: LOADS, pattern: /^\s*(?:import\s+)?(?:\w+\s+)?"(?:testing|github\.com\/stretchr\/testify\/\w+)"/gm },
];

const JVM: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /\bSystem\.exit\s*\(|\bRuntime\.getRuntime\(\)\.(?:halt|exit)\s*\(|\bexitProcess\s*\(/g },
  { what: SKIPS, pattern: /@(?:Disabled|Ignore)\b|\bAssum(?:e|ptions)\.assume\w*\s*\(|\bTestAbortedException\b/g },
  {
    what: SWALLOWS,
    pattern: new RegExp(
      String.raw`\bcatch\s*\(\s*(?:final\s+)?(?:\w+\s*:\s*)?(?:Throwable|Exception|RuntimeException|Error)\b[^)]*\)\s*${EMPTY_BLOCK}|setDefaultUncaughtExceptionHandler`,
      'g',
    ),
  },
  { what: ASKS, pattern: /\bClass\.forName\(\s*"(?:org\.junit|org\.testng)|\bsurefire\.\w+|\borg\.gradle\.test\b/g },
  { what: LOADS, pattern: /^\s*import\s+(?:static\s+)?(?:org\.junit|org\.testng|org\.mockito|org\.assertj)\b/gm },
  { what: 'looks at its callers', pattern: /\bgetStackTrace\s*\(\s*\)|\bStackWalker\b/g },
];

const RUBY: readonly SuspicionRule[] = [
  {
    what: ENDS,
    pattern:
      /(?<![\w.:])(?:Kernel\.)?(?:exit!?|abort)(?=\s*(?:\(|$|\d|if\b|unless\b|true\b|false\b))|\bProcess\.(?:exit!?|kill)\b/gm,
  },
  { what: SKIPS, pattern: /^\s*(?:skip|pending)\b|\bx(?:it|describe|context)\b/gm },
  {
    what: SWALLOWS,
    pattern:
      /\brescue\s*(?:=>\s*\w+|(?:Exception|StandardError)(?:\s*=>\s*\w+)?)?\s*(?:#[^\n]*)?\n\s*(?:nil\s*\n\s*)?end\b|\brescue\s+nil\b/g,
  },
  {
    what: ASKS,
    pattern:
      /\bENV\s*\[\s*['"](?:RAILS_ENV|RACK_ENV)['"]\s*\]\s*==\s*['"]test['"]|\bdefined\?\s*\(?\s*(?:RSpec|Minitest)\b|\bRails\.env\.test\?/g,
  },
  { what: LOADS, pattern: /^\s*require\s*\(?\s*['"](?:rspec|minitest|test\/unit)/gm },
];

const PHP: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /(?<![\w>$:])(?:exit|die)\s*(?:\(|;)/g },
  { what: SKIPS, pattern: /\bmarkTest(?:Skipped|Incomplete)\b/g },
  {
    what: SWALLOWS,
    pattern: new RegExp(String.raw`\bcatch\s*\(\s*\\?(?:Throwable|Exception|Error)\b[^)]*\)\s*${EMPTY_BLOCK}`, 'g'),
  },
  { what: ASKS, pattern: /\bPHPUNIT_\w+|\bclass_exists\(\s*['"]\\*PHPUnit/g },
  { what: LOADS, pattern: /^\s*use\s+\\?PHPUnit\b/gm },
];

const RUST: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /\bprocess::(?:exit|abort)\s*\(/g },
  { what: SKIPS, pattern: /#\[\s*ignore\b/g },
  { what: SWALLOWS, pattern: /\bcatch_unwind\b|\bpanic::set_hook\b/g },
  { what: ASKS, pattern: /\bcfg!?\s*\(\s*(?:not\s*\(\s*)?test\b/g },
];

const DOTNET: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /\bEnvironment\.(?:Exit|FailFast)\s*\(|\bProcess\.GetCurrentProcess\(\)\.Kill\b/g },
  { what: SKIPS, pattern: /\[\s*(?:Ignore|Explicit)\b|\bSkip\s*=\s*"|\bAssert\.(?:Ignore|Inconclusive|Skip)\s*\(/g },
  {
    what: SWALLOWS,
    pattern: new RegExp(String.raw`\bcatch\s*(?:\(\s*(?:System\.)?Exception\b[^)]*\))?\s*${EMPTY_BLOCK}`, 'g'),
  },
  { what: LOADS, pattern: /^\s*using\s+(?:Xunit|NUnit|Microsoft\.VisualStudio\.TestTools)\b/gm },
  { what: 'looks at its callers', pattern: /\bnew\s+StackTrace\s*\(|\bEnvironment\.StackTrace\b/g },
];

const C_FAMILY: readonly SuspicionRule[] = [
  { what: ENDS, pattern: /(?<![\w.>])(?:std::)?(?:_?_?exit|_Exit|quick_exit|abort|raise|kill)\s*\(/g },
  { what: SKIPS, pattern: /\bGTEST_SKIP\b|\bTEST_IGNORE\w*\b|\bDISABLED_\w+/g },
  { what: SWALLOWS, pattern: new RegExp(String.raw`\bcatch\s*\(\s*\.\.\.\s*\)\s*${EMPTY_BLOCK}`, 'g') },
  { what: LOADS, pattern: /^\s*#\s*include\s*[<"](?:gtest|gmock|catch2?|doctest|unity|check|cmocka)\b/gm },
  {
    what: 'redefines an assertion',
    pattern: /^\s*#\s*define\s+(?:assert|ASSERT_\w+|EXPECT_\w+|TEST_ASSERT\w*|CHECK|REQUIRE)\b/gm,
  },
];

/** Files of further languages with the rules for them. */
export const OTHER_LANGUAGES: readonly (readonly [RegExp, readonly SuspicionRule[]])[] = [
  [/\.go$/i, GO],
  [/\.(?:java|kts?|scala|groovy)$/i, JVM],
  [/\.(?:rb|rake)$/i, RUBY],
  [/\.php$/i, PHP],
  [/\.rs$/i, RUST],
  [/\.(?:cs|fs|vb)$/i, DOTNET],
  [/\.(?:c|h|cc|cpp|cxx|hpp|hh|m|mm)$/i, C_FAMILY],
];
