import { type AnswerCase, FIXED, GOOD, ITEM, item, replies, SOURCE } from './answer-case.ts';

const applied = { applied: FIXED };
const pretty = JSON.stringify(JSON.parse(GOOD), null, 2);
const other = 'export const b = 2;\n';
const bItem = {
  file: 'src/b.js',
  action: 'replace',
  search: ['export const b = 1;'],
  replace: ['export const b = 2;'],
};
const diff = `--- a/src/a.js\n+++ b/src/a.js\n@@ -1,3 +1,3 @@\n export function sum(a, b) {\n-  return a - b;\n+  return a + b;\n }\n`;

/** The same good patch in the wrappings of models. */
const wrapped: readonly (readonly [string, string])[] = [
  ['as asked', GOOD],
  ['pretty', pretty],
  ['in a fence', `\`\`\`json\n${pretty}\n\`\`\``],
  ['in a fence without a language', `\`\`\`\n${pretty}\n\`\`\``],
  ['in a fence that is never closed', `\`\`\`json\n${pretty}`],
  ['in tildes', `~~~\n${pretty}\n~~~`],
  ['behind prose', `Sure! Here is the patch:\n\n${pretty}`],
  ['before prose', `${pretty}\n\nLet me know whether it {helps}.`],
  ['behind prose with braces', `The function {sum} is [wrong].\n${pretty}`],
  ['behind code in prose', `It says \`if (a) { return 1; }\`:\n${pretty}`],
  ['behind a byte-order mark', `\ufeff${GOOD}`],
  ['behind thoughts', `<think>I could say {"patches": []} but no.</think>\n${GOOD}`],
  ['quoted as one string', JSON.stringify(GOOD)],
  ['with CRLF', pretty.replaceAll('\n', '\r\n')],
  ['with trailing commas', pretty.replaceAll('"\n', '",\n')],
  [
    'in single quotes',
    `{'patches': [{'file': 'src/a.js', 'action': 'replace', 'search': ['  return a - b;'], 'replace': ['  return a + b;']}]}`,
  ],
  ['in smart quotes', GOOD.replaceAll('"', '\u201d')],
  [
    'in paired smart quotes',
    `{\u201cpatches\u201d: [{\u201cfile\u201d: \u201csrc/a.js\u201d, \u201csearch\u201d: [\u201c  return a - b;\u201d], \u201creplace\u201d: [\u201c  return a + b;\u201d]}]}`,
  ],
  [
    'with keys without quotes',
    `{patches: [{file: "src/a.js", search: ["  return a - b;"], replace: ["  return a + b;"]}]}`,
  ],
  ['with comments', pretty.replace('"patches"', '// the patch\n  "patches"')],
  ['in a wrapper', `{"response": ${GOOD}}`],
  ['as a bare list', JSON.stringify([ITEM])],
  ['as a bare patch', JSON.stringify(ITEM)],
  [
    'with other names',
    JSON.stringify({ edits: [{ path: 'src/a.js', old: '  return a - b;', new: '  return a + b;' }] }),
  ],
  ['with blocks of text for lists', replies(item({ search: '  return a - b;\n', replace: '  return a + b;\n' }))],
  ['with line ends in its lines', replies(item({ search: ['  return a - b;\n'], replace: ['  return a + b;\n'] }))],
  [
    'with carriage returns in its lines',
    replies(item({ search: ['  return a - b;\r'], replace: ['  return a + b;\r'] })),
  ],
  ['with unknown keys', replies({ ...ITEM, confidence: 0.9, why: null })],
  ['with __proto__', GOOD.replace('{"analysis"', '{"__proto__": {"patches": []}, "analysis"')],
  ['with a constructor', GOOD.replace('{"analysis"', '{"constructor": {"prototype": {"x": 1}}, "analysis"')],
  ['with a draft before it', `${replies(bItem)}\nNo, better:\n${GOOD}`],
  ['with one file named in two ways', replies(item({ file: './src/a.js' }))],
  ['with backslashes in the path', replies(item({ file: 'src\\a.js' }))],
  ['with blanks around the path', replies(item({ file: ' src/a.js ' }))],
  ['without indentation', replies(item({ search: ['return a - b;'], replace: ['return a + b;'] }))],
  ['with too much indentation', replies(item({ search: ['      return a - b;'], replace: ['      return a + b;'] }))],
  ['with tabs', replies(item({ search: ['\treturn a - b;'], replace: ['\treturn a + b;'] }))],
  ['with trailing blanks', replies(item({ search: ['  return a - b;   '], replace: ['  return a + b;'] }))],
  ['with other blanks within', replies(item({ search: ['  return  a -  b;'], replace: ['  return a + b;'] }))],
  [
    'with line numbers copied',
    replies(item({ search: ['2|   return a - b;', '3| }'], replace: ['2|   return a + b;', '3| }'] })),
  ],
  ['with diff signs copied', replies(item({ search: ['-  return a - b;'], replace: ['+  return a + b;'] }))],
  [
    'with context repeated',
    replies(
      item({
        search: SOURCE.split('\n').slice(0, 3),
        replace: ['export function sum(a, b) {', '  return a + b;', '}'],
      }),
    ),
  ],
  ['as a piece of a line', replies(item({ search: 'return a - b', replace: 'return a + b' }))],
  ['as a unified diff', diff],
  ['as a unified diff in a fence', `Here:\n\`\`\`diff\n${diff}\`\`\`\n`],
  ['as a unified diff with wrong counts', diff.replace('@@ -1,3 +1,3 @@', '@@ -1,3 +1,3 @@ export')],
  ['as a git diff', `diff --git a/src/a.js b/src/a.js\nindex 1..2 100644\n${diff}`],
];

