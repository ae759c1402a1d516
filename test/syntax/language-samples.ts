import type { LanguageId } from '../../src/syntax/syntax-types.ts';

/** A file as people write them, and what has to be found in it. */
export interface LanguageSample {
  readonly language: LanguageId;
  readonly text: string;
  readonly symbols: readonly string[];
  /** `specifier style imported as local`. */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** A line and the symbol around it. */
  readonly inside: readonly [number, string];
  /** A sound piece of the text and what breaks it. */
  readonly breaks: readonly [string, string];
}

const GO: LanguageSample = {
  language: 'go',
  text: `package shop

import (
	"fmt"
	str "strings"
	. "example.com/shop/dot"
	_ "example.com/shop/driver"
	"example.com/shop/tax/v2"
)

type Line struct {
	Price int
}

type Cart struct{ Lines []Line }

type Pricer interface {
	Price() int
}

type Cents = int

const Rate = 2

var total int

// Total adds up.
func (c *Cart) Total() (int, error) {
	sum := 0
	for _, line := range c.Lines {
		sum += line.Price
	}
	if sum < 0 {
		return 0, fmt.Errorf("negative total %d", sum)
	}
	return tax.Add(sum), nil
}

func Map[T any](items []T, each func(T) T) []T {
	return items
}

func upper(s string) string { return str.ToUpper(s) }
`,
  symbols: [
    'class .Line 11-13',
    'class .Cart 15-15',
    'class .Pricer 17-19',
    'type .Cents 21-21',
    'variable .Rate 23-23',
    'variable .total 25-25',
    'method Cart.Total 28-37',
    'function .Map 39-41',
    'function .upper 43-43',
  ],
  imports: [
    'fmt namespace null as fmt',
    'strings namespace null as str',
    'example.com/shop/dot namespace * as null',
    'example.com/shop/driver side-effect null as null',
    'example.com/shop/tax/v2 namespace null as tax',
  ],
  exports: ['Line', 'Cart', 'Pricer', 'Cents', 'Rate', 'Map'],
  inside: [31, 'Total'],
  breaks: ['return tax.Add(sum), nil', 'return tax.Add(sum, nil'],
};

const RUST: LanguageSample = {
  language: 'rust',
  text: `use crate::tax::{self, rate as tax_rate, Vat};
use super::round::*;
use std::fmt;
pub mod lines;

pub const LIMIT: u32 = 10;

#[derive(Debug, Clone)]
pub struct Cart<T> {
    lines: Vec<T>,
}

impl<T: Price> Cart<T> {
    pub fn total(&self) -> u32 {
        let net: u32 = self.lines.iter().map(|line| line.price()).sum();
        net + tax::of(net)
    }
}

impl<T> fmt::Display for Cart<T> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}", self.lines.len())
    }
}

pub trait Price {
    fn price(&self) -> u32;
}

enum Kind { A, B }

macro_rules! cart {
    ($($line:expr),*) => { Cart { lines: vec![$($line),*] } };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up() {
        assert_eq!(cart![1, 2].total(), 3);
    }
}
`,
  symbols: [
    'variable .LIMIT 6-6',
    'class .Cart 8-11',
    'class .Cart 13-18',
    'method Cart.total 14-17',
    'class .Cart 20-24',
    'method Cart.fmt 21-23',
    'class .Price 26-28',
    'method Price.price 27-27',
    'class .Kind 30-30',
    'function .cart 32-34',
    'class .tests 36-44',
    'function tests.adds_up 40-43',
  ],
  imports: [
    'crate::tax namespace null as tax',
    'crate::tax named rate as tax_rate',
    'crate::tax named Vat as Vat',
    'super::round namespace * as null',
    'std named fmt as fmt',
    'self::lines namespace null as lines',
    'super namespace * as null',
  ],
  exports: ['LIMIT', 'Cart', 'Price'],
  inside: [16, 'total'],
  breaks: ['pub fn total(&self) -> u32 {', 'pub fn total(&self -> u32 {'],
};

