import { describe, expect, it } from '@jest/globals';
import type { Project } from '../../src/domain/project.ts';
import { impliedImports } from '../../src/syntax/implied-imports.ts';
import { importsOf } from '../../src/syntax/imports.ts';
import { languageOf } from '../../src/syntax/languages.ts';
import { resolveImportFiles } from '../../src/syntax/module-resolution.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import { memoryProject } from '../support/memory-project.ts';

/** Files that a file reaches: `specifier -> paths` of its imports, then `name ~ path` of what it uses without one. */
async function reached(project: Project, path: string): Promise<string[]> {
  const language = languageOf(path) ?? 'javascript';
  const text = Buffer.from(project.entries.get(path)?.bytes() ?? []).toString();
  const parsed = await parseSource(language, text);
  const imports = importsOf(parsed);
  parsed.dispose();
  return [
    ...imports.map((one) => `${one.specifier} -> ${resolveImportFiles(project, path, one, language).join(' ')}`),
    ...impliedImports(project, path, language, text, imports).map(({ name, file }) => `${name} ~ ${file}`),
  ];
}

it('Go: packages below go.mod, and the other files of the own package by the names used', async () => {
  const project = memoryProject({
    'go.mod': 'module example.com/shop\n\ngo 1.22\n',
    'cart/cart.go':
      'package cart\n\nimport (\n\t"example.com/shop/tax"\n\t"fmt"\n)\n\nfunc Total() int { return tax.Of(sum(1)) }\n',
    'cart/sum.go': 'package cart\n\nfunc sum(n int) int { return n }\n',
    'cart/other.go': 'package cart\n\nfunc unused() {}\n',
    'cart/cart_test.go': 'package cart\n\nfunc TestTotal(t *testing.T) { Total() }\n',
    'tax/vat.go': 'package tax\n\nfunc Of(n int) int { return n }\n',
    'tax/vat_test.go': 'package tax\n',
  });
  expect(await reached(project, 'cart/cart.go')).toEqual([
    'example.com/shop/tax -> tax/vat.go',
    'fmt -> ',
    'sum ~ cart/sum.go',
  ]);
  expect(await reached(project, 'cart/cart_test.go')).toEqual(['Total ~ cart/cart.go']);
});

it('Rust: modules of the crate, of the parent, and crates of the workspace', async () => {
  const project = memoryProject({
    'Cargo.toml': '[package]\nname = "shop-app"\n',
    'src/lib.rs': 'pub mod cart;\nmod tax;\nuse money::round;\nuse std::fmt;\n',
    'src/cart/mod.rs': 'mod line;\nuse super::tax::of;\nuse crate::cart::line::Line;\nuse self::line::Price;\n',
    'src/cart/line.rs': 'use super::Cart;\nuse super::super::tax;\n',
    'src/tax.rs': '',
    'tests/cart.rs': 'use shop_app::cart::line::Line;\n',
    'money/Cargo.toml': '[package]\nname = "money"\n',
    'money/src/lib.rs': '',
  });
  expect(await reached(project, 'src/lib.rs')).toEqual([
    'self::cart -> src/cart/mod.rs',
    'self::tax -> src/tax.rs',
    'money -> money/src/lib.rs',
    'std -> ',
  ]);
  expect(await reached(project, 'src/cart/mod.rs')).toEqual([
    'self::line -> src/cart/line.rs',
    'super::tax -> src/tax.rs src/cart/mod.rs',
    'crate::cart::line -> src/cart/line.rs',
    'self::line -> src/cart/line.rs',
  ]);
  expect(await reached(project, 'src/cart/line.rs')).toEqual([
    'super -> src/cart/mod.rs src/cart/line.rs',
    'super::super -> src/tax.rs src/cart/line.rs',
  ]);
  expect(await reached(project, 'tests/cart.rs')).toEqual(['shop_app::cart::line -> src/cart/line.rs']);
});

it('Java: imported classes, and classes of the own package', async () => {
  const project = memoryProject({
    'src/main/java/com/x/shop/Cart.java': 'package com.x.shop;\nimport com.x.tax.Vat;\nclass Cart { Line line; }\n',
    'src/main/java/com/x/shop/Line.java': 'package com.x.shop;\nrecord Line(int price) {}\n',
    'src/main/java/com/x/tax/Vat.java': 'package com.x.tax;\npublic class Vat {}\n',
    'src/main/java/com/x/tax/Line.java': 'package com.x.tax;\npublic class Line {}\n',
    'src/test/java/com/x/shop/CartTest.java':
      'package com.x.shop;\nimport static com.x.tax.Vat.of;\nclass CartTest { Cart cart; }\n',
  });
  expect(await reached(project, 'src/main/java/com/x/shop/Cart.java')).toEqual([
    'com.x.tax.Vat -> src/main/java/com/x/tax/Vat.java',
    'Line ~ src/main/java/com/x/shop/Line.java',
  ]);
  expect(await reached(project, 'src/test/java/com/x/shop/CartTest.java')).toEqual([
    'com.x.tax.Vat -> src/main/java/com/x/tax/Vat.java',
    'Cart ~ src/main/java/com/x/shop/Cart.java',
  ]);
});

