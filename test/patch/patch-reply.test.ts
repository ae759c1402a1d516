import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { type PatchReply, parsePatchReply } from '../../src/patch/patch-reply.ts';
import { PATCH_INSTRUCTIONS, PATCH_SCHEMA } from '../../src/patch/patch-schema.ts';

const reply = {
  analysis: 'The comparison is wrong: `}` and "quotes" and \\ are only text.',
  cannotFix: '',
  patches: [
    {
      file: 'src/a.js',
      action: 'replace',
      search: ['  if (a > b) {', '    return "x";'],
      replace: ['  if (a >= b) {', '    return "x";'],
    },
  ],
  explanation: 'Equal values count now.',
};

const wanted: PatchReply = {
  kind: 'patch',
  rationale: 'Equal values count now.',
  edits: [
    {
      kind: 'replace',
      file: 'src/a.js',
      target: { kind: 'text', text: '  if (a > b) {\n    return "x";\n' },
      replacement: '  if (a >= b) {\n    return "x";\n',
    },
  ],
};

const json = JSON.stringify(reply, null, 2);

function reason(text: string): string {
  const result = parsePatchReply(text);
  return result.kind === 'invalid' ? result.reason : result.kind;
}

describe('schema and instructions', () => {
  it('accept the same reply', () => {
    const validate = new Ajv({ strict: false }).compile(PATCH_SCHEMA);
    const example = PATCH_INSTRUCTIONS.slice(PATCH_INSTRUCTIONS.indexOf('{'), PATCH_INSTRUCTIONS.indexOf('\n}') + 2);
    for (const text of [json, example]) expect(validate(JSON.parse(text))).toBe(true);
    expect(parsePatchReply(example)).toMatchObject({ kind: 'patch', edits: [{ file: 'src/example.js' }] });
  });

  it('name the same parts, and the word that JSON modes ask for', () => {
    const item = PATCH_SCHEMA.properties?.patches?.items?.properties ?? {};
    for (const name of [...Object.keys(PATCH_SCHEMA.properties ?? {}), ...Object.keys(item)]) {
      expect(PATCH_INSTRUCTIONS).toContain(`"${name}"`);
    }
    expect(PATCH_INSTRUCTIONS).toContain('JSON');
  });
});

describe('what stands around the JSON', () => {
  it.each([
    ['nothing', json],
    ['one line', JSON.stringify(reply)],
    ['a fence', `\`\`\`json\n${json}\n\`\`\``],
    ['a fence without its end', `\`\`\`json\n${json}`],
    ['prose', `Sure! Here's the fix (it's small):\n\n${json}\n\nLet me know if it doesn't work.`],
    ['prose with code', `The function \`f(a) {\` lacks [1] and {x}:\n\`\`\`js\nif (a) { b("it's") }\n\`\`\`\n${json}`],
    ['prose with a stray brace', `The line \`if (a) {\` is wrong.\n${json}`],
    ['a byte-order mark', `\ufeff${json}`],
    ['thoughts', `<think>I could answer {"patches": []} or not</think>\n${json}`],
    ['quotes', JSON.stringify(json)],
    ['a wrapper', JSON.stringify({ status: 'ok', response: reply })],
    ['a list around it', `Answer: {"result": ${json}}`],
    ['Windows line ends', json.replaceAll('\n', '\r\n')],
    [
      'a draft before it',
      `{"patches": [{"file": "draft.js", "action": "delete", "search": [], "replace": []}]}\nBetter:\n${json}`,
    ],
  ])('%s', (_what, text) => {
    expect(parsePatchReply(text)).toEqual(wanted);
  });
});

