import { spawnSync } from 'node:child_process';

/** A small project with one fault: the first price is left out of a sum. */
export interface LanguageProject {
  readonly name: string;
  /** Toolchain that must be found. */
  readonly toolchain: string;
  /** Given where the tests cannot be run by the command that is found. */
  readonly testCommand?: string;
  /** Commands that all must succeed for the project's tests to run on a machine. */
  readonly needs: readonly (readonly string[])[];
  readonly files: Readonly<Record<string, string>>;
  /** The line to be replaced. */
  readonly fault: { readonly file: string; readonly line: string; readonly repaired: string };
  /** End of the id of the test that fails by the fault, and of one beside it that passes. */
  readonly fails: string;
  readonly passes: string;
  /** Whether the runner can be kept to a test by its name. */
  readonly byName: boolean;
}

const RUBY = 'class Cart\n  def total(prices)\n    prices.drop(1).sum\n  end\nend\n';
const RUBY_FAULT = { file: 'lib/cart.rb', line: '    prices.drop(1).sum', repaired: '    prices.sum' };

export const LANGUAGE_PROJECTS: readonly LanguageProject[] = [
  {
    ...{ name: 'Go', toolchain: 'go-test', needs: [['go', 'version']], byName: true },
    files: {
      'go.mod': 'module example.com/shop\n\ngo 1.19\n',
      'cart/cart.go':
        'package cart\n\n// Total sums the prices.\nfunc Total(prices []int) int {\n\tsum := 0\n\tfor i := 1; i < len(prices); i++ {\n\t\tsum += prices[i]\n\t}\n\treturn sum\n}\n',
      'cart/cart_test.go':
        'package cart\n\nimport "testing"\n\nfunc TestTotal(t *testing.T) {\n\tt.Run("two (both) items", func(t *testing.T) {\n\t\tif got := Total([]int{1, 2}); got != 3 {\n\t\t\tt.Errorf("Total = %d, want 3", got)\n\t\t}\n\t})\n}\n\nfunc TestNone(t *testing.T) {\n\tif Total(nil) != 0 {\n\t\tt.Fatal("not zero")\n\t}\n}\n',
    },
    fault: {
      file: 'cart/cart.go',
      line: '\tfor i := 1; i < len(prices); i++ {',
      repaired: '\tfor i := 0; i < len(prices); i++ {',
    },
    ...{ fails: 'TestTotal/two_(both)_items', passes: 'TestNone' },
  },
  {
    ...{ name: 'Rust', toolchain: 'cargo', needs: [['cargo', '--version']], byName: true },
    files: {
      'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs':
        'pub fn total(prices: &[i32]) -> i32 {\n    prices.iter().skip(1).sum()\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn none_is_zero() {\n        assert_eq!(total(&[]), 0);\n    }\n\n    #[test]\n    fn sums_all() {\n        assert_eq!(total(&[1, 2]), 3);\n    }\n}\n',
    },
    fault: {
      file: 'src/lib.rs',
      line: '    prices.iter().skip(1).sum()',
      repaired: '    prices.iter().sum()',
    },
    ...{ fails: 'tests::sums_all', passes: 'tests::none_is_zero' },
  },
  {
    ...{ name: 'RSpec', toolchain: 'rspec', needs: [['rspec', '--version']], byName: true },
    files: {
      'lib/cart.rb': RUBY,
      'spec/cart_spec.rb':
        "require_relative '../lib/cart'\n\nRSpec.describe Cart do\n  it 'sums (all) prices' do\n    expect(Cart.new.total([1, 2])).to eq(3)\n  end\n\n  it('is zero for none') { expect(Cart.new.total([])).to eq(0) }\nend\n",
    },
    fault: RUBY_FAULT,
    ...{ fails: 'sums (all) prices', passes: 'is zero for none' },
  },
  {
    ...{ name: 'minitest', toolchain: 'minitest', needs: [['ruby', '-e', "require 'minitest'"]], byName: true },
    files: {
      'lib/cart.rb': RUBY,
      'test/cart_test.rb':
        "require 'minitest/autorun'\nrequire 'cart'\n\nclass CartTest < Minitest::Test\n  def test_sums\n    assert_equal 3, Cart.new.total([1, 2])\n  end\n\n  def test_none\n    assert_equal 0, Cart.new.total([])\n  end\nend\n",
    },
    fault: RUBY_FAULT,
    ...{ fails: 'CartTest > test_sums', passes: 'CartTest > test_none' },
  },
  {
    name: 'test-unit by rake',
    ...{
      toolchain: 'minitest',
      needs: [
        ['ruby', '-e', "require 'test/unit/version'"],
        ['rake', '--version'],
      ],
      byName: true,
    },
    files: {
      Rakefile: "require 'rake/testtask'\n\nRake::TestTask.new { |task| task.pattern = 'test/test_*.rb' }\n",
      'lib/cart.rb': RUBY,
      'test/test_cart.rb':
        "require 'test/unit'\nrequire 'cart'\n\nclass TestCart < Test::Unit::TestCase\n  def test_sums\n    assert_equal 3, Cart.new.total([1, 2])\n  end\n\n  def test_none\n    assert_equal 0, Cart.new.total([])\n  end\nend\n",
    },
    fault: RUBY_FAULT,
    ...{ fails: 'TestCart > test_sums', passes: 'TestCart > test_none' },
  },
  {
    ...{ name: 'PHPUnit', toolchain: 'phpunit', needs: [['phpunit', '--version']], byName: true },
    files: {
      'src/Cart.php':
        '<?php\n\nnamespace Shop;\n\nclass Cart\n{\n    public function total(array $prices): int\n    {\n        $sum = 0;\n        for ($i = 1; $i < count($prices); $i++) {\n            $sum += $prices[$i];\n        }\n        return $sum;\n    }\n}\n',
      'tests/CartTest.php':
        "<?php\n\nuse PHPUnit\\Framework\\TestCase;\nuse Shop\\Cart;\n\nrequire_once __DIR__ . '/../src/Cart.php';\n\nfinal class CartTest extends TestCase\n{\n    public function testSums(): void\n    {\n        $this->assertSame(3, (new Cart())->total([1, 2]));\n    }\n\n    public function testNone(): void\n    {\n        $this->assertSame(0, (new Cart())->total([]));\n    }\n}\n",
    },
    fault: {
      file: 'src/Cart.php',
      line: '        for ($i = 1; $i < count($prices); $i++) {',
      repaired: '        for ($i = 0; $i < count($prices); $i++) {',
    },
    ...{ fails: 'CartTest > testSums', passes: 'CartTest > testNone' },
  },
  {
    ...{ name: 'Perl', toolchain: 'prove', needs: [['prove', '--version']], byName: false },
    files: {
      'lib/Cart.pm':
        'package Cart;\nuse strict;\nuse warnings;\n\nsub total {\n    my (@prices) = @_;\n    my $sum = 0;\n    for my $index ( 1 .. $#prices ) { $sum += $prices[$index]; }\n    return $sum;\n}\n\n1;\n',
      't/cart.t':
        "use strict;\nuse warnings;\nuse Test::More;\nuse Cart;\n\nis( Cart::total( 1, 2 ), 3, 'sums (all) prices' );\nis( Cart::total(), 0, 'zero for none' );\nsubtest 'more of it' => sub {\n    ok( 1, 'fine' );\n};\ndone_testing;\n",
    },
    fault: {
      file: 'lib/Cart.pm',
      line: '    for my $index ( 1 .. $#prices ) { $sum += $prices[$index]; }',
      repaired: '    for my $index ( 0 .. $#prices ) { $sum += $prices[$index]; }',
    },
    ...{ fails: 'sums (all) prices', passes: 'more of it > fine' },
  },
  {
    ...{
      name: 'CMake',
      toolchain: 'ctest',
      needs: [
        ['ctest', '--version'],
        ['c++', '--version'],
      ],
      byName: true,
    },
    files: {
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.16)\nproject(shop CXX)\nenable_testing()\nadd_executable(cart_test cart_test.cpp cart.cpp)\nadd_test(NAME cart.sums COMMAND cart_test sums)\nadd_test(NAME cart.none COMMAND cart_test none)\n',
      'cart.cpp':
        '#include <vector>\n\nint total(const std::vector<int>& prices) {\n  int sum = 0;\n  for (std::size_t i = 1; i < prices.size(); i++) {\n    sum += prices[i];\n  }\n  return sum;\n}\n',
      'cart_test.cpp':
        '#undef NDEBUG\n#include <cassert>\n#include <cstring>\n#include <vector>\n\nint total(const std::vector<int>& prices);\n\nint main(int, char** argv) {\n  if (std::strcmp(argv[1], "sums") == 0) assert(total({1, 2}) == 3);\n  if (std::strcmp(argv[1], "none") == 0) assert(total({}) == 0);\n  return 0;\n}\n',
    },
    fault: {
      file: 'cart.cpp',
      line: '  for (std::size_t i = 1; i < prices.size(); i++) {',
      repaired: '  for (std::size_t i = 0; i < prices.size(); i++) {',
    },
    ...{ fails: 'cart.sums', passes: 'cart.none' },
  },
  {
    ...{ name: 'Django', toolchain: 'django', needs: [['/usr/bin/python3', '-c', 'import django']], byName: true },
    testCommand: '/usr/bin/python3 manage.py test',
    files: {
      'manage.py':
        'import os\nimport sys\n\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n',
      'site_settings.py':
        'SECRET_KEY = "x"\nINSTALLED_APPS = ["shop"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}\n',
      'shop/__init__.py': '',
      'shop/cart.py':
        'def total(prices):\n    amount = 0\n    for index in range(1, len(prices)):\n        amount += prices[index]\n    return amount\n',
      'shop/tests.py':
        'from django.test import TestCase\n\nfrom shop.cart import total\n\n\nclass CartTest(TestCase):\n    def test_sums(self):\n        self.assertEqual(total([1, 2]), 3)\n\n    def test_none(self):\n        self.assertEqual(total([]), 0)\n',
    },
    fault: {
      file: 'shop/cart.py',
      line: '    for index in range(1, len(prices)):',
      repaired: '    for index in range(len(prices)):',
    },
    ...{ fails: 'CartTest > test_sums', passes: 'CartTest > test_none' },
  },
];