/** Parts of one whole answer that is cut off: none of them may be applied, not even the patches that are whole. */
const two = JSON.stringify({ analysis: '', patches: [bItem, ITEM], explanation: 'done' });
const cuts = [0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97].map((part) => two.slice(0, Math.floor(two.length * part)));

const unreadable: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'empty'],
  ['blanks', ' \n\t ', 'empty'],
  ['prose', 'I would change the sign in sum.', 'no JSON'],
  ['code alone', '```js\nexport function sum(a, b) {\n  return a + b;\n}\n```', 'no JSON'],
  ['an empty object', '{}', ''],
  ['an empty list', '[]', ''],
  ['null', 'null', ''],
  ['a number', '42', ''],
  ['no patches and no reason', replies(), 'cannotFix'],
  ['no patches and the word none', JSON.stringify({ patches: [], cannotFix: 'none' }), 'cannotFix'],
  ['patches that are a text', JSON.stringify({ patches: 'change the sign' }), 'asked form'],
  ['a patch that is a text', JSON.stringify({ patches: ['change the sign'] }), 'asked form'],
  ['a patch without a file', replies({ search: ['  return a - b;'], replace: ['x'] }), 'asked form'],
  ['a file that is a number', replies(item({ file: 7 })), 'asked form'],
  ['a file without a name', replies(item({ file: '' })), 'asked form'],
  ['an action that does not exist', replies(item({ action: 'execute' })), 'asked form'],
  ['a search of numbers', replies(item({ search: [1, 2] })), 'asked form'],
  ['lines that are objects', replies(item({ replace: [{ line: 'x' }] })), 'asked form'],
  ['501 patches', replies(...Array.from({ length: 501 }, () => ITEM)), 'asked form'],
  ['a path of 5,000 characters', replies(item({ file: 'd/'.repeat(2500) })), 'asked form'],
  ['the patches twice', GOOD.replace('"patches"', '"patches":[],"patches"'), 'twice'],
  ['the file twice', GOOD.replace('"file"', '"file":"src/b.js","file"'), 'twice'],
  ['a list that leaves something out', `{"patches": [${JSON.stringify(ITEM)}, ...]}`, 'leaves something out'],
  [
    'a comment that leaves something out',
    `{"patches": [${JSON.stringify(ITEM)} /* ... rest of the patches ... */]}`,
    'leaves something out',
  ],
  ['brackets that do not pair', '{"patches": [{"file": "src/a.js"}}', 'brackets'],
  ['a thousand levels', `{"patches": ${'['.repeat(1000)}${']'.repeat(1000)}}`, 'deeper'],
  ['a hundred thousand levels', '{"a":'.repeat(100_000), 'deeper'],
  ['a hundred thousand brackets', '['.repeat(100_000), ''],
  ['ten megabytes of blanks', ' '.repeat(10_000_000), 'longer'],
  ['ten megabytes of a patch', replies(item({ replace: ['x'.repeat(10_000_000)] })), 'longer'],
  ['a malformed diff', diff.replace('@@ -1,3 +1,3 @@', '@@ -1,99 +1,99 @@'), 'diff'],
  ['a binary', '\u0000\u0001\u0002\ufffd'.repeat(50), ''],
  ...cuts.map((text, index) => [`an answer that is cut off (${index})`, text, 'cut off'] as const),
  ['an answer that is cut off in a fence', `\`\`\`json\n${pretty.slice(0, -20)}\n\`\`\``, ''],
  ['a diff that is cut off', diff.slice(0, -5), 'diff'],
];

