import { expect, it } from '@jest/globals';
import { localize } from '../../src/localization/localize.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** File of the tests in the report; null where reports of this kind tell none. */
  readonly testFile: string | null;
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  /** The assertion's own place: the stack never touches the sources. */
  readonly frame?: readonly [string, number];
  readonly gold: { readonly file: string; readonly symbol: string };
}

const CASES: readonly Case[] = [
  {
    name: 'Go: another package behind a method of the own one',
    files: {
      'go.mod': 'module example.com/shop\n',
      'cart/cart.go':
        'package cart\n\nimport "example.com/shop/tax"\n\ntype Cart struct{ lines []int }\n\nfunc New(lines ...int) *Cart { return &Cart{lines} }\n\nfunc (c *Cart) Count() int { return len(c.lines) }\n\nfunc (c *Cart) Total() int {\n\tsum := 0\n\tfor _, line := range c.lines {\n\t\tsum += line\n\t}\n\treturn tax.Add(sum)\n}\n',
      'tax/tax.go':
        'package tax\n\n// Add adds the tax.\nfunc Add(net int) int {\n\trate := net / 5\n\treturn net - rate\n}\n',
      'tax/zones.go': 'package tax\n\nfunc Zone(country string) string {\n\treturn country\n}\n',
      'cart/cart_test.go':
        'package cart\n\nimport "testing"\n\nfunc TestCount(t *testing.T) {\n\tif New(1).Count() != 1 {\n\t\tt.Fatal("count")\n\t}\n}\n\nfunc TestTotal(t *testing.T) {\n\tif got := New(5).Total(); got != 6 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n',
    },
    testFile: null,
    passing: ['TestCount'],
    failing: ['TestTotal'],
    frame: ['cart/cart_test.go', 13],
    gold: { file: 'tax/tax.go', symbol: 'Add' },
  },
  {
    name: 'Rust: tests inside of the source, modules of the crate',
    files: {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'pub mod cart;\nmod tax;\n',
      'src/cart.rs':
        'use crate::tax;\n\npub struct Cart { lines: Vec<u32> }\n\nimpl Cart {\n    pub fn count(&self) -> usize { self.lines.len() }\n\n    pub fn total(&self) -> u32 {\n        let net: u32 = self.lines.iter().sum();\n        tax::add_tax(net)\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn counts() {\n        assert_eq!(Cart { lines: vec![1] }.count(), 1);\n    }\n\n    #[test]\n    fn adds_up() {\n        assert_eq!(Cart { lines: vec![5] }.total(), 6);\n    }\n}\n',
      'src/tax.rs': 'pub fn add_tax(net: u32) -> u32 {\n    let rate = net / 5;\n    net - rate\n}\n',
    },
    testFile: null,
    passing: ['cart::tests::counts'],
    failing: ['cart::tests::adds_up'],
    gold: { file: 'src/tax.rs', symbol: 'add_tax' },
  },
  {
    name: 'Java: an imported class behind one of the own package',
    files: {
      'src/main/java/com/x/Cart.java':
        'package com.x;\n\nimport com.x.tax.Vat;\n\npublic class Cart {\n  private long net;\n\n  public void add(long price) {\n    net += price;\n  }\n\n  public long net() {\n    return net;\n  }\n\n  public long total() {\n    return net + Vat.of(net);\n  }\n}\n',
      'src/main/java/com/x/tax/Vat.java':
        'package com.x.tax;\n\npublic class Vat {\n  public static long of(long net) {\n    long rate = 4;\n    return net / rate;\n  }\n\n  public static long none() {\n    return 0;\n  }\n}\n',
      'src/test/java/com/x/CartTest.java':
        'package com.x;\n\nclass CartTest {\n  @Test\n  void keepsNet() {\n    Cart cart = new Cart();\n    cart.add(5);\n    assertEquals(5, cart.net());\n  }\n\n  @Test\n  void addsUp() {\n    Cart cart = new Cart();\n    cart.add(5);\n    assertEquals(6, cart.total());\n  }\n}\n',
    },
    testFile: null,
    passing: ['com.x.CartTest.keepsNet'],
    failing: ['com.x.CartTest.addsUp'],
    gold: { file: 'src/main/java/com/x/tax/Vat.java', symbol: 'of' },
  },
  {
    name: 'Ruby: RSpec, require_relative, methods without parentheses',
    files: {
      'lib/cart.rb':
        "require_relative 'vat'\n\nmodule Shop\n  class Cart\n    def initialize(prices)\n      @prices = prices\n    end\n\n    def count\n      @prices.length\n    end\n\n    def total\n      net + Vat.tax_of(net)\n    end\n\n    def net\n      @prices.sum\n    end\n  end\nend\n",
      'lib/vat.rb':
        'module Shop\n  class Vat\n    def self.tax_of(net)\n      rate = 4\n      net / rate\n    end\n  end\nend\n',
      'spec/cart_spec.rb':
        "require_relative '../lib/cart'\n\nRSpec.describe Shop::Cart do\n  subject(:cart) { described_class.new([5]) }\n\n  it 'counts' do\n    expect(Shop::Cart.new([5]).count).to eq 1\n  end\n\n  it 'adds up' do\n    expect(Shop::Cart.new([5]).total).to eq 6\n  end\nend\n",
    },
    testFile: 'spec/cart_spec.rb',
    passing: ['counts'],
    failing: ['adds up'],
    gold: { file: 'lib/vat.rb', symbol: 'tax_of' },
  },
  {
    name: 'PHP: a used class behind a class of the namespace',
    files: {
      'src/Cart.php':
        '<?php\nnamespace App;\n\nuse App\\Tax\\Vat;\n\nclass Cart\n{\n    private $net = 0;\n\n    public function add(int $price)\n    {\n        $this->net += $price;\n    }\n\n    public function net()\n    {\n        return $this->net;\n    }\n\n    public function total()\n    {\n        return $this->net() + Vat::of($this->net());\n    }\n}\n',
      'src/Tax/Vat.php':
        '<?php\nnamespace App\\Tax;\n\nclass Vat\n{\n    public static function of(int $net)\n    {\n        $rate = 4;\n        return intdiv($net, $rate);\n    }\n}\n',
      'tests/CartTest.php':
        '<?php\nuse App\\Cart;\n\nclass CartTest extends TestCase\n{\n    public function testNet()\n    {\n        $cart = new Cart();\n        $cart->add(5);\n        $this->assertSame(5, $cart->net());\n    }\n\n    public function testTotal()\n    {\n        $cart = new Cart();\n        $cart->add(5);\n        $this->assertSame(6, $cart->total());\n    }\n}\n',
    },
    testFile: 'tests/CartTest.php',
    passing: ['testNet'],
    failing: ['testTotal'],
    gold: { file: 'src/Tax/Vat.php', symbol: 'of' },
  },
  {
    name: 'C: a function that another source defines',
    files: {
      'include/cart.h': 'int cart_count(int n);\nint cart_total(int net);\nint vat_add(int net);\n',
      'src/cart.c':
        '#include "cart.h"\n\nint cart_count(int n)\n{\n  return n;\n}\n\nint cart_total(int net)\n{\n  return vat_add(net);\n}\n',
      'src/tax.c': '#include "cart.h"\n\nint vat_add(int net)\n{\n  int rate = net / 5;\n  return net - rate;\n}\n',
      'tests/test_cart.c':
        '#include "cart.h"\n#include <assert.h>\n\nstatic void test_count(void)\n{\n  assert(cart_count(1) == 1);\n}\n\nstatic void test_total(void)\n{\n  assert(cart_total(5) == 6);\n}\n',
    },
    testFile: 'tests/test_cart.c',
    passing: ['test_count'],
    failing: ['test_total'],
    gold: { file: 'src/tax.c', symbol: 'vat_add' },
  },
  {
    name: 'C++: a method that is defined outside of its class, GoogleTest',
    files: {
      'include/cart.hpp':
        '#pragma once\nclass Cart {\n public:\n  void add(int price);\n  int count() const;\n  int total() const;\n private:\n  int net_ = 0;\n};\n',
      'src/cart.cpp':
        '#include "cart.hpp"\n\nvoid Cart::add(int price) {\n  net_ += price;\n}\n\nint Cart::count() const {\n  return 1;\n}\n\nint Cart::total() const {\n  int rate = net_ / 5;\n  return net_ - rate;\n}\n',
      'tests/cart_test.cpp':
        '#include "cart.hpp"\n#include <gtest/gtest.h>\n\nTEST(CartTest, Counts) {\n  Cart cart;\n  EXPECT_EQ(cart.count(), 1);\n}\n\nTEST(CartTest, AddsUp) {\n  Cart cart;\n  cart.add(5);\n  EXPECT_EQ(cart.total(), 6);\n}\n',
    },
    testFile: null,
    passing: ['CartTest.Counts'],
    failing: ['CartTest.AddsUp'],
    gold: { file: 'src/cart.cpp', symbol: 'total' },
  },
  {
    name: 'C#: a class of another namespace',
    files: {
      'Shop/Cart.cs':
        'using Shop.Tax;\n\nnamespace Shop;\n\npublic class Cart\n{\n    private int net;\n\n    public void Add(int price)\n    {\n        net += price;\n    }\n\n    public int Net() => net;\n\n    public int Total()\n    {\n        return Net() + Vat.TaxOf(net);\n    }\n}\n',
      'Shop/Tax/Vat.cs':
        'namespace Shop.Tax\n{\n    public static class Vat\n    {\n        public static int TaxOf(int net)\n        {\n            var rate = 4;\n            return net / rate;\n        }\n    }\n}\n',
      'Shop.Tests/CartTests.cs':
        'using Xunit;\n\nnamespace Shop.Tests;\n\npublic class CartTests\n{\n    [Fact]\n    public void KeepsNet()\n    {\n        var cart = new Cart();\n        cart.Add(5);\n        Assert.Equal(5, cart.Net());\n    }\n\n    [Fact]\n    public void AddsUp()\n    {\n        var cart = new Cart();\n        cart.Add(5);\n        Assert.Equal(6, cart.Total());\n    }\n}\n',
    },
    testFile: null,
    passing: ['Shop.Tests.CartTests.KeepsNet'],
    failing: ['Shop.Tests.CartTests.AddsUp'],
    gold: { file: 'Shop/Tax/Vat.cs', symbol: 'TaxOf' },
  },
];

it.each(CASES)('$name', async ({ files, testFile, passing, failing, frame: place, gold }) => {
  const frames = place === undefined ? [] : [frame(place[0], place[1], true)];
  const results = [
    ...passing.map((name) => ({ ...testResult(testFile ?? '', [name]), file: testFile })),
    ...failing.map((name) => ({
      ...testResult(testFile ?? '', [name], { failure: failure('expected 6, got 4', { frames }) }),
      file: testFile,
    })),
  ];
  const suspects = await localize({
    project: memoryProject(files),
    failing: results.filter((result) => result.status === 'failed'),
    baseline: reportOf(results),
  });
  const rank = suspects.findIndex(({ file, symbol }) => file === gold.file && symbol === gold.symbol);
  expect(rank).toBeGreaterThanOrEqual(0);
  expect(rank).toBeLessThan(5);
  expect(suspects.every(({ file }) => !/test|spec/i.test(file))).toBe(true);
  expect(suspects.every(({ symbol }) => symbol !== 'adds_up')).toBe(true);
});
