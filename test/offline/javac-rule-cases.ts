import { failure, frame } from '../support/test-results.ts';
import { type RuleCase, seeded } from './registry-rule-cases.ts';

const CART = 'src/main/java/shop/Cart.java';
const ITEM = 'src/main/java/shop/Item.java';

const SHOP = {
  'pom.xml': '<project/>\n',
  [ITEM]: `package shop;

public class Item implements Priced {
    private final String name;
    private final int quantity;

    public Item(String name, int quantity) {
        this.name = name;
        this.quantity = quantity;
    }

    public String getName() {
        return name;
    }

    @Override
    public double price() {
        return quantity * 2.5;
    }
}
`,
  'src/main/java/shop/Priced.java': 'package shop;\n\npublic interface Priced {\n    double price();\n}\n',
  'src/main/java/shop/SoldOutException.java': 'package shop;\n\npublic class SoldOutException extends Exception {\n}\n',
  [CART]: `package shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

public class Cart {
    private final List<Item> items = new ArrayList<>();
    private int[] stock = {1, 2};

    public void add(Item item) throws SoldOutException {
        if (items.size() > stock.length) {
            throw new SoldOutException();
        }
        items.add(item);
    }

    public double total() {
        double sum = 0;
        for (Item item : items) {
            sum += item.price();
        }
        return sum;
    }

    public Optional<Item> first() {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(items.get(0));
    }

    public int rounded() {
        int whole = (int) total();
        return whole;
    }

    public static String title() {
        return prefix(3, "cart");
    }

    private static String prefix(int length, String text) {
        return text.substring(0, length);
    }
}
`,
} as const;

/** javac's error at the place where `at` stands in the faulty file, or behind it. */
function refused(
  title: string,
  operator: string,
  [file, right, fault]: readonly [file: typeof CART | typeof ITEM, right: string, fault: string],
  message: string,
  at: string,
  isBehind = false,
): RuleCase {
  const text = SHOP[file].replace(right, () => fault);
  const index = text.indexOf(at) + (isBehind ? at.length : 0);
  if (!text.includes(at)) throw new Error(`"${at}" does not stand in the faulty file`);
  const line = text.slice(0, index).split('\n').length;
  const column = index - text.lastIndexOf('\n', index - 1);
  const told = failure(message, { kind: 'compile', frames: [{ ...frame(file, line), column }] });
  return seeded(SHOP, file, right, fault, { title, rule: 'compiler-errors', operator, test: file, told });
}

const symbol = (what: string, location: string) => `cannot find symbol\n  symbol:   ${what}\n  location: ${location}`;

const BOX = [
  ...['package shop;', '', 'public class Cart {', '    // opens {', '    int one() {', '        return 1;', '    }'],
  ...['    int two() {', '        return 2;', '    }', '}', ''],
].join('\r\n');

const PUTS = `package shop;

import java.util.*;

class Cart {
    void fill(Map<String, List<Integer>> map) {
        put(map, 1);
    }

    void put(Map<String, List<Integer>> map, int value) {
    }
}
`;