const misplaced: readonly (readonly [string, string, string])[] = [
  ['a file that does not exist', replies(item({ file: 'src/none.js' })), 'no file "src/none.js"'],
  ['a file of another folder', replies(item({ file: 'a.js' })), 'did you mean src/a.js'],
  ['a folder', replies(item({ file: 'src' })), 'src'],
  ['a path out of the project', replies(item({ file: '../src/a.js' })), 'not a path inside'],
  ['an absolute path', replies(item({ file: '/etc/passwd' })), 'not a path inside'],
  ['a drive', replies(item({ file: 'C:\\a.js' })), 'not a path inside'],
  ['a path with NUL', replies(item({ file: 'src/a.js\0' })), ''],
  [
    'a new file out of the project',
    replies({ file: '../x.js', action: 'create', search: [], replace: ['x'] }),
    'not a path inside',
  ],
  [
    'a new file with control characters',
    replies({ file: 'a\nb.js', action: 'create', search: [], replace: ['x'] }),
    'control characters',
  ],
  ['text that is nowhere', replies(item({ search: ['  launch(rocket);'] })), 'not in the file'],
  ['text that is nearly there', replies(item({ search: ['  return subtract(a, b);'] })), 'return a - b'],
  ['text that stands in two places', replies(item({ search: ['}'], replace: ['};'] })), 'stands in'],
  ['text in two places and a far line', replies(item({ search: ['}'], replace: ['};'], startLine: 5 })), 'stands in'],
  ['no text to look for', replies(item({ search: [] })), 'search text is empty'],
  ['blank text to look for', replies(item({ search: ['', '  '] })), 'search text is empty'],
  [
    'a search with dots for lines',
    replies(item({ search: ['export function sum(a, b) {', '  // ...', '}'] })),
    'leaves lines out',
  ],
  ['a replacement with a placeholder', replies(item({ replace: ['  // ... rest of the code unchanged'] })), 'left out'],
  ['a replacement with a placeholder of Python', replies(item({ replace: ['  # ... existing code ...'] })), 'left out'],
  [
    'a replacement with a bare placeholder',
    replies(item({ replace: ['  return a + b;', '  ...rest of the function'] })),
    'left out',
  ],
  [
    'a whole file with a remark for a function',
    replies(
      item({
        search: SOURCE.split('\n'),
        replace: ['export function sum(a, b) {', '  return a + b;', '}', '// twice() stays as it is'],
      }),
    ),
    'left out',
  ],
  [
    'a whole file with a placeholder',
    replies({ file: 'new.js', action: 'create', search: [], replace: ['// existing code', 'x();'] }),
    'left out',
  ],
  ['a replacement that is the same', replies(item({ replace: ['  return a - b;'] })), 'changes nothing'],
  ['the same patch twice', replies(ITEM, ITEM), 'two edits change the same place'],
  [
    'patches that overlap',
    replies(ITEM, item({ search: SOURCE.split('\n').slice(0, 3), replace: ['x'] })),
    'two edits change the same place',
  ],
  [
    'a file over one that exists',
    replies({ file: 'src/b.js', action: 'create', search: [], replace: ['x'] }),
    'exists already',
  ],
  [
    'a file over one of another case',
    replies({ file: 'SRC/B.js', action: 'create', search: [], replace: ['x'] }),
    'exists already',
  ],
  [
    'a file in place of a folder',
    replies({ file: 'src', action: 'create', search: [], replace: ['x'] }),
    'exists already',
  ],
  [
    'a file below a file',
    replies({ file: 'src/a.js/x', action: 'create', search: [], replace: ['x'] }),
    'not a folder',
  ],
  [
    'a file made twice',
    replies(...[1, 2].map(() => ({ file: 'n.js', action: 'create', search: [], replace: ['x'] }))),
    'made twice',
  ],
  [
    'a file that is deleted and changed',
    replies({ file: 'src/a.js', action: 'delete', search: [], replace: [] }, ITEM),
    'deleted',
  ],
  [
    'a file that is changed and deleted',
    replies(ITEM, { file: 'src/a.js', action: 'delete', search: [], replace: [] }),
    'changed twice',
  ],
  ['a deletion of nothing', replies({ file: 'none.js', action: 'delete', search: [], replace: [] }), 'no file'],
  ['a new name without a name', replies({ file: 'src/a.js', action: 'rename', search: [], replace: [] }), 'newPath'],
  [
    'a new name that is taken',
    replies({ file: 'src/a.js', action: 'rename', search: [], replace: [], newPath: 'src/b.js' }),
    'exists already',
  ],
  [
    'a new name out of the project',
    replies({ file: 'src/a.js', action: 'rename', search: [], replace: [], newPath: '../a.js' }),
    'not a path inside',
  ],
  ['half a character', replies(item({ replace: ['\ud83d'] })), 'half a character'],
  ['a good patch beside one that fails', replies(bItem, item({ search: ['  nowhere(at, all);'] })), 'not in the file'],
];

