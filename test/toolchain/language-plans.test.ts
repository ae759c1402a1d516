import { describe, expect, it } from '@jest/globals';
import type { TestResult } from '../../src/domain/test-report.ts';
import type { TestSelection, ToolchainPlan } from '../../src/domain/toolchain.ts';
import { failedTest, only, planOf, reportOf, SCRATCH } from './plan-of.ts';

const ODD = `a "b" 'c' $d [e] (f) g.h*`;

function named(file: string | null, ...namePath: readonly string[]): TestSelection {
  const test: TestResult = { ...failedTest(file), namePath, name: namePath.at(-1) ?? '' };
  return { kind: 'names', tests: [test] };
}

const display = (plan: ToolchainPlan, selection: TestSelection = { kind: 'all' }) =>
  plan.test(selection, SCRATCH).display;
const script = (plan: ToolchainPlan, selection: TestSelection = { kind: 'all' }) =>
  plan.test(selection, SCRATCH).argv[2] ?? '';

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly toolchain: string;
  readonly language: string;
  readonly manager: string | null;
  readonly install: string | null;
  readonly all: string;
  /** What the report is asked for with. */
  readonly flags: string;
  readonly file: readonly [path: string, command: string];
  readonly test: readonly [selection: TestSelection, command: string];
}