/** One error of javac each, worded as it words it. */
export const JAVAC_RULE_CASES: readonly RuleCase[] = [
  refused(
    'a class of the JDK that is not imported',
    'add-import',
    [CART, 'import java.util.List;\n', ''],
    symbol('class List', 'class shop.Cart'),
    'List<Item> items',
  ),
  refused(
    'a misspelt method of a class of the project',
    'rename-identifier',
    [CART, 'item.price()', 'item.prize()'],
    symbol('method prize()', 'variable item of type shop.Item'),
    '.prize',
  ),
  refused(
    'a misspelt variable',
    'rename-identifier',
    [CART, 'return sum;', 'return smu;'],
    symbol('variable smu', 'class shop.Cart'),
    'smu;',
  ),
  refused(
    "an array's length that is asked for as a list's",
    'own-way',
    [CART, 'stock.length', 'stock.size()'],
    symbol('method size()', 'variable stock of type int[]'),
    '.size()) {',
  ),
  refused(
    'a misspelt package',
    'module-path',
    [CART, 'java.util.Optional', 'java.utils.Optional'],
    'package java.utils does not exist',
    '.Optional;',
  ),
  refused(
    'a value that is not returned',
    'missing-return',
    [CART, '        return whole;\n', ''],
    'missing return statement',
    '    }\n\n    public static String title',
  ),
  refused(
    'a checked exception that is not declared',
    'declare-exception',
    [CART, 'add(Item item) throws SoldOutException {', 'add(Item item) {'],
    'unreported exception shop.SoldOutException; must be caught or declared to be thrown',
    'throw new',
  ),
  refused(
    'a fraction for a whole number',
    'convert-value',
    [CART, '(int) total()', 'total()'],
    'incompatible types: possible lossy conversion from double to int',
    '();\n        return whole',
  ),
  refused(
    'a value for an Optional',
    'convert-value',
    [CART, 'Optional.of(items.get(0))', 'items.get(0)'],
    'incompatible types: shop.Item cannot be converted to java.util.Optional<shop.Item>',
    '.get(0)',
  ),
  refused(
    'arguments in the wrong order',
    'argument-swap',
    [CART, 'prefix(3, "cart")', 'prefix("cart", 3)'],
    'incompatible types: java.lang.String cannot be converted to int',
    '"cart", 3',
  ),
  refused(
    'a method of an instance in a static one',
    'make-static',
    [CART, 'private static String prefix', 'private String prefix'],
    'non-static method prefix(int,java.lang.String) cannot be referenced from a static context',
    'prefix(3',
  ),
  refused(
    'a variable that starts with nothing',
    'start-value',
    [CART, 'double sum = 0;', 'double sum;'],
    'variable sum might not have been initialized',
    'sum += ',
  ),
  refused(
    'a method that is misspelt where it is defined',
    'rename-definition',
    [ITEM, 'double price()', 'double prise()'],
    'shop.Item is not abstract and does not override abstract method price() in shop.Priced',
    'class Item',
  ),
  refused(
    'a field that the constructor does not set',
    'set-field',
    [ITEM, '        this.quantity = quantity;\n', ''],
    'variable quantity might not have been initialized',
    '    }\n\n    public String getName',
  ),
  refused(
    'a member that others may not use',
    'open-member',
    [ITEM, 'public String getName', 'private String getName'],
    'getName() has private access in shop.Item',
    'getName',
  ),
  refused(
    'a semicolon that is missing',
    'missing-mark',
    [CART, 'items.add(item);', 'items.add(item)'],
    "';' expected",
    'items.add(item)',
    true,
  ),
  refused(
    'a brace that is missing',
    'missing-mark',
    [CART, '            sum += item.price();\n        }\n', '            sum += item.price();\n'],
    'illegal start of expression',
    'public Optional<Item> first',
  ),
  seeded({ 'pom.xml': '<project/>\n', [CART]: BOX }, CART, '    }\r\n    int two', '    int two', {
    title: 'a brace that is missing, below a comment with one, in a file with the line ends of Windows',
    rule: 'compiler-errors',
    operator: 'missing-mark',
    test: CART,
    told: failure('reached end of file while parsing', { kind: 'compile', frames: [{ ...frame(CART, 9), column: 2 }] }),
  }),
  seeded({ 'pom.xml': '<project/>\n', [CART]: PUTS }, CART, 'put(map, 1);', 'put(map, 1, 2);', {
    title: 'an argument too many, behind one of a type with types',
    rule: 'compiler-errors',
    operator: 'argument-change',
    test: CART,
    told: failure(
      'method put in class shop.Cart cannot be applied to given types;\n  required: java.util.Map<java.lang.String,java.util.List<java.lang.Integer>>,int\n  found:    java.util.Map<java.lang.String,java.util.List<java.lang.Integer>>,int,int\n  reason: actual and formal argument lists differ in length',
      { kind: 'compile', frames: [{ ...frame(CART, 7), column: 9 }] },
    ),
  }),
];
