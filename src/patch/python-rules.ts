import type { SuspicionRule } from './suspicion-rule.ts';

const BROAD = String.raw`(?:\s+(?:\([^)]*\b)?(?:(?:Base)?Exception|AssertionError)\b[^:\n)]*\)?(?:\s+as\s+\w+)?)?`;
const LITERAL = String.raw`(?:None|True|False|-?\d[\w.]*|"[^"\n]*"|'[^'\n]*'|\[\s*\]|\{\s*\}|\(\s*\))`;
const MODULES = '(?:time|datetime|random|os|sys|math|json|builtins|threading|unittest|pytest|_pytest|io)';

export const PYTHON_RULES: readonly SuspicionRule[] = [
  {
    what: 'ends the process',
    pattern: new RegExp(
      [
        String.raw`\b_exit\b|\bos\s*\.\s*(?:abort|kill|killpg|fork|forkpty|system|popen|exec\w+|spawn\w+|register_at_fork)\b|\bsys\s*\.\s*exit\b|\bSystemExit\b|\braise\s+KeyboardInterrupt\b`,
        String.raw`(?<![\w.])(?:exit|quit)\s*\(|\bfrom\s+(?:sys|os)\s+import\b[^\n]*\b(?:_?exit|abort|kill)\b|\bimport\s+(?:sys|os)\s+as\b`,
        String.raw`\bsignal\s*\.\s*(?:alarm|raise_signal|setitimer|signal|pthread_kill)\b|\bctypes\b|\bfaulthandler\b|\bgetattr\(\s*(?:os|sys|builtins|unittest|pytest)\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'loads a test library into the program',
    pattern: /^[ \t]*(?:import|from)[ \t]+(?:pytest|_pytest|unittest|nose2?|doctest|mock)\b|\bmock\s*\.\s*ANY\b/gm,
  },
  {
    what: 'asks whether it runs under a test runner',
    pattern: new RegExp(
      [
        String.raw`\bPYTEST\w*|['"]_?(?:pytest|unittest)\w*['"]|\bsys\s*\.\s*modules\b|\bsys\s*\.\s*argv\s*\[\s*0|\b_called_from_test\b`,
        String.raw`\b(?:environ(?:\s*\.\s*get\s*\(|\s*\[)|getenv\s*\()\s*['"](?:CI|TEST\w*|TOX\w*|NOSE\w*)['"]|\bin\s+os\s*\.\s*environ\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'steps into the loading of modules or runs code that is not in sight',
    pattern:
      /\bsys\s*\.\s*(?:modules\s*\[|meta_path|path_hooks|settrace|setprofile)|\b__import__\s*\(|\bimportlib\s*\.\s*(?:import_module|reload)\b|(?<![\w.])(?:exec|eval|compile)\s*\(|\bgc\s*\.\s*get_\w+|\bsubprocess\b/g,
  },
  {
    what: 'looks at its callers',
    pattern:
      /\binspect\s*\.\s*(?:stack|currentframe|getouterframes)\b|\bsys\s*\.\s*_getframe\b|\btraceback\s*\.\s*(?:extract_stack|format_stack)\b/g,
  },
  {
    what: 'swallows every error',
    pattern: new RegExp(
      [
        String.raw`\bexcept${BROAD}\s*:\s*(?:#[^\n]*)?\s*(?:pass\b|\.\.\.|return\b|continue\b|print\s*\(|log\w*\s*\.\s*\w+\s*\(|\w+\s*=\s*${LITERAL}\s*(?:#|$))`,
        String.raw`\bsuppress\(\s*(?:Base)?Exception\b|\bsys\s*\.\s*excepthook\b|\bfinally\s*:\s*return\b`,
      ].join('|'),
      'gm',
    ),
  },
  {
    what: 'skips tests',
    pattern:
      /\bpytest\s*\.\s*(?:skip|xfail|exit|importorskip|mark\s*\.\s*(?:skip|xfail))|\bunittest\s*\.\s*(?:skip|expectedFailure)|\bSkipTest\b|\bskipTest\b|\bSkipped\b|\b__unittest_(?:skip|expecting_failure)\w*|\b__test__\s*=\s*False\b|\bcollect_ignore/g,
  },
  {
    what: 'changes a built-in for the whole process',
    pattern: new RegExp(
      [
        String.raw`\b${MODULES}(?:\s*\.\s*\w+)+\s*=(?!=)|\b__builtins__\b|\.\s*assert\w*\s*=(?!=)|\b(?:int|str|float|bool|list|dict|object)\s*\.\s*__\w+__\s*=(?!=)`,
        String.raw`\bsetattr\(\s*(?:${MODULES}|object|int|str)\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    what: 'makes a comparison come out the same for everything',
    pattern:
      /\bdef\s+__(?:eq|ne|lt|le|gt|ge|bool|contains)__\s*\([^)]*\)[^:\n]*:\s*(?:#[^\n]*)?\s*return\s+(?:not\s+)?(?:True|False|[01])\b|\b__(?:eq|ne|bool|contains)__['"]?\s*[=:]\s*lambda\b[^:\n]*:\s*(?:not\s+)?(?:True|False|[01])\b/g,
  },
  { what: 'does something when the process ends', pattern: /\batexit\s*\.\s*register\b|\b_shutdown\b/g },
  {
    what: 'reaches for the tests or the runner’s own files',
    pattern:
      /\b(?:open|remove|unlink|rmtree|rename|replace|copy\w*|move)\s*\([^\n]*\btests?[_/\\]|\bPath\s*\([^\n]*\btests?[_/\\][^\n]*\.\s*(?:write_\w+|unlink|rename|replace|touch)\s*\(|\brmtree\s*\(|['"]\/(?:scratch|proc|work)\b/g,
  },
];