const CASES: Readonly<Record<string, Case>> = {
  Go: {
    files: { 'go.mod': 'module example.com/shop\n\nrequire x.org/y v1.0.0\n', 'cart/cart_test.go': '' },
    ...{ toolchain: 'go-test', language: 'go', manager: 'go', install: 'go mod download', all: 'go test ./...' },
    flags: 'go test -json -count=1 ./...',
    file: ['cart/cart_test.go', 'go test ./cart'],
    test: [
      named(null, 'example.com/shop/cart', 'TestSum/two_(both)/a.b'),
      "go test -run '^TestSum$/^two_\\(both\\)$/^a\\.b$' ./cart",
    ],
  },
  'go.work': {
    files: {
      'go.work': 'go 1.21\nuse (\n\t./a\n\t./b // last\n)\n',
      'a/go.mod': 'module a\n',
      'b/go.mod': 'module b\n',
      'b/x_test.go': '',
    },
    ...{ toolchain: 'go-test', language: 'go', manager: 'go', install: null, all: 'go test ./a/... ./b/...' },
    flags: 'go test -json -count=1',
    file: ['b/x_test.go', 'go test ./b'],
    test: [named('b/x_test.go', 'b', 'TestX'), "go test -run '^TestX$' ./b"],
  },
  Rust: {
    files: {
      'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\nserde = "1"\n',
      'Cargo.lock': '',
      'src/lib.rs': '',
      'tests/api.rs': '',
    },
    ...{ toolchain: 'cargo', language: 'rust', manager: 'cargo', install: 'cargo fetch --locked', all: 'cargo test' },
    flags: 'cargo test --no-fail-fast',
    file: ['tests/api.rs', 'cargo test --test api'],
    test: [named('src/lib.rs', 'tests::sums'), 'cargo test --lib -- --exact tests::sums'],
  },
  'a Cargo workspace': {
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["core"]\n',
      'core/Cargo.toml': '[package]\nname = "shop-core"\n[dependencies]\nutil = { path = "../util" }\n',
      'core/tests/api.rs': '',
    },
    ...{ toolchain: 'cargo', language: 'rust', manager: 'cargo', install: null, all: 'cargo test --workspace' },
    flags: 'cargo test --no-fail-fast --workspace',
    file: ['core/tests/api.rs', 'cargo test -p shop-core --test api'],
    test: [named('core/tests/api.rs', 'one'), 'cargo test -p shop-core --test api -- --exact one'],
  },
  Maven: {
    files: { 'pom.xml': '<project/>', 'src/test/java/shop/CartTest.java': '' },
    ...{
      toolchain: 'maven',
      language: 'java',
      manager: 'maven',
      install: 'mvn dependency:go-offline',
      all: 'mvn test',
    },
    flags: 'mvn test -B -ntp -o -fae',
    file: [
      'src/test/java/shop/CartTest.java',
      'mvn test -Dtest=CartTest -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false',
    ],
    test: [
      named('src/test/java/shop/CartTest.java', 'CartTest', 'sums(int, int)[2]'),
      "mvn test '-Dtest=CartTest#sums' -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false",
    ],
  },
  Gradle: {
    files: { 'build.gradle.kts': '', gradlew: '', 'src/test/kotlin/shop/CartTest.kt': '' },
    ...{ toolchain: 'gradle', language: 'kotlin', manager: 'gradle', install: 'sh ./gradlew testClasses' },
    all: 'sh ./gradlew test',
    flags: '--continue --offline --no-daemon --no-build-cache --console=plain',
    file: ['src/test/kotlin/shop/CartTest.kt', 'sh ./gradlew test --tests shop.CartTest'],
    test: [
      named('src/test/kotlin/shop/CartTest.kt', 'CartTest', 'sums()'),
      'sh ./gradlew test --tests shop.CartTest.sums',
    ],
  },
  '.NET': {
    files: { 'Shop.sln': '', 'tests/Shop.Tests.csproj': 'Microsoft.NET.Test.Sdk', 'tests/CartTests.cs': '' },
    ...{ toolchain: 'dotnet', language: 'csharp', manager: 'nuget', install: 'dotnet restore', all: 'dotnet test' },
    flags: 'dotnet test --no-restore --logger trx --results-directory .autofix/results',
    file: ['tests/CartTests.cs', "dotnet test --filter 'FullyQualifiedName~.CartTests.'"],
    test: [
      named('tests/CartTests.cs', 'Shop.Tests.CartTests', 'Sums(a: 1, b: "x")'),
      "dotnet test --filter 'FullyQualifiedName~Shop.Tests.CartTests.Sums'",
    ],
  },
  RSpec: {
    files: { Gemfile: 'gem "rspec"\n', 'spec/cart_spec.rb': '' },
    ...{
      toolchain: 'rspec',
      language: 'ruby',
      manager: 'bundler',
      install: 'bundle install',
      all: 'bundle exec rspec',
    },
    flags: 'rspec --format json --out /scratch/results-n0nce-1.json --format progress --no-color --order defined',
    file: ['spec/cart_spec.rb', 'bundle exec rspec spec/cart_spec.rb'],
    test: [
      named('spec/cart_spec.rb', 'Cart', ODD),
      `bundle exec rspec --example 'Cart a "b" '\\''c'\\'' $d [e] (f) g.h*' spec/cart_spec.rb`,
    ],
  },
  'minitest by rake': {
    files: { Rakefile: 'Rake::TestTask.new', 'test/cart_test.rb': "require 'minitest/autorun'\n" },
    ...{ toolchain: 'minitest', language: 'ruby', manager: null, install: null, all: 'rake test' },
    flags:
      'env AUTOFIX_REPORT=/scratch/results-n0nce-1.json RUBYOPT=-r/scratch/minitest-reporter-n0nce.rb SEED=1 rake test',
    file: ['test/cart_test.rb', 'rake test TEST=test/cart_test.rb'],
    test: [
      named('test/cart_test.rb', 'CartTest', 'test_0001_is fine?'),
      `rake test TEST=test/cart_test.rb 'TESTOPTS=--name='\\''/^(test_0001_is fine\\?)$/'\\'''`,
    ],
  },
  PHPUnit: {
    files: {
      'composer.json': '{"require-dev":{"phpunit/phpunit":"^10"}}',
      'phpunit.xml': '',
      'tests/CartTest.php': '',
    },
    ...{ toolchain: 'phpunit', language: 'php', manager: 'composer', all: 'vendor/bin/phpunit' },
    install: 'composer install --no-interaction --no-progress --prefer-dist',
    flags: 'vendor/bin/phpunit --log-junit /scratch/results-n0nce-1.xml --colors=never',
    file: ['tests/CartTest.php', 'vendor/bin/phpunit tests/CartTest.php'],
    test: [
      named('tests/CartTest.php', 'CartTest', 'testSums with data set "a/b"'),
      `vendor/bin/phpunit tests/CartTest.php --filter '/(::|^)(testSums with data set "a\\/b")( with data set .*| \\(.*)?$/'`,
    ],
  },
  Pest: {
    files: { 'composer.json': '{"require-dev":{"pestphp/pest":"^2"}}', 'phpunit.xml': '', 'tests/CartTest.php': '' },
    ...{ toolchain: 'phpunit', language: 'php', manager: 'composer', all: 'vendor/bin/pest' },
    install: 'composer install --no-interaction --no-progress --prefer-dist',
    flags: 'vendor/bin/pest --log-junit /scratch/results-n0nce-1.xml --colors=never',
    file: ['tests/CartTest.php', 'vendor/bin/pest tests/CartTest.php'],
    test: [
      named('tests/CartTest.php', 'CartTest', 'it sums (all)'),
      "vendor/bin/pest tests/CartTest.php --filter '/(::|^)(it sums \\(all\\))( with data set .*| \\(.*)?$/'",
    ],
  },
  CMake: {
    files: { 'CMakeLists.txt': 'project(shop CXX)\nenable_testing()\nFetchContent_Declare(x)\n', 'tests/a.cpp': '' },
    ...{ toolchain: 'ctest', language: 'c++', manager: 'cmake', install: 'cmake -S . -B build' },
    all: 'cmake -S . -B build && cmake --build build --parallel 2 && ctest --test-dir build',
    flags: 'ctest --output-on-failure --output-junit /scratch/results-n0nce-1.xml --test-dir build',
    file: ['tests/a.cpp', 'cmake -S . -B build && cmake --build build --parallel 2 && ctest --test-dir build'],
    test: [
      named(null, 'cart.sums (two)'),
      "cmake -S . -B build && cmake --build build --parallel 2 && ctest -R '^(cart\\.sums \\(two\\))$' --test-dir build",
    ],
  },
  Make: {
    files: { Makefile: 'check: all\n\t./run\ntest:\n\t./t\n', 'cart.c': '' },
    ...{ toolchain: 'make', language: 'c', manager: null, install: null, all: 'make test' },
    ...{ flags: 'make test', file: ['cart.c', 'make test'], test: [named(null, 'x'), 'make test'] },
  },
  Perl: {
    files: { cpanfile: "requires 'Moo';", 't/cart.t': '', 'lib/Cart.pm': '' },
    ...{ toolchain: 'prove', language: 'perl', manager: 'cpanm', all: 'prove -lr t' },
    install: 'cpanm --notest --quiet --local-lib-contained .autofix/perl --installdeps .',
    flags: 'prove --formatter AutofixFormatter_n0nce_1 --merge -lr t',
    file: ['t/cart.t', 'prove -lr t/cart.t'],
    test: [named('t/cart.t', 'sums'), 'prove -lr t/cart.t'],
  },
  Django: {
    files: {
      'manage.py': '# django',
      'shop/tests.py': 'from django.test import TestCase',
      'requirements.txt': 'django\n',
    },
    ...{ toolchain: 'django', language: 'python', manager: 'pip', all: '.venv/bin/python manage.py test' },
    install: 'python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt',
    flags: '--output /scratch/results-n0nce-1.json --manage manage.py --',
    file: ['shop/tests.py', '.venv/bin/python manage.py test shop.tests'],
    test: [
      named('shop/tests.py', 'CartTest', 'test_sums'),
      '.venv/bin/python manage.py test shop.tests.CartTest.test_sums',
    ],
  },
};

