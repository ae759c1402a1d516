import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../src/report/read-report.ts';
import { failureNamed, fixtureBytes, NO_PROJECT, ownFrames, readFixture, testNamed } from './fixture-reports.ts';

interface Expected {
  readonly kind: string;
  readonly errorType?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly message?: RegExp;
  /** Innermost frame in the project. */
  readonly frame?: string;
  readonly file?: string;
  readonly line?: number;
}

const ITEMS = '{:name=>"tea", :quantity=>';

/** Report, end of the test's full name, what must be read of its failure. */
const FAILURES: readonly (readonly [report: string, name: string, expected: Expected])[] = [
  ...['playwright.json', 'playwright.junit.xml', 'playwright.list.txt'].flatMap((report) => [
    [
      report,
      'is zero for an empty cart',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart.spec.js:7', file: 'test/cart.spec.js' },
    ] as const,
    [report, 'labels its items', { kind: 'error', errorType: 'TypeError', frame: 'src/price.js:8' }] as const,
    [report, 'takes too long', { kind: 'timeout' }] as const,
    [report, 'should have failed', { kind: 'assertion', message: /Expected to fail, but passed/ }] as const,
    [report, 'never runs', { kind: 'error', message: /^no database/, frame: 'test/cart.spec.js:42' }] as const,
  ]),
  ...[
    'go-test.json',
    'go-test.console.txt',
    'go-test.verbose.txt',
    'gotestsum.console.txt',
    'gotestsum.junit.xml',
  ].flatMap((report) => [
    [
      report,
      'TestEmpty',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'cart/cart_test.go:13', file: 'cart/cart_test.go' },
    ] as const,
    [report, 'TestTotals/two_teas', { kind: 'assertion', expected: '6', actual: '7' }] as const,
    [report, 'TestCheckout', { kind: 'assertion', expected: '6', actual: '0', message: /cart is empty/ }] as const,
    [
      report,
      'TestLabels',
      { kind: 'error', errorType: 'panic', message: /nil pointer/, frame: 'cart/price.go:10' },
    ] as const,
    [
      report,
      'TestParallel',
      { kind: 'assertion', message: /expected 0\.98/, frame: 'money/money_test.go:19' },
    ] as const,
  ]),
  ['go-test.console.txt', 'shop/broken', { kind: 'load', message: /ledger/, frame: 'broken/broken_test.go:6' }],
  [
    'go-test.console.txt',
    'shop/store',
    { kind: 'compile', message: /undefined: money\.Fromat/, frame: 'store/store.go:6' },
  ],
  [
    'cargo-test.txt',
    'starts_empty',
    { kind: 'assertion', expected: '0', actual: '1', frame: 'src/cart.rs:40', file: 'src/cart.rs' },
  ],
  ['cargo-test.txt', 'unwraps', { kind: 'error', errorType: 'panic', frame: 'src/cart.rs:73' }],
  ['cargo-test.txt', 'parses', { kind: 'error', errorType: 'ParseIntError' }],
  ['cargo-test.txt', 'refuses_unknown', { kind: 'assertion', message: /did not panic/, frame: 'src/cart.rs:78' }],
  ['cargo-test.txt', 'pays', { kind: 'assertion', expected: '6', actual: '7', file: 'tests/checkout.rs' }],
  ['cargo-test.txt', 'twice (line 5)', { kind: 'assertion', expected: '5', actual: '4', file: 'src/lib.rs', line: 5 }],
  ['cargo-test.backtrace.txt', 'labels', { kind: 'error', frame: 'src/cart.rs:23' }],
  [
    'cargo-test.compile.txt',
    'cannot find value `tax` in this scope',
    { kind: 'compile', errorType: 'E0425', file: 'src/lib.rs', line: 4 },
  ],
  ...['rspec.json', 'rspec.txt', 'rspec.documentation.txt'].flatMap((report) => [
    [
      report,
      'is zero for an empty cart',
      {
        kind: 'assertion',
        expected: '0',
        actual: '1',
        frame: 'spec/cart_spec.rb:8',
        file: 'spec/cart_spec.rb',
        line: 7,
      },
    ] as const,
    [
      report,
      'lists items',
      { kind: 'assertion', expected: `[${ITEMS}2}, {:name=>"cake", :quantity=>1}]`, actual: `[${ITEMS}1}]` },
    ] as const,
    [report, 'labels its items', { kind: 'error', errorType: 'NoMethodError', frame: 'lib/price.rb:9' }] as const,
    [report, 'was pending', { kind: 'assertion' }] as const,
    [report, 'never runs', { kind: 'error', errorType: 'IOError', message: /^no database/ }] as const,
  ]),
  ...['rspec.load.json', 'rspec.load.txt'].map(
    (report) =>
      [
        report,
        'spec/invoice_spec.rb',
        { kind: 'load', errorType: 'LoadError', message: /lib\/money/, frame: 'lib/invoice.rb:1' },
      ] as const,
  ),
  ...['minitest.txt', 'minitest.verbose.txt'].flatMap((report) => [
    [
      report,
      'test_empty',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart_test.rb:10', file: 'test/cart_test.rb' },
    ] as const,
    [report, 'test_labels', { kind: 'error', errorType: 'NoMethodError', frame: 'lib/price.rb:9' }] as const,
    [report, 'test_raises', { kind: 'assertion', frame: 'lib/price.rb:5' }] as const,
  ]),
  ['minitest.load.txt', 'lib/money', { kind: 'load', errorType: 'LoadError', frame: 'lib/invoice.rb:1' }],
  ['test-unit.txt', 'test_empty', { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart_unit.rb:6' }],
  ...['phpunit.txt', 'phpunit.junit.xml'].flatMap((report) => [
    [
      report,
      'testEmpty',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'tests/CartTest.php:14', file: 'tests/CartTest.php' },
    ] as const,
    [report, 'testText', { kind: 'assertion', expected: "'one two'", actual: "'one too'" }] as const,
    [
      report,
      'testCheckout',
      { kind: 'error', errorType: 'LogicException', message: /^cart is empty/, frame: 'src/Cart.php:34' },
    ] as const,
    [report, 'testLabels', { kind: 'error', message: /Undefined array key/, frame: 'src/Price.php:18' }] as const,
  ]),
  ['phpunit.testdox.txt', 'Checkout', { kind: 'error', errorType: 'LogicException', frame: 'src/Cart.php:34' }],
  ...['prove.txt', 'prove.verbose.txt'].flatMap((report) => [
    [
      report,
      'total is zero for an empty cart',
      { kind: 'assertion', expected: '0', actual: '1', file: 't/cart.t', line: 7 },
    ] as const,
    [report, 'when filled adds', { kind: 'assertion', expected: '6', actual: '7', line: 15 }] as const,
    [report, 't/invoice.t', { kind: 'load', message: /Shop\/Money\.pm/, frame: 'lib/Shop/Invoice.pm:4' }] as const,
    [
      report,
      't/labels.t',
      { kind: 'error', message: /Can't call method "title"/, frame: 'lib/Shop/Price.pm:14' },
    ] as const,
  ]),
  ['test-more.tap', 'when filled adds', { kind: 'assertion', expected: '6', actual: '7', frame: 't/cart.t:15' }],
  ['bats.tap', 'a cart has a total', { kind: 'assertion', frame: 'test/cart.bats:8' }],
  ['node-tap.tap', 'has no total', { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart.test.js:7' }],
  ['ava.txt', 'has no total', { kind: 'assertion', expected: '0', actual: '1', frame: 'test/ava.js:9' }],
  ['ava.txt', 'labels', { kind: 'error', errorType: 'TypeError', frame: 'src/price.js:8' }],
  ...['gtest.txt', 'gtest.xml'].flatMap((report) => [
    [report, 'StartsEmpty', { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart_test.cpp:4' }] as const,
    [report, 'Names', { kind: 'assertion', expected: '"cake"', actual: '"tea"' }] as const,
    [report, 'Throws', { kind: 'error', message: /no price for rum/ }] as const,
  ]),
  ...['ctest.failure-output.txt', 'ctest.gtest.junit.xml'].flatMap((report) => [
    [
      report,
      'CartTest.StartsEmpty',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart_test.cpp:4' },
    ] as const,
    [report, 'price', { kind: 'assertion', frame: 'test/price_test.cpp:5' }] as const,
  ]),
  ['ctest.txt', 'slow', { kind: 'timeout' }],
  [
    'catch2.junit.xml',
    'an empty cart costs nothing',
    { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart_test.cpp:5' },
  ],
  [
    'surefire.console.txt',
    'startsEmpty',
    { kind: 'assertion', expected: '0', actual: '1', frame: 'src/test/java/shop/CartTest.java:12' },
  ],
  [
    'surefire.console.txt',
    'refusesNull',
    { kind: 'error', errorType: 'NullPointerException', frame: 'src/main/java/shop/Cart.java:15' },
  ],
  ...['tsc.txt', 'tsc.pretty.txt'].map(
    (report) =>
      [
        report,
        "Did you mean 'total'?",
        { kind: 'compile', errorType: 'TS2551', file: 'src/cart.ts', line: 17 },
      ] as const,
  ),
  ...['eslint.json', 'eslint.sarif', 'eslint.stylish.txt'].map(
    (report) =>
      [
        report,
        report === 'eslint.stylish.txt' ? "'reserve' is not defined" : "'reserve' is not defined.",
        { kind: 'lint', errorType: 'no-undef', file: 'src/stock.js', line: 6 },
      ] as const,
  ),
  ...['bun.txt', 'bun.junit.xml'].flatMap((report) => [
    [
      report,
      'is zero for an empty cart',
      { kind: 'assertion', expected: '0', actual: '1', frame: 'test/cart.test.js:7' },
    ] as const,
    [report, 'takes too long', { kind: 'timeout' }] as const,
  ]),
  ['bun.txt', 'test/invoice.test.js', { kind: 'load', message: /money\.js/, frame: 'src/invoice.js:null' }],
  ...['deno.txt', 'deno.junit.xml'].map(
    (report) =>
      [
        report,
        'labels its items',
        { kind: 'error', errorType: 'TypeError', frame: 'src/price.js:8', file: 'test/cart_test.js', line: 12 },
      ] as const,
  ),
  ['unittest.junit.xml', 'test/test_invoice.py', { kind: 'load', message: /shop\.money/, frame: 'shop/invoice.py:1' }],
];

describe('failures in the real reports of each language', () => {
  it.each(FAILURES)('%s: %s', (name, test, expected) => {
    const report = readFixture(name);
    const failure = failureNamed(report, test);
    const { file, line } = testNamed(report, test);
    const { message, frame, ...values } = expected;
    const found = { ...failure, file, line };
    expect(found).toMatchObject(values);
    if (message !== undefined) expect(failure.message).toMatch(message);
    if (frame !== undefined) expect(ownFrames(failure)[0]).toBe(frame);
  });
});

describe('lines of several packages in one log', () => {
  const lines = fixtureBytes('jest.console.txt').toString('utf8').split('\n');

  it.each([
    ['turbo', 'shop:test: '],
    ['pnpm -r', 'packages/shop test: '],
    ['yarn workspaces', '[shop]: '],
    ['docker compose', 'app-1  | '],
    ['Jenkins', '[2026-11-22T10:00:00.123Z] '],
  ])('are read when %s prints them', (_, prefix) => {
    const bytes = Buffer.from(lines.map((line) => prefix + line).join('\n'));
    expect(readFixture('jest.console.txt', bytes)).toEqual(readFixture('jest.console.txt'));
  });

  it('are put apart where two print at the same time', () => {
    const other = fixtureBytes('mocha.spec.txt').toString('utf8').split('\n');
    const mixed = lines.flatMap((line, index) => [
      `web:test: ${line}`,
      ...(index < other.length ? [`api:test: ${other[index]}`] : []),
    ]);
    const report = readReport(Buffer.from(mixed.join('\n')), null, NO_PROJECT);
    expect(report.format.split('+').sort()).toEqual(['jest-console', 'mocha-console']);
  });
});