export const HOSTILE_ANSWERS: readonly AnswerCase[] = [
  ...wrapped.map(([what, answer]) => ({ what: `the good patch ${what}`, answer, ends: applied })),
  ...unreadable.map(([what, answer, refused]) => ({ what, answer, ends: { refused } })),
  ...misplaced.map(([what, answer, refused]) => ({ what, answer, ends: { refused } })),
  {
    what: 'an honest way out',
    answer: JSON.stringify({ analysis: '', cannotFix: 'the test asks for two values at once', patches: [] }),
    ends: { cannotFix: 'two values at once' },
  },
  {
    what: 'an honest way out without patches',
    answer: JSON.stringify({ cannot_fix: true, explanation: 'the service is down' }),
    ends: { cannotFix: 'service is down' },
  },
  { what: 'two files at once', answer: replies(ITEM, bItem), ends: { applied: { ...FIXED, 'src/b.js': other } } },
  {
    what: 'a new file',
    answer: replies({ file: 'src/n.js', action: 'create', search: [], replace: ['one', 'two'] }),
    ends: { applied: { 'src/n.js': 'one\ntwo\n' } },
  },
  {
    what: 'a new file called __proto__',
    answer: replies({ file: '__proto__', action: 'create', search: [], replace: ['x'] }),
    ends: { applied: { ['__proto__']: 'x\n' } },
  },
  {
    what: 'a deletion',
    answer: replies({ file: 'src/b.js', action: 'delete', search: [], replace: [] }),
    ends: { applied: { 'src/b.js': null } },
  },
  {
    what: 'a new name and a change',
    answer: replies(ITEM, { file: 'src/a.js', action: 'rename', search: [], replace: [], newPath: 'src/sum.js' }),
    ends: { applied: { 'src/a.js': null, 'src/sum.js': FIXED['src/a.js'] } },
  },
  {
    what: 'a key twice, once in escapes',
    answer: GOOD.replace('"replace":["', '"repl\\u0061ce":["evil();"],"replace":["'),
    ends: { refused: 'twice' },
  },
  {
    what: 'an ellipsis for what was left out',
    answer: replies(item({ search: SOURCE.trimEnd().split('\n'), replace: [...SOURCE.split('\n').slice(0, 3), '…'] })),
    ends: { refused: 'left out' },
  },
  {
    what: 'removed lines',
    answer: replies(item({ search: ['  const two = 2;'], replace: [] })),
    ends: { applied: { 'src/a.js': SOURCE.replace('  const two = 2;\n', '') } },
  },
  {
    what: 'a regular expression with the backslash of code',
    answer: replies(item({ replace: ['  return /@d+/.test("@@") || a + b;'] })).replaceAll('@', '\\'),
    ends: { applied: { 'src/a.js': SOURCE.replace('a - b', '/\\d+/.test("\\") || a + b') } },
  },
  {
    what: 'lines of a hundred thousand letters that are nearly alike',
    answer: replies(item({ search: ['x'.repeat(100_000)] })),
    files: { 'src/a.js': `${'xy'.repeat(50_000)}\n`.repeat(30) },
    ends: { refused: 'not in the file' },
  },
  {
    what: 'a hundred thousand letters that stand everywhere but for the last',
    answer: replies(item({ search: ['x'.repeat(100_000)] })),
    files: { 'src/a.js': `${'x'.repeat(99_999)}y\n`.repeat(30) },
    ends: { refused: 'stands in 30 places' },
  },
  {
    what: 'a piece of a long line',
    answer: replies(item({ search: ['-x'.repeat(600)], replace: ['one'] })),
    files: { 'src/a.js': `+${'-x'.repeat(600)}+\n` },
    ends: { applied: { 'src/a.js': '+one+\n' } },
  },
  {
    what: 'one of two places by its line',
    answer: replies(item({ search: ['}'], replace: ['};'], startLine: 3 })),
    ends: { applied: { 'src/a.js': SOURCE.replace('}\n', '};\n') } },
  },
  ...['$&', '$1', "$'", '$`', '$$', '\\n', '\\u0041', '%s', '$\u007bx}', '{{x}}', '\\1', '&amp;'].map((sign) => ({
    what: `the literal ${sign}`,
    answer: replies(item({ replace: [`  return "${sign}";`] })),
    ends: { applied: { 'src/a.js': SOURCE.split('a - b').join(`"${sign}"`) } },
  })),
];