const JAVA: LanguageSample = {
  language: 'java',
  text: `package com.example.shop;

import com.example.tax.Vat;
import static com.example.Money.round;
import java.util.*;

@Component
public class Cart extends Basket implements Priced {
  private final List<Line> lines = new ArrayList<>();

  public Cart(Vat vat) {
    this.vat = vat;
  }

  @Override
  public long total() {
    long net = 0;
    for (Line line : lines) net += line.price();
    return round(net + vat.of(net));
  }

  public record Line(String name, long price) {}

  enum Kind { FOOD, OTHER }
}

interface Priced {
  long total();
}
`,
  symbols: [
    'class .Cart 7-25',
    'method Cart.Cart 11-13',
    'method Cart.total 15-20',
    'class Cart.Line 22-22',
    'class Cart.Kind 24-24',
    'class .Priced 27-29',
    'method Priced.total 28-28',
  ],
  imports: [
    'com.example.tax.Vat named Vat as Vat',
    'com.example.Money named round as round',
    'java.util namespace * as null',
  ],
  exports: ['Cart', 'Priced'],
  inside: [18, 'total'],
  breaks: ['this.vat = vat;', 'this.vat = ;'],
};

const RUBY: LanguageSample = {
  language: 'ruby',
  text: `require 'bigdecimal'
require_relative 'tax/vat'
autoload :Money, 'shop/money'

module Shop
  RATE = 2

  class Cart < Basket
    attr_reader :lines

    def initialize(lines)
      @lines = lines
    end

    def total
      net = lines.sum { |line| line.price }
      net + Vat.of(net)
    end

    def empty? = lines.empty?

    class << self
      def of(*lines)
        new(lines)
      end
    end

    def self.none = new([])
  end
end

def helper(value)
  value * Shop::RATE
end
`,
  symbols: [
    'class .Shop 5-30',
    'variable Shop.RATE 6-6',
    'class Shop.Cart 8-29',
    'method Cart.initialize 11-13',
    'method Cart.total 15-18',
    'method Cart.empty? 20-20',
    'method Cart.of 23-25',
    'method Cart.none 28-28',
    'function .helper 32-34',
  ],
  imports: ['bigdecimal namespace * as null', './tax/vat namespace * as null', 'shop/money namespace * as null'],
  exports: ['Shop', 'Cart', 'helper'],
  inside: [16, 'total'],
  breaks: ['net + Vat.of(net)', 'net + Vat.of(net'],
};

const PHP: LanguageSample = {
  language: 'php',
  text: `<?php

declare(strict_types=1);

namespace App\\Shop;

use App\\Tax\\Vat;
use App\\Tax\\{Rate, Zone as TaxZone};
use function App\\Money\\round_up;

require_once __DIR__ . '/helpers.php';

abstract class Cart extends Basket implements Priced
{
    const LIMIT = 10;
    private array $lines = [];

    public function total(int $factor = 1): int
    {
        $net = array_sum(array_map(fn ($line) => $line->price, $this->lines));
        return round_up($net + Vat::of($net)) * $factor;
    }
}

interface Priced
{
    public function total(): int;
}

trait Counts
{
    public function count(): int { return count($this->lines); }
}

enum Kind: string { case Food = 'food'; }

function cart(): Cart
{
    return new Cart();
}
`,
  symbols: [
    'class .Cart 13-23',
    'variable Cart.LIMIT 15-15',
    'method Cart.total 18-22',
    'class .Priced 25-28',
    'method Priced.total 27-27',
    'class .Counts 30-33',
    'method Counts.count 32-32',
    'class .Kind 35-35',
    'function .cart 37-40',
  ],
  imports: [
    'App\\Tax\\Vat named Vat as Vat',
    'App\\Tax\\Rate named Rate as Rate',
    'App\\Tax\\Zone named Zone as TaxZone',
    'App\\Money\\round_up named round_up as round_up',
    '/helpers.php namespace * as null',
  ],
  exports: ['Cart', 'Priced', 'Counts', 'Kind', 'cart'],
  inside: [20, 'total'],
  breaks: ['return new Cart();', 'return new Cart(;'],
};

