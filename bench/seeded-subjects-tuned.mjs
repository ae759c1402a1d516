// The half of the subjects of bench/seeded.mjs that the engine's operators and priors were tuned on.
import { calls, OBJECTS, pairs } from './seeded-calls.mjs';

const DURATIONS =
  '1d|2 days|100|10h|1.5h|2 hrs|2h|1m|5 mins|3 min|5s|20 sec|1y|2 yrs|53 milliseconds|17 msecs|1w|3 weeks|-3d|-1.5h|.5ms|7ms|3 seconds|4 minutes|x|';
const MILLISECONDS = [500, 1000, 1500, 10000, 60000, 600000, 3600000, 7200000, 86400000, 259200000, -500, -3600000];

export const TUNED = [
  {
    ...{ name: 'ms', version: '2.1.3', files: ['index.js'] },
    calls: [
      ...calls(
        'subject',
        [...DURATIONS.split('|'), ...MILLISECONDS].map((value) => [value]),
      ),
      ...calls(
        'subject',
        MILLISECONDS.map((value) => [value, { long: true }]),
      ),
    ],
  },
  {
    ...{ name: 'minimist', version: '1.2.8', files: ['index.js'] },
    calls: calls('subject', [
      [['--no-moo', '-abc', 'word']],
      [['-n', '123', '--count=5', '--hex', '0xff', 'eek', '1e7']],
      [['--', '--not', '-a', 'flag']],
      [['--name', 'val', '--name=other', '-h', 'localhost', '-p', '555']],
      [['--key.inner', '3', '--key.other.deep=x', '--bool']],
      [['-t', 'true', '-f', 'false', '--verbose', 'false'], { boolean: ['t', 'verbose'] }],
      [['--s', '7', '-x', '9', 'a', '2'], { string: ['s', '_'], alias: { x: ['xx', 'ex'] } }],
      [['-a1.5', '-b=3', '-cdv', '-e-5', '--flag', 'rest'], { default: { z: 4, q: 'none' } }],
      [['a', '--stop', 'b', '--later', 'c'], { stopEarly: true }],
      [['--x=1', '--', 'tail', '-v'], { '--': true }],
      [['--all', 'one', '-y', '--also=true'], { boolean: true }],
      [['-s', '-n', '5', '--num', '-7', '-'], { string: 's', alias: { n: 'num' } }],
      [['--on', 'x'], { boolean: 'on', default: { on: false }, alias: { on: 'o' } }],
    ]),
  },
  {
    ...{ name: 'leven', version: '3.1.0', files: ['index.js'] },
    calls: calls(
      'subject',
      pairs(['', 'a', 'ab', 'abc', 'kitten', 'sitting', 'xabxcdxxefxgx', '1ab2cd34ef5g6', 'sturgeon', 'urgently']),
    ),
  },
  {
    ...{ name: 'fast-deep-equal', version: '3.1.3', files: ['index.js'] },
    calls: [
      ...calls('subject', pairs(OBJECTS)),
      'subject(/a+/g, /a+/g)',
      'subject(/a+/g, /a+/i)',
      'subject(/a+/, /b+/)',
      'subject(new Date(5), new Date(5))',
      'subject(new Date(5), new Date(6))',
      'subject(NaN, NaN)',
      'subject(NaN, 1)',
    ],
  },
  {
    ...{ name: 'fast-json-stable-stringify', version: '2.1.0', files: ['index.js'] },
    calls: [
      ...calls(
        'subject',
        [...OBJECTS, { z: [{ y: 1, x: 2 }], a: 'q"' }, { f: { e: null, d: false } }].map((it) => [it]),
      ),
      'subject({ a: undefined, b: () => 1, c: NaN })',
      'subject([undefined, Infinity, () => 1])',
      'subject({ b: { toJSON: () => [1] }, a: new Date(0) })',
      'subject({ b: 1, a: 2, c: 3 }, (left, right) => (left.key < right.key ? 1 : -1))',
      'subject({ b: 1, a: 2, c: 3 }, { cmp: (left, right) => left.value - right.value })',
      '(() => { const loop = { a: 1 }; loop.loop = loop; return subject(loop); })()',
      '(() => { const loop = { a: 1 }; loop.loop = loop; return subject(loop, { cycles: true }); })()',
    ],
  },
  {
    // What lies in `dist` is taken for built and never patched.
    ...{ name: 'deepmerge', version: '4.3.1', files: [['dist/cjs.js', 'lib/deepmerge.js']] },
    calls: [
      ...calls('subject', pairs(OBJECTS.filter((value) => typeof value === 'object' && value !== null))),
      'subject({ a: [1, 2] }, { a: [3] }, { arrayMerge: (target, source) => source })',
      'subject({ a: { b: 1 } }, { a: { c: 2 } }, { clone: false })',
      'subject.all([{ a: 1 }, { b: { c: 2 } }, { b: { d: 3 } }])',
      'subject.all("no list")',
      'subject({ when: 1 }, { when: new Date(7), like: /x/ })',
      'subject({ a: { b: 1 } }, { a: { b: 2 } }, { customMerge: (key) => (key === "a" ? () => "merged" : undefined) })',
      'subject({ a: { b: 1 }, c: 1 }, { a: { b: 2 }, c: { d: 3 } }, { isMergeableObject: (value) => Array.isArray(value) })',
    ],
  },
  {
    ...{ name: 'ini', version: '4.1.3', files: ['lib/ini.js'] },
    calls: [
      ...calls('subject.parse', [
        ['a=1\nb = two\n; note\n[s]\nx=true\ny=false\nz=null\n'],
        ['[a.b.c]\nd=1\n[a.b]\ne=2\n'],
        ['list[]=1\nlist[]=2\nplain\n'],
        ['q="quoted ; text"\nu=un\\;esc # tail\n'],
        ["[section]\nk='single'\n=empty\n"],
        ['  sp aced  =  v al  \r\n[ x y ]\r\nn=-5\r\n'],
        ['a=1\na=2\nb=3\n', { bracketedArray: false }],
      ]),
      ...calls('subject.stringify', [
        [{ a: 1, b: 'two', s: { x: true, list: ['p', 'q'] } }],
        [{ 'k=1': '; not a note', n: { 'm.o': { deep: ' spaced ' } } }],
        [
          { b: 1, a: { c: 2 } },
          { whitespace: true, section: 'top' },
        ],
        [
          { b: 1, a: { d: 2, c: 3 } },
          { sort: true, align: true },
        ],
      ]),
      ...calls('subject.safe', [['plain'], [' spaced '], ['[bracket'], ['semi;colon'], ['"q"'], ['a=b']]),
      ...calls('subject.unsafe', [['"quoted"'], ["'single'"], ['esc\\;aped'], ['note ; rest'], ['back\\\\slash']]),
    ],
  },
  {
    ...{ name: 'camelcase', version: '8.0.0', files: ['index.js'] },
    calls: calls('subject.default', [
      ...'foo-bar|foo_bar|Foo-Bar|--foo.bar|__foo__bar__|foo bar|fooBAR|FOO-BAR|XMLHttpRequest|foo2bar|a|A|-|b2b_registration|1Hello1World'
        .split('|')
        .map((text) => [text]),
      ...[[['foo', 'bar']], [['__foo__', '--bar']], [''], [7]],
      ...['foo-bar', 'Foo', 'fooBAR', 'foo BAR'].map((text) => [text, { pascalCase: true }]),
      ...['foo-BAR', 'Foo-BAR', 'FOO', 'fooBARbaz'].map((text) => [text, { preserveConsecutiveUppercase: true }]),
      ['lorem-ipsum', { locale: 'en-US' }],
      ['lorem-ipsum', { locale: false, pascalCase: true }],
    ]),
  },
  {
    ...{ name: 'bytes', version: '3.1.2', files: ['index.js'] },
    calls: [
      ...calls(
        'subject.parse',
        ['1kb', '1.5MB', '10 gb', '3TB', '1pb', '100', '-4kb', 'x', '12b', 7].map((value) => [value]),
      ),
      ...calls(
        'subject.format',
        [0, 100, 1024, 1536, 5000, 1048576, 1073741824, 1099511627776, 1125899906842624, -2048].map((value) => [value]),
      ),
      ...calls('subject', [
        ['1kb'],
        [2048],
        [1e6, { decimalPlaces: 1 }],
        [1e6, { thousandsSeparator: ',', unit: 'KB' }],
      ]),
      ...calls('subject.format', [
        ...[
          [1024, { unitSeparator: ' ' }],
          [1e7, { fixedDecimals: true }],
          [1536, { unit: 'b', thousandsSeparator: ' ' }],
        ],
        [1e4, { decimalPlaces: 0 }],
      ]),
      'subject.format("text")',
      'subject.parse(true)',
    ],
  },
  {
    ...{ name: 'range-parser', version: '1.2.1', files: ['index.js'] },
    calls: [
      ...[
        ...[
          'bytes=0-499',
          'bytes=40-80',
          'bytes=-400',
          'bytes=400-',
          'bytes=0-0',
          'bytes=-1',
          'items=0-5',
          'malformed',
        ],
        ...[
          'bytes=40-80,81-90,-1',
          'bytes=0-4,90-99,5-75,100-199,101-102',
          'bytes=500-20',
          'bytes=x-y',
          'bytes=0-2000',
        ],
      ].flatMap((header) => [
        `[].concat(subject(1000, ${JSON.stringify(header)}))`,
        `[].concat(subject(150, ${JSON.stringify(header)}, { combine: true }))`,
      ]),
      'subject(200, "items=0-5").type',
      'subject(200, "bytes=0-5,3-9", { combine: true }).type',
    ],
  },
];