const MAKE_CART = 'int total(const int *prices, int count) {\n  int sum = 0;\n';

/** Its Makefile says nothing of single tests: the command is the one test. */
export const MAKE_PROJECT: LanguageProject = {
  ...{
    name: 'Make',
    toolchain: 'make',
    needs: [
      ['make', '--version'],
      ['cc', '--version'],
    ],
    byName: false,
  },
  files: {
    Makefile: 'test: test_cart\n\t./test_cart\n\ntest_cart: test_cart.c cart.c\n\t$(CC) -o $@ test_cart.c cart.c\n',
    'cart.c': `${MAKE_CART}  for (int i = 1; i < count; i++) sum += prices[i];\n  return sum;\n}\n`,
    'test_cart.c':
      '#include <assert.h>\n\nint total(const int *prices, int count);\n\nint main(void) {\n  int prices[] = {1, 2};\n  assert(total(prices, 2) == 3);\n  return 0;\n}\n',
  },
  fault: {
    file: 'cart.c',
    line: '  for (int i = 1; i < count; i++) sum += prices[i];',
    repaired: '  for (int i = 0; i < count; i++) sum += prices[i];',
  },
  ...{ fails: 'make test', passes: '' },
};

/** The first program that this machine lacks for a project; null when its tests can run here. */
export function missingProgram(project: LanguageProject): string | null {
  const isMissing = ([program = '', ...parameters]: readonly string[]) =>
    spawnSync(program, parameters, { stdio: 'ignore' }).status !== 0;
  return project.needs.find(isMissing)?.join(' ') ?? null;
}