describe('slips of JSON', () => {
  it.each([
    ['trailing commas', json.replace(/"\n( *)([\]}])/g, '",\n$1$2')],
    ['comments', json.replace('"cannotFix"', '// nothing to say\n  "cannotFix"')],
    [
      'smart quotes',
      json.replace(
        /"(analysis|cannotFix|patches|file|src\/a\.js|action|replace|search|explanation)"/g,
        '\u201c$1\u201d',
      ),
    ],
    [
      'single quotes',
      json.replace(/"(analysis|cannotFix|patches|file|src\/a\.js|action|search|explanation)"/g, "'$1'"),
    ],
    ['bare keys', json.replace(/"(analysis|cannotFix|patches|file|action|search|explanation)":/g, '$1:')],
    ['a missing comma', json.replace('"cannotFix": "",', '"cannotFix": ""')],
  ])('%s', (_what, text) => {
    expect(text).not.toBe(json);
    expect(() => JSON.parse(text)).toThrow();
    expect(parsePatchReply(text)).toEqual(wanted);
  });

  it('raw line ends and tabs in strings', () => {
    const text =
      '{"patches": [{"file": "a.py", "action": "replace", "search": "def f():\n\treturn 1", "replace": "def f():\n\treturn 2"}]}';
    expect(parsePatchReply(text)).toMatchObject({
      edits: [{ target: { text: 'def f():\n\treturn 1' }, replacement: 'def f():\n\treturn 2' }],
    });
  });
});

describe('other forms', () => {
  const only = { file: 'a.js', search: 'x\n', replace: 'y\n' };
  const edits = [{ kind: 'replace', file: 'a.js', target: { kind: 'text', text: 'x\n' }, replacement: 'y\n' }];
  it.each([
    ['blocks instead of lines', { patches: [only] }],
    ['a patch instead of a list', { patches: only }],
    ['a bare patch', only],
    ['a bare list', [only]],
    ['other names', { edits: [{ path: 'a.js', type: 'modify', old_text: 'x\n', new_text: 'y\n' }] }],
    ['lines with their ends', { patches: [{ ...only, search: ['x\n'], replace: ['y\n'] }] }],
    ['nulls', { patches: [{ ...only, newPath: null, startLine: null }], cannotFix: null }],
  ])('%s', (_what, value) => {
    expect(parsePatchReply(JSON.stringify(value))).toMatchObject({ kind: 'patch', edits });
  });

  it('patches one by one', () => {
    const text = `First:\n${JSON.stringify(only)}\nSecond:\n${JSON.stringify({ ...only, file: 'b.js' })}`;
    expect(parsePatchReply(text)).toMatchObject({ edits: [{ file: 'a.js' }, { file: 'b.js' }] });
  });

  it('create, delete, rename, line numbers, empty replacements', () => {
    const patches = [
      { file: 'n.js', action: 'create', search: [], replace: ['a', '', 'b'] },
      { file: 'o.js', action: 'delete', search: [], replace: [] },
      { file: 'p.js', action: 'rename', search: [], replace: [], newPath: 'q.js' },
      { file: 'r.js', action: 'replace', search: ['x'], replace: [], startLine: 7 },
      { file: 's.js', action: 'replace', search: ['x'], replace: [''], startLine: 0 },
    ];
    expect(parsePatchReply(JSON.stringify({ patches }))).toMatchObject({
      edits: [
        { kind: 'create', file: 'n.js', content: 'a\n\nb\n' },
        { kind: 'delete', file: 'o.js' },
        { kind: 'rename', file: 'p.js', to: 'q.js' },
        { kind: 'replace', target: { kind: 'text', text: 'x\n', nearLine: 7 }, replacement: '' },
        { kind: 'replace', target: { kind: 'text', text: 'x\n' }, replacement: '\n' },
      ],
    });
  });

  it('a unified diff', () => {
    const diff = '--- a/src/a.js\n+++ b/src/a.js\n@@ -3,3 +3,4 @@ function f() {\n one\n-two\n+TWO\n+2\n three\n';
    const expected = {
      kind: 'patch',
      edits: [
        {
          kind: 'replace',
          file: 'src/a.js',
          target: { text: 'one\ntwo\nthree\n', nearLine: 3 },
          replacement: 'one\nTWO\n2\nthree\n',
        },
      ],
    };
    expect(parsePatchReply(diff)).toMatchObject(expected);
    expect(
      parsePatchReply(`Here you are:\n\`\`\`diff\ndiff --git a/src/a.js b/src/a.js\n${diff}\`\`\`\nDone.`),
    ).toMatchObject(expected);
    expect(reason(diff.replace(' three\n', ''))).toContain('malformed or cut off');
    const created = '--- /dev/null\n+++ b/n.js\n@@ -0,0 +1,2 @@\n+a\n+b\n';
    expect(parsePatchReply(created)).toMatchObject({ edits: [{ kind: 'create', file: 'n.js', content: 'a\nb\n' }] });
  });
});

describe('giving up', () => {
  it('is an answer', () => {
    const value = {
      analysis: 'The test expects 5 for 2 + 2.',
      cannotFix: 'The test is wrong.',
      patches: [],
      explanation: '',
    };
    expect(parsePatchReply(JSON.stringify(value))).toEqual({ kind: 'cannot-fix', reason: 'The test is wrong.' });
    expect(parsePatchReply('{"cannotFix": true, "explanation": "why"}')).toEqual({ kind: 'cannot-fix', reason: 'why' });
  });

  it('needs a reason', () => {
    for (const cannotFix of ['', 'no', 'N/A', false, null]) {
      expect(reason(JSON.stringify({ cannotFix, patches: [] }))).toContain('does not say');
    }
  });
});

describe('what is never applied', () => {
  it('any truncation of a reply', () => {
    for (let length = 1; length < json.length; length++) {
      expect({ length, kind: parsePatchReply(json.slice(0, length)).kind }).toEqual({ length, kind: 'invalid' });
      expect(parsePatchReply(`\`\`\`json\n${json.slice(0, length)}\n\`\`\``).kind).toBe('invalid');
    }
    expect(reason(json.slice(0, -20))).toContain('cut off');
  });

  it('a truncated reply with unknown keys before the patches', () => {
    const text = JSON.stringify({
      thoughts: 'hm',
      patches: [...reply.patches, { file: 'b.js', action: 'delete', search: [], replace: [] }],
    });
    for (let length = 20; length < text.length; length++)
      expect(parsePatchReply(text.slice(0, length)).kind).toBe('invalid');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['prose', 'I am sorry, I cannot help with that.', 'no JSON object'],
    ['other JSON', '{"hello": "world"}', 'no JSON object'],
    ['two lists of patches', '{"patches": [], "patches": [{"file": "a", "action": "delete"}]}', 'twice'],
    ['two files in one patch', '{"patches": [{"file": "a", "file": "b", "action": "delete"}]}', 'twice'],
    ['an ellipsis in a list', '{"patches": [{"file": "a", "search": ["x", ...], "replace": ["y"]}]}', 'ellipsis'],
    [
      'a placeholder comment',
      '{"patches": [{"file": "a", "search": ["x"], "replace": ["y", // ... rest unchanged\n "z"]}]}',
      'comment',
    ],
    ['brackets that do not pair', '{"patches": [{"file": "a", "action": "delete"}}', 'do not pair'],
    [
      'an unknown action',
      '{"patches": [{"file": "a", "action": "destroy", "search": [], "replace": []}]}',
      'patches.0.action',
    ],
    ['a missing file', '{"patches": [{"action": "delete"}]}', 'patches.0.file'],
    [
      'numbers as lines',
      '{"patches": [{"file": "a", "action": "replace", "search": [1], "replace": [2]}]}',
      'patches.0.search',
    ],
    ['a rename to nowhere', '{"patches": [{"file": "a", "action": "rename", "search": [], "replace": []}]}', 'newPath'],
  ])('%s', (_what, text, message) => {
    expect(reason(text)).toContain(message);
  });

  it('hostile depth, size and keys cost little and change nothing', () => {
    expect(reason(`{"patches": ${'['.repeat(200_000)}`)).toContain('nests deeper');
    expect(reason(`${'{"a":'.repeat(100_000)}`)).toContain('nests deeper');
    expect(reason('{ '.repeat(300_000))).not.toBe('patch');
    expect(reason(`{"patches": "${'x'.repeat(10_000_000)}"}`)).toContain('longer than');
    const polluted = parsePatchReply(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "patches": [{"file": "__proto__", "action": "delete", "__proto__": {"file": "x"}}]}',
    );
    expect(polluted).toMatchObject({ kind: 'patch', edits: [{ kind: 'delete', file: '__proto__' }] });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
