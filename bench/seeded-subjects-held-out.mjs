// The half of the subjects of bench/seeded.mjs on which nothing was tuned: its figures are the ones to believe.
import { calls, pairs } from './seeded-calls.mjs';

const NOUNS =
  'house|box|city|day|man|child|person|sheep|quiz|leaf|potato|bus|index|matrix|tooth|Mouse|STATUS|goose|life|criterion|oasis|thief';
const CLONABLE = [
  '{ a: 1, b: [1, { c: 2 }], d: null }',
  '[1, [2, 3], "x"]',
  '{ when: new Date(7).getTime(), deep: { er: {} } }',
];

export const HELD_OUT = [
  {
    ...{ name: 'mri', version: '1.2.0', files: ['lib/index.js'] },
    calls: calls('subject', [
      [['--no-moo', '-abc', 'word']],
      [['-n', '123', '--count=5', '--hex', '0xff', 'eek']],
      [['--', '--not', '-a', 'flag']],
      [['--name', 'val', '--name=other', '-h', 'localhost', '-p', '555']],
      [['-t', 'true', '-f', 'false', '--verbose', 'false'], { boolean: ['t', 'verbose'] }],
      [['--s', '7', '-x', '9', 'a', '2'], { string: ['s'], alias: { x: ['xx', 'ex'] } }],
      [['-a1.5', '-b=3', '-cdv', '--flag', 'rest'], { default: { z: 4, q: 'none' } }],
      [['--bar', '--foo', 'x'], { boolean: 'bar', default: { bar: false }, alias: { f: 'foo' } }],
      [['--typo'], { default: { known: 1 }, unknown: null }],
      [['-vvv', '--no-color', '--level', '-3']],
      [[]],
    ]).concat('subject(["--typo", "-x"], { alias: { k: "known" }, unknown: (flag) => `not ${flag}` })'),
  },
  {
    ...{ name: 'cookie', version: '0.7.2', files: ['index.js'] },
    calls: [
      ...calls(
        'subject.parse',
        [
          ...['foo=bar', 'foo=bar;bar=123', 'FOO    = bar;   baz  =   raz', 'foo="bar=123456789&name=Magic+Mouse"'],
          ...['email=%20%22%2c%3b%2f', '%1=foo;bar', 'foo=%1;bar=bar', 'a=1;a=2', 'foo=;bar= ', 'fizz  ; buzz=7', ''],
        ].map((text) => [text]),
      ),
      ...calls('subject.serialize', [
        ['foo', 'bar'],
        ['foo', 'bar +baz'],
        ['foo', ''],
        ['foo\n', 'bar'],
        ['a', 'b', { domain: 'example.com', path: '/here', httpOnly: true, secure: true }],
        ['a', 'b', { maxAge: 1000, sameSite: 'Lax' }],
        ['a', 'b', { maxAge: 'buzz' }],
        ['a', 'b', { sameSite: true, priority: 'high' }],
        ['a', 'b', { sameSite: 'none', partitioned: true, priority: 'low' }],
        ['a', 'b', { sameSite: 'foo' }],
        ['a', 'b', { domain: 'bad domain' }],
        ['a', 'b', { path: 'x\n' }],
      ]),
      'subject.serialize("a", "b", { expires: new Date(0) })',
      'subject.serialize("a", "b", { expires: 5 })',
      'subject.serialize("a", "b c", { encode: (text) => text.toUpperCase().replace(" ", "_") })',
      'subject.parse("a=b;c=d", { decode: (text) => `<${text}>` })',
      'subject.parse(7)',
    ],
  },
  {
    ...{ name: 'shell-quote', version: '1.8.3', files: ['index.js', 'parse.js', 'quote.js'] },
    calls: [
      ...calls('subject.quote', [
        [['a', 'b c d', '$f', '"g"']],
        [["it's", 'x"y', 'a\\b']],
        [['', '#note', '!bang']],
        [[{ op: '|' }, 'x', { op: '&&' }]],
        [[{ op: 'glob', pattern: '*.js' }, { comment: ' hi' }]],
      ]),
      ...calls('subject.parse', [
        ["a \"b c\" \\$def 'it''s great'"],
        ['beep || boop > /byte'],
        ['cat a|b;c&&d>>e'],
        ['echo $HOME/x ${USER} "$HOME"', { HOME: '/home/me', USER: 'me' }],
        ["echo '$HOME' $NONE", { HOME: '/h' }],
        ['ls *.js # a note'],
        ['a\\ b c\\"d'],
        ['x=1 y="2 3"'],
        ['$ "$" ${A}b$A-', { A: 'v' }],
        [''],
      ]),
      'subject.parse("beep $X", (key) => ({ op: key }))',
    ],
  },
  {
    ...{ name: 'natural-compare', version: '1.4.0', files: ['index.js'] },
    calls: calls(
      'subject',
      pairs(['', 'a', 'b', 'a1', 'a2', 'a10', 'a01', 'x-3', 'x-12', '1.5', '1.25', 'z9z', 'z10y']),
    ),
  },
  {
    ...{ name: 'strip-json-comments', version: '5.0.3', files: ['index.js'] },
    calls: calls('subject.default', [
      ...[
        ...[
          '//comment\n{"a":"b"}',
          '/*//comment*/{"a":"b"}',
          '{"a":"b"//comment\n}',
          '{"a":"b"/*comment*/}',
          '{"a"/*\n\n\n*/:"b"}',
        ],
        ...[
          '{"a":"b//c"}',
          '{"a":"b/*c*/"}',
          '{"/*a":"b"}',
          '{"\\"/*a":"b"}',
          '{"a":"b"} // tail',
          '{"x":1,\r\n//n\r\n"y":2}',
        ],
      ].flatMap((text) => [[text], [text, { whitespace: false }]]),
      ['{"x":true,}', { trailingCommas: true }],
      ['[\n1, 2, // two\n]', { trailingCommas: true, whitespace: false }],
      ['{"a":[1,],"b":"x,]",}', { trailingCommas: true }],
      [5],
    ]),
  },
  {
    ...{ name: 'balanced-match', version: '1.0.2', files: ['index.js'] },
    calls: [
      ...calls('subject', [
        ...[
          'pre{in{nest}}post',
          '{{{{{{{{{in}post',
          'pre{body{in}post',
          'pre}{in}post',
          'pre{in}po}st',
          'nope',
          '{}',
          '}{',
        ].map((text) => ['{', '}', text]),
        ['<b>', '</b>', 'pre<b>in<b>nest</b></b>post'],
        ['<b>', '</b>', 'pre</b><b>in</b>post'],
        ['|', '|', 'a|b|c'],
      ]),
      'subject(/\\{/, /\\}/, "pre{in{nest}}post")',
      'subject(/\\s+\\{\\s+/, /\\s+\\}\\s+/, "pre  {   in{nest}   }  post")',
      ...calls('subject.range', [
        ['{', '}', 'a{b{c}d}e{f}'],
        ['(', ')', '((x)'],
        ['[', ']', 'none'],
      ]),
    ],
  },
  {
    ...{ name: 'pluralize', version: '8.0.0', files: ['pluralize.js'] },
    calls: [
      ...calls(
        'subject.plural',
        NOUNS.split('|').map((word) => [word]),
      ),
      ...calls(
        'subject.singular',
        'houses|boxes|cities|men|children|people|sheep|quizzes|leaves|buses|indices|teeth'
          .split('|')
          .map((word) => [word]),
      ),
      ...calls('subject', [
        ['test', 1],
        ['test', 5, true],
        ['tests', 1, true],
        ['I', 2],
        ['Duck', 0],
      ]),
      ...calls('subject.isPlural', [['ducks'], ['duck'], ['fish']]),
      ...calls('subject.isSingular', [['ducks'], ['duck'], ['fish']]),
      '(subject.addPluralRule(/gex$/i, "gexii"), subject.plural("regex"))',
      '(subject.addIrregularRule("irregular", "regular"), [subject.plural("irregular"), subject.singular("regular")])',
      '(subject.addUncountableRule("paper"), subject.plural("paper"))',
    ],
  },
  {
    ...{ name: 'content-type', version: '1.0.5', files: ['index.js'] },
    calls: [
      ...calls(
        'subject.parse',
        [
          ...[
            'text/html',
            ' text/html ',
            'text/html; charset=utf-8; foo=bar',
            'TEXT/HTML; CHARSET=UTF-8',
            'text/html; charset="UT\\"F-8"',
          ],
          ...['invalid', 'text/plain; foo', 'text/plain;charset="utf-8";x=1 ', 'image/svg+xml', 'a/b;c="d\\e"', ''],
        ].map((text) => [text]),
      ),
      ...calls('subject.parse', [[{ headers: { 'content-type': 'text/css; a=b' } }], [{ headers: {} }], [{}], [7]]),
      ...calls('subject.format', [
        [{ type: 'text/html' }],
        [{ type: 'text/html', parameters: { foo: 'bar', charset: 'utf-8' } }],
        [{ type: 'text/html', parameters: { foo: 'bar "baz"' } }],
        [{ type: 'text/html', parameters: { 'f oo': 'x' } }],
        [{ type: 'text/' }],
        [{}],
        [7],
      ]),
      'subject.parse({ getHeader: () => "text/html; q=1" })',
    ],
  },
  {
    ...{ name: 'object-path', version: '0.11.8', files: ['index.js'] },
    calls: [
      ...['a.b', 'a.c.0', ['a', 'c', 1], 'x', 'a.none.deep', '', [], 3].flatMap((path) => [
        `subject.get({ a: { b: 1, c: ["p", "q"] }, 3: "three" }, ${JSON.stringify(path)}, "default")`,
        `subject.has({ a: { b: 1, c: ["p", "q"] }, 3: "three" }, ${JSON.stringify(path)})`,
        `((it) => (subject.del(it, ${JSON.stringify(path)}), it))({ a: { b: 1, c: ["p", "q"] }, 3: "three" })`,
        `((it) => [subject.set(it, ${JSON.stringify(path)}, "new"), it])({ a: { b: 1, c: ["p", "q"] }, 3: "three" })`,
        `((it) => (subject.empty(it, ${JSON.stringify(path)}), it))({ a: { b: 1, c: ["p", "q"] }, 3: "three" })`,
        `((it) => (subject.push(it, ${JSON.stringify(path)}, "end"), it))({ a: { c: ["p", "q"] } })`,
      ]),
      '((it) => [subject.ensureExists(it, "a.b", 5), subject.ensureExists(it, "a.n", 6), it])({ a: { b: 1 } })',
      '((it) => (subject.insert(it, "a.c", "m", 1), it))({ a: { c: ["p", "q"] } })',
      '((it) => (subject.insert(it, "a.d", "m"), it))({ a: { c: ["p", "q"] } })',
      'subject.coalesce({ a: { b: null }, c: 4 }, ["a.x", ["c"]], "fallback")',
      'subject.coalesce({ a: {} }, ["a.x", "y"], "fallback")',
      '((it) => (subject.set(it, "a.0.b", 1, true), subject.set(it, "c.d", 2, true), it))({ c: { d: 1 } })',
      'subject({ a: { b: 2 } }).get("a.b")',
    ],
  },
  {
    ...{ name: 'rfdc', version: '1.4.1', files: ['index.js'] },
    calls: CLONABLE.flatMap((text) => [
      ...['', '{ proto: true }', '{ circles: true }', '{ circles: true, proto: true }'].flatMap((options) => [
        `subject(${options})(${text})`,
        `((it) => subject(${options})(it) === it)(${text})`,
      ]),
      `subject({ proto: true })(Object.create(${text.startsWith('[') ? `{ list: ${text} }` : text}))`,
    ]).concat(
      '(() => { const it = { a: 1 }; it.self = it; const copy = subject({ circles: true })(it); return [copy.self === copy, copy === it]; })()',
      '(() => { const it = { a: 1 }; it.self = [it]; const copy = subject({ circles: true, proto: true })(it); return [copy.self[0] === copy, copy === it]; })()',
      '((it) => { const copy = subject()(it); return [copy.when.getTime(), copy.when === it.when, [...copy.set], [...copy.map]]; })({ when: new Date(9), set: new Set([1, { a: 1 }]), map: new Map([["k", { v: 1 }]]) })',
      '((it) => { const copy = subject({ circles: true })(it); return [copy.when.getTime(), copy.when === it.when, [...copy.set], [...copy.map]]; })({ when: new Date(9), set: new Set([1, { a: 1 }]), map: new Map([["k", { v: 1 }]]) })',
      'subject()(5)',
      'subject({ proto: true })(null)',
    ),
  },
];