describe.each(Object.entries(CASES))('%s', (_title, { files, ...expected }) => {
  it('is recognised, installed, and run as a whole, by file and by name', () => {
    const plan = planOf(files);
    const { toolchain, language, packageManager: manager, install } = plan;
    const [file, byFile] = expected.file;
    const [test, byName] = expected.test;
    const found = { toolchain, language, manager, install: install?.display ?? null, all: display(plan) };
    expect(found).toEqual(expect.objectContaining({ ...found, toolchain: expected.toolchain }));
    expect({
      ...found,
      file: [file, display(plan, { kind: 'files', files: [file] })],
      test: [test, display(plan, test)],
    }).toEqual({
      ...{ toolchain: expected.toolchain, language: expected.language, manager: expected.manager },
      ...{ install: expected.install, all: expected.all, file: [file, byFile], test: [test, byName] },
    });
    expect(script(plan).replace(/ {2,}/g, ' ')).toContain(expected.flags);
  });
});

describe('a Maven of a few seconds', () => {
  it('is not compiled twice, unless the user says so', () => {
    expect(script(planOf({ 'pom.xml': '<project/>' }))).toContain('MAVEN_OPTS="-XX:TieredStopAtLevel=1 $');
  });
});

describe('the toolchain of a mixed project', () => {
  const mixed = {
    'package.json': '{"scripts":{"test":"jest"}}',
    'web/a.test.js': '',
    'go.mod': 'module m\n',
    'api/api_test.go': '',
    'tools/go.mod': 'module m/tools\n',
    'tools/x_test.go': '',
  };

  it('is the one of the report', () => {
    expect(planOf(mixed, {}, reportOf(null, 'web/a.test.js')).toolchain).toBe('jest');
    expect(planOf(mixed, {}, reportOf(null, 'api/api_test.go'))).toMatchObject({ toolchain: 'go-test', folder: '' });
  });

  it('is started in the module that the tests belong to', () => {
    expect(planOf(mixed, {}, reportOf(null, 'tools/x_test.go'))).toMatchObject({
      toolchain: 'go-test',
      folder: 'tools',
    });
  });

  it('is recognised in a given command', () => {
    const given = (testCommand: string) => planOf(mixed, { testCommand });
    expect(script(given('go test -race -v ./api'))).toContain('go test -json -count=1 -race  ./api');
    expect(given('cd tools && go test ./...')).toMatchObject({ folder: 'tools', guessed: false });
    expect(given('gotestsum --format dots -- ./...').toolchain).toBe('go-test');
  });
});

describe('a load or compile failure', () => {
  it('is never named: its whole file runs', () => {
    const plan = planOf({ 't/cart.t': '', 'go.mod': 'module m\n', 'a_test.go': '' }, {}, reportOf(null, 'a_test.go'));
    const broken = failedTest('a_test.go', 'a_test.go');
    const failure = broken.failure === null ? null : { ...broken.failure, kind: 'compile' as const };
    const command = plan.test({ kind: 'names', tests: [{ ...broken, failure }] }, SCRATCH);
    expect(command).toMatchObject({ runs: 'files', display: 'go test .' });
    expect(plan.test(only(null), SCRATCH).runs).toBe('all');
  });
});

describe('what does not compile', () => {
  it.each([
    ['pom.xml', 'mvn test'],
    ['build.gradle', 'gradle test'],
  ])('is judged by all tests of %s', (manifest, command) => {
    const plan = planOf({ [manifest]: '', 'src/main/java/Cart.java': '' });
    const refused = failedTest('src/main/java/Cart.java');
    const failure = { ...refused.failure, kind: 'compile' } as TestResult['failure'];
    expect(display(plan, { kind: 'tests', tests: [{ ...refused, failure }] })).toBe(command);
  });
});
