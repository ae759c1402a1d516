// The projects in fixtures/reports/projects/ and the runs that make a report of each: see make-report-fixtures.mjs.

/** Each: packages from the npm registry, and commands; `out` is the report, read from `file` or from what was printed. */
export const PROJECTS = {
  'node-test': {
    runs: [
      { out: 'node-test.tap', command: 'node --test --test-reporter=tap' },
      { out: 'node-test.junit.xml', command: 'node --test --test-reporter=junit' },
      { out: 'node-test.spec.txt', command: 'node --test --test-reporter=spec' },
      { out: 'node-test.dot.txt', command: 'node --test --test-reporter=dot' },
    ],
  },
  jest: {
    packages: ['jest@30.5.2', 'jest-junit@17.0.0', 'jest-ctrf-json-reporter@0.0.11'],
    runs: [
      { out: 'jest.json', command: 'npx jest --ci --json --testLocationInResults --outputFile=r.json', file: 'r.json' },
      { out: 'jest.console.txt', command: 'npx jest --ci' },
      { out: 'jest.colour.txt', command: 'npx jest --ci --color test/invoice.test.js test/ok.test.js' },
      {
        out: 'jest-junit.xml',
        command: 'npx jest --ci --reporters=jest-junit',
        env: { JEST_JUNIT_REPORT_TEST_SUITE_ERRORS: 'true', JEST_JUNIT_ADD_FILE_ATTRIBUTE: 'true' },
        file: 'junit.xml',
      },
      {
        out: 'jest-ctrf.json',
        command: 'npx jest --ci --reporters=jest-ctrf-json-reporter',
        file: 'ctrf/ctrf-report.json',
      },
    ],
  },
  vitest: {
    packages: ['vitest@4.1.12'],
    runs: [
      { out: 'vitest.json', command: 'npx vitest run --reporter=json --outputFile=r.json', file: 'r.json' },
      { out: 'vitest.junit.xml', command: 'npx vitest run --reporter=junit --outputFile=r.xml', file: 'r.xml' },
      { out: 'vitest.tap', command: 'npx vitest run --reporter=tap' },
      { out: 'vitest.flat.tap', command: 'npx vitest run --reporter=tap-flat' },
      { out: 'vitest.console.txt', command: 'npx vitest run' },
    ],
  },
  mocha: {
    packages: ['mocha@11.8.0', 'chai@6', 'mocha-junit-reporter@2.2.1', 'mochawesome@7.1.4'],
    runs: [
      {
        out: 'mocha.json',
        command: 'npx mocha --reporter json --reporter-option output=r.json test/cart.test.js test/ok.test.js',
        file: 'r.json',
      },
      { out: 'mocha.load.txt', command: 'npx mocha --reporter json test/invoice.test.js' },
      { out: 'mocha.xunit.xml', command: 'npx mocha --reporter xunit test/cart.test.js test/ok.test.js' },
      { out: 'mocha.tap', command: 'npx mocha --reporter tap test/cart.test.js test/ok.test.js' },
      { out: 'mocha.spec.txt', command: 'npx mocha test/cart.test.js test/ok.test.js' },
      {
        out: 'mocha.junit.xml',
        command: 'npx mocha --reporter mocha-junit-reporter test/cart.test.js test/ok.test.js',
        file: 'test-results.xml',
      },
      {
        out: 'mochawesome.json',
        command:
          'npx mocha --reporter mochawesome --reporter-options reportFilename=r,html=false,quiet=true test/cart.test.js test/ok.test.js',
        file: 'mochawesome-report/r.json',
      },
    ],
  },
  'jest-hooks': {
    packages: ['jest@29.7.0', 'jest-junit@16.0.0'],
    runs: [
      {
        out: 'jest-hooks.json',
        command: 'npx jest --ci --json --testLocationInResults --outputFile=r.json',
        file: 'r.json',
      },
      { out: 'jest-hooks.console.txt', command: 'npx jest --ci' },
      {
        out: 'jest-hooks.junit.xml',
        command: 'npx jest --ci --reporters=jest-junit',
        env: {
          JEST_JUNIT_ADD_FILE_ATTRIBUTE: 'true',
          JEST_JUNIT_ANCESTOR_SEPARATOR: ' › ',
          JEST_JUNIT_TITLE: '{title}',
        },
        file: 'junit.xml',
      },
      {
        out: 'jest-hooks.github.txt',
        command: 'npx jest --ci --reporters=github-actions',
        env: { GITHUB_ACTIONS: 'true' },
      },
    ],
  },
  // Errors outside of tests, several errors of one test, tests of one name.
  'vitest-parts': {
    packages: ['vitest@3.2.4'],
    runs: [
      { out: 'vitest-parts.console.txt', command: 'npx vitest run' },
      { out: 'vitest-parts.tap', command: 'npx vitest run --reporter=tap 2>/dev/null' },
    ],
  },
  'ava-files': {
    packages: ['ava@4.3.3'],
    runs: [{ out: 'ava-files.txt', command: 'npx ava' }],
  },
  'pytest-parts': {
    runs: [
      { out: 'pytest-parts.console.txt', command: 'python3 -m pytest' },
      { out: 'pytest-parts.line.txt', command: 'python3 -m pytest -q --tb=line' },
      { out: 'pytest-parts.xml', command: 'python3 -m pytest --junitxml=r.xml', file: 'r.xml' },
    ],
  },
  'go-panic': {
    runs: [
      { out: 'go-panic.console.txt', command: 'go test ./...' },
      { out: 'go-panic.json', command: 'go test -json ./...' },
    ],
  },
  'tap-runners': {
    packages: ['tape@5.10.2', 'ava@6.4.1'],
    runs: [
      { out: 'tape.tap', command: 'node test/tape.js' },
      { out: 'ava.tap', command: 'npx ava --tap test/ava.js' },
      { out: 'ava.load.tap', command: 'npx ava --tap test/ava.js test/invoice.js' },
      { out: 'ava.txt', command: 'npx ava test/ava.js' },
    ],
  },
  pytest: {
    runs: [
      { out: 'pytest.console.txt', command: 'python3 -m pytest --continue-on-collection-errors' },
      { out: 'pytest.verbose.txt', command: 'python3 -m pytest --continue-on-collection-errors -v --tb=short' },
      { out: 'pytest.native.txt', command: 'python3 -m pytest --continue-on-collection-errors -rA --tb=native' },
      { out: 'pytest.quiet.txt', command: 'python3 -m pytest --continue-on-collection-errors -q --tb=line' },
      { out: 'pytest.no-traceback.txt', command: 'python3 -m pytest --continue-on-collection-errors -q --tb=no' },
      { out: 'pytest.load.txt', command: 'python3 -m pytest test/test_invoice.py' },
      {
        out: 'pytest.xunit1.xml',
        command: 'python3 -m pytest --continue-on-collection-errors -o junit_family=xunit1 --junitxml=r.xml',
        file: 'r.xml',
      },
      {
        out: 'pytest.xunit2.xml',
        command: 'python3 -m pytest --continue-on-collection-errors --junitxml=r.xml',
        file: 'r.xml',
      },
    ],
  },
  unittest: {
    runs: [
      { out: 'unittest.console.txt', command: 'python3 -m unittest discover' },
      { out: 'unittest.verbose.txt', command: 'python3 -m unittest discover -v -b' },
      {
        out: 'unittest.junit.xml',
        command: '/usr/bin/python3 -m xmlrunner discover --output-file r.xml',
        file: 'r.xml',
      },
      { out: 'unittest.missing.txt', command: 'python3 -m unittest test.test_absent' },
    ],
  },
  ctest: {
    runs: [
      {
        out: 'ctest.junit.xml',
        command: 'cmake -S . -B out && cmake --build out && ctest --test-dir out --output-junit r.xml; true',
        file: 'out/r.xml',
      },
    ],
  },
  surefire: {
    runs: [
      { out: 'surefire.xml', command: 'mvn -o -q -B test', file: 'target/surefire-reports/TEST-shop.CartTest.xml' },
      {
        out: 'surefire.nested.xml',
        command: 'mvn -o -q -B test',
        file: 'target/surefire-reports/TEST-shop.CartTest$Filled.xml',
      },
      { out: 'surefire.console.txt', command: 'mvn -o -B test' },
    ],
  },
  playwright: {
    packages: ['@playwright/test@1.65.1'],
    runs: [
      {
        out: 'playwright.json',
        command: 'npx playwright test --reporter=json cart ok',
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: 'r.json' },
        file: 'r.json',
      },
      { out: 'playwright.load.json', command: 'npx playwright test --reporter=json' },
      { out: 'playwright.list.txt', command: 'npx playwright test --reporter=list cart ok' },
      {
        out: 'playwright.junit.xml',
        command: 'npx playwright test --reporter=junit cart ok',
        env: { PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'r.xml' },
        file: 'r.xml',
      },
    ],
  },
  go: {
    // Debian's testify, since a fixture cannot count on the module proxy.
    prepare: [
      'mkdir -p vendor/github.com vendor/gopkg.in',
      'cp -rL /usr/share/gocode/src/github.com/stretchr /usr/share/gocode/src/github.com/davecgh /usr/share/gocode/src/github.com/pmezard vendor/github.com',
      'cp -rL /usr/share/gocode/src/gopkg.in/yaml.v3 vendor/gopkg.in',
      'cp modules.txt vendor/modules.txt',
    ].join(' && '),
    runs: [
      { out: 'go-test.json', command: 'go test -json ./... 2>/dev/null' },
      { out: 'go-test.mixed.json', command: 'go test -json ./...' },
      { out: 'go-test.console.txt', command: 'go test ./...' },
      { out: 'go-test.verbose.txt', command: 'go test -v ./cart ./money' },
      { out: 'gotestsum.junit.xml', command: 'gotestsum --junitfile r.xml -- ./...', file: 'r.xml' },
      { out: 'gotestsum.console.txt', command: 'gotestsum -- ./...' },
    ],
  },
  cargo: {
    runs: [
      { out: 'cargo-test.txt', command: 'cargo test --no-fail-fast' },
      { out: 'cargo-test.backtrace.txt', command: 'cargo test --lib', env: { RUST_BACKTRACE: '1' } },
    ],
  },
  'cargo-broken': { runs: [{ out: 'cargo-test.compile.txt', command: 'cargo test' }] },
  rspec: {
    runs: [
      { out: 'rspec.json', command: 'rspec --format json --out r.json spec/cart_spec.rb', file: 'r.json' },
      { out: 'rspec.load.json', command: 'rspec --format json --out r.json', file: 'r.json' },
      { out: 'rspec.txt', command: 'rspec spec/cart_spec.rb' },
      { out: 'rspec.documentation.txt', command: 'rspec --format documentation spec/cart_spec.rb' },
      { out: 'rspec.load.txt', command: 'rspec' },
    ],
  },
  minitest: {
    runs: [
      { out: 'minitest.txt', command: 'ruby -Ilib test/cart_test.rb --seed 1' },
      { out: 'minitest.verbose.txt', command: 'ruby -Ilib test/cart_test.rb --verbose --seed 1' },
      { out: 'minitest.load.txt', command: 'ruby -Ilib test/invoice_test.rb' },
      { out: 'test-unit.txt', command: 'ruby -Ilib test/cart_unit.rb --no-use-color' },
    ],
  },
  phpunit: {
    runs: [
      { out: 'phpunit.txt', command: 'phpunit' },
      { out: 'phpunit.testdox.txt', command: 'phpunit --testdox' },
      { out: 'phpunit.teamcity.txt', command: 'phpunit --teamcity' },
      { out: 'phpunit.junit.xml', command: 'phpunit --log-junit r.xml', file: 'r.xml' },
    ],
  },
  prove: {
    runs: [
      { out: 'prove.txt', command: 'prove -Ilib t' },
      { out: 'prove.verbose.txt', command: 'prove -v -Ilib t' },
      { out: 'prove.junit.xml', command: 'prove --formatter TAP::Formatter::JUnit -Ilib t 2>/dev/null' },
      { out: 'test-more.tap', command: 'perl -Ilib t/cart.t' },
    ],
  },
  bats: {
    runs: [
      { out: 'bats.tap', command: 'bats --tap test' },
      { out: 'bats.junit.xml', command: 'bats --formatter junit test' },
    ],
  },
  gtest: {
    runs: [
      {
        out: 'gtest.xml',
        command: 'cmake -S . -B out && cmake --build out && out/cart_test --gtest_output=xml:r.xml; true',
        file: 'r.xml',
      },
      { out: 'gtest.txt', command: 'out/cart_test' },
      { out: 'ctest.txt', command: 'ctest --test-dir out' },
      { out: 'ctest.failure-output.txt', command: 'ctest --test-dir out --output-on-failure' },
      { out: 'ctest.gtest.junit.xml', command: 'ctest --test-dir out --output-junit r.xml; true', file: 'out/r.xml' },
    ],
  },
  catch: {
    runs: [
      {
        out: 'catch2.junit.xml',
        command:
          'g++ -std=c++17 -Isrc -o cart_test test/cart_test.cpp && ./cart_test --reporter junit --out r.xml; true',
        file: 'r.xml',
      },
      { out: 'catch2.txt', command: './cart_test' },
    ],
  },
  lint: {
    packages: ['eslint@9', 'typescript@5.9', '@microsoft/eslint-formatter-sarif@3.1.0'],
    runs: [
      { out: 'tsc.txt', command: 'npx tsc -p . --pretty false' },
      { out: 'tsc.pretty.txt', command: 'npx tsc -p . --pretty' },
      { out: 'eslint.json', command: 'npx eslint --format json src' },
      { out: 'eslint.stylish.txt', command: 'npx eslint src' },
      { out: 'eslint.sarif', command: 'npx eslint --format @microsoft/eslint-formatter-sarif src' },
    ],
  },
  bun: {
    packages: ['bun@1.4.5'],
    runs: [
      { out: 'bun.junit.xml', command: 'npx bun test --reporter=junit --reporter-outfile=r.xml', file: 'r.xml' },
      { out: 'bun.txt', command: 'npx bun test' },
    ],
  },
  deno: {
    packages: ['deno@2.9.6'],
    runs: [
      {
        out: 'deno.junit.xml',
        command: 'npx deno test --no-check --junit-path=r.xml test/cart_test.js',
        file: 'r.xml',
      },
      { out: 'deno.txt', command: 'npx deno test --no-check test/cart_test.js' },
    ],
  },
  tap: {
    packages: ['tap@21'],
    runs: [{ out: 'node-tap.tap', command: 'npx tap --reporter=tap --disable-coverage' }],
  },
};