it('Ruby: required files, and constants that are loaded by themselves', async () => {
  const project = memoryProject({
    'lib/shop.rb': "require 'shop/cart'\nrequire 'json'\n",
    'lib/shop/cart.rb': "require_relative 'tax'\nmodule Shop\n  class Cart\n    Money.new\n  end\nend\n",
    'lib/shop/tax.rb': '',
    'lib/shop/money.rb': 'class Money\nend\n',
    'spec/cart_spec.rb': "require_relative '../lib/shop'\ndescribe Shop::Cart do\nend\n",
  });
  expect(await reached(project, 'lib/shop.rb')).toEqual(['shop/cart -> lib/shop/cart.rb', 'json -> ']);
  expect(await reached(project, 'lib/shop/cart.rb')).toEqual(['./tax -> lib/shop/tax.rb', 'Money ~ lib/shop/money.rb']);
  expect(await reached(project, 'spec/cart_spec.rb')).toEqual([
    '../lib/shop -> lib/shop.rb',
    'Shop ~ lib/shop/cart.rb',
    'Cart ~ lib/shop/cart.rb',
  ]);
});

it('PHP: used classes by namespace, required files, classes of the own namespace', async () => {
  const project = memoryProject({
    'src/Cart.php':
      "<?php\nnamespace App;\nuse App\\Tax\\Vat;\nrequire_once __DIR__ . '/helpers.php';\nclass Cart { function f(Line $l) {} }\n",
    'src/Line.php': '<?php\nnamespace App;\nclass Line {}\n',
    'src/helpers.php': '<?php\n',
    'src/Tax/Vat.php': '<?php\nnamespace App\\Tax;\nfinal class Vat {}\n',
    'src/Other/Vat.php': '<?php\nnamespace App\\Other;\nclass Vat {}\n',
  });
  expect(await reached(project, 'src/Cart.php')).toEqual([
    'App\\Tax\\Vat -> src/Tax/Vat.php',
    '/helpers.php -> src/helpers.php',
    'Line ~ src/Line.php',
  ]);
});

describe('C, C++ and C#', () => {
  it('headers with the sources that bear their names, and functions that are declared elsewhere', async () => {
    const project = memoryProject({
      'include/cart.h': 'int cart_total(void);\nint vat_add(int);\n',
      'src/cart.c': '#include "cart.h"\nint cart_total(void)\n{\n  return vat_add(1);\n}\n',
      'src/vat.c': '#include <cart.h>\nint vat_add(int n) {\n  return n;\n}\n',
      'tests/test_cart.c': '#include "../include/cart.h"\n#include <stdio.h>\nint main(void) { return vat_add(2); }\n',
    });
    expect(await reached(project, 'src/cart.c')).toEqual(['cart.h -> include/cart.h', 'vat_add ~ src/vat.c']);
    expect(await reached(project, 'tests/test_cart.c')).toEqual([
      '../include/cart.h -> include/cart.h src/cart.c',
      'stdio.h -> ',
      'vat_add ~ src/vat.c',
    ]);
  });

  it('types of the namespaces that are open', async () => {
    const project = memoryProject({
      'Shop/Cart.cs': 'using Shop.Tax;\nnamespace Shop;\nclass Cart { Vat vat; Line line; Hidden h; }\n',
      'Shop/Line.cs': 'namespace Shop;\nrecord Line(int Price);\n',
      'Shop/Tax/Vat.cs': 'namespace Shop.Tax\n{\n    public class Vat {}\n}\n',
      'Other/Line.cs': 'namespace Other;\nclass Line {}\n',
      'Other/A/Hidden.cs': 'namespace Other.A;\nclass Hidden {}\n',
      'Other/B/Hidden.cs': 'namespace Other.B;\nclass Hidden {}\n',
      'Tests/CartTests.cs': 'using static Shop.Tax.Vat;\nnamespace Shop.Tests;\nclass CartTests { Cart cart; }\n',
    });
    expect(await reached(project, 'Shop/Cart.cs')).toEqual([
      'Shop.Tax -> ',
      'Vat ~ Shop/Tax/Vat.cs',
      'Line ~ Shop/Line.cs',
    ]);
    expect(await reached(project, 'Tests/CartTests.cs')).toEqual([
      'Shop.Tax.Vat -> Shop/Tax/Vat.cs',
      'Vat ~ Shop/Tax/Vat.cs',
      'Cart ~ Shop/Cart.cs',
    ]);
  });
});