const C: LanguageSample = {
  language: 'c',
  text: `#include <stdio.h>
#include "cart.h"
#include "tax/vat.h"

#define LIMIT 10
#define TWICE(x) ((x) * 2)

struct line {
  int price;
};

typedef struct {
  struct line *lines;
  size_t count;
} cart_t;

static int rate = 2;

int cart_count(const cart_t *cart);

static int helper(int value)
{
  return value * rate;
}

int cart_total(const cart_t *cart)
{
  int sum = 0;
  for (size_t i = 0; i < cart->count; i++)
    sum += cart->lines[i].price;
  return helper(vat_add(sum));
}

struct line *cart_first(cart_t *cart) { return &cart->lines[0]; }
`,
  symbols: [
    'variable .LIMIT 5-5',
    'function .TWICE 6-6',
    'class .line 8-10',
    'class .cart_t 12-15',
    'variable .rate 17-17',
    'function .helper 21-24',
    'function .cart_total 26-32',
    'function .cart_first 34-34',
  ],
  imports: ['stdio.h namespace * as null', 'cart.h namespace * as null', 'tax/vat.h namespace * as null'],
  exports: ['LIMIT', 'TWICE', 'line', 'cart_t', 'cart_total', 'cart_first'],
  inside: [30, 'cart_total'],
  breaks: ['return helper(vat_add(sum));', 'return helper(vat_add(sum);'],
};

const CPP: LanguageSample = {
  language: 'cpp',
  text: `#include "cart.hpp"
#include <vector>

namespace shop {

class Cart : public Basket {
 public:
  explicit Cart(std::vector<Line> lines);
  int count() const { return static_cast<int>(lines_.size()); }
  int total() const;

 private:
  std::vector<Line> lines_;
};

Cart::Cart(std::vector<Line> lines) : lines_(std::move(lines)) {}

int Cart::total() const {
  int sum = 0;
  for (const auto& line : lines_) sum += line.price;
  return sum;
}

template <typename T>
T* make(T value) {
  return new T(value);
}

enum class Kind { Food, Other };

bool operator==(const Line& left, const Line& right) { return left.price == right.price; }

}  // namespace shop

TEST(CartTest, AddsUp) {
  EXPECT_EQ(shop::Cart({{1}, {2}}).total(), 3);
}
`,
  symbols: [
    'class .Cart 6-14',
    'method Cart.count 9-9',
    'method Cart.Cart 16-16',
    'method Cart.total 18-22',
    'function .make 24-27',
    'type .Kind 29-29',
    'function .operator== 31-31',
    'method CartTest.AddsUp 35-37',
  ],
  imports: ['cart.hpp namespace * as null', 'vector namespace * as null'],
  exports: ['Cart', 'make', 'Kind', 'operator=='],
  inside: [20, 'total'],
  breaks: ['return new T(value);', 'return new T(value;'],
};

const CSHARP: LanguageSample = {
  language: 'csharp',
  text: `using System.Linq;
using Shop.Tax;
using static Shop.Money;
using Lines = Shop.Basket.Line;

namespace Shop
{
    public class Cart : Basket
    {
        private readonly List<Line> lines = new();

        public int Count => lines.Count;

        public Cart(Vat vat) { Vat = vat; }

        [Obsolete]
        public decimal Total(int factor = 1)
        {
            var net = lines.Sum(line => line.Price);
            decimal Twice(decimal value) { return value * 2; }
            return Round(net + Vat.Of(net)) * factor;
        }
    }

    public record Line(string Name, decimal Price);

    public interface IPriced
    {
        decimal Total(int factor);
    }

    enum Kind { Food, Other }
}
`,
  symbols: [
    'class .Cart 8-23',
    'method Cart.Count 12-12',
    'method Cart.Cart 14-14',
    'method Cart.Total 16-22',
    'function Total.Twice 20-20',
    'class .Line 25-25',
    'class .IPriced 27-30',
    'method IPriced.Total 29-29',
    'class .Kind 32-32',
  ],
  imports: [
    'System.Linq namespace * as null',
    'Shop.Tax namespace * as null',
    'Shop.Money namespace * as null',
    'Shop.Basket.Line named Line as Lines',
  ],
  exports: ['Cart', 'Line', 'IPriced', 'Kind'],
  inside: [19, 'Total'],
  breaks: ['return Round(net + Vat.Of(net)) * factor;', 'return Round(net + Vat.Of(net) * factor;'],
};

export const LANGUAGE_SAMPLES: readonly LanguageSample[] = [GO, RUST, JAVA, RUBY, PHP, C, CPP, CSHARP];
