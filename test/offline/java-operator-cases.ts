import type { OperatorCase } from './registry-operator-cases.ts';

const inMethod = (signature: string, ...body: readonly string[]): string =>
  `class Subject {\n    private int limit = 3;\n\n    ${signature} {\n${body.map((line) => `        ${line}\n`).join('')}    }\n}\n`;

/** Faults in Java and what makes them good; the operators are the same as in the other languages. */
export const JAVA_CASES: readonly OperatorCase[] = [
  {
    operator: 'comparison-boundary',
    source: inMethod('boolean large(int size)', 'return size > limit;'),
    from: 'size > limit',
    to: 'size >= limit',
  },
  {
    operator: 'comparison-operator',
    source: inMethod('boolean same(int size)', 'return size != limit;'),
    from: 'size != limit',
    to: 'size == limit',
  },
  {
    operator: 'arithmetic-operator',
    source: inMethod('int sum(int one, int other)', 'return one - other;'),
    from: 'one - other',
    to: 'one + other',
  },
  {
    operator: 'augmented-operator',
    source: inMethod('int sum(int[] all)', 'int sum = 0;', 'for (int each : all) sum -= each;', 'return sum;'),
    from: 'sum -= each',
    to: 'sum += each',
  },
  {
    operator: 'off-by-one',
    source: inMethod('int first(int[] all)', 'return all[1];'),
    from: 'all[1]',
    to: 'all[0]',
  },
  {
    operator: 'negate-condition',
    source: inMethod('int of(String text)', 'if (!text.isEmpty()) return 0;', 'return text.length();'),
    from: '!text.isEmpty()',
    to: 'text.isEmpty()',
  },
  {
    operator: 'logical-flip',
    source: inMethod('boolean both(boolean one, boolean other)', 'return one || other;'),
    from: 'one || other',
    to: 'one && other',
  },
  {
    operator: 'boolean-literal',
    source: inMethod(
      'boolean any(int[] all)',
      'for (int each : all) if (each > 0) return false;',
      'return all == null;',
    ),
    from: 'return false',
    to: 'return true',
  },
  {
    operator: 'name-family',
    source: inMethod('int larger(int one, int other)', 'return Math.min(one, other);'),
    from: 'Math.min',
    to: 'Math.max',
  },
  {
    operator: 'argument-swap',
    source: inMethod('String part(String text, int start, int end)', 'return text.substring(end, start);'),
    from: 'end, start)',
    to: 'start, end)',
  },
  {
    operator: 'variable-replace',
    source: inMethod('int area(int width, int height)', 'return width * width;'),
    from: '* width',
    to: '* height',
  },
  {
    operator: 'variable-replace',
    source: inMethod(
      'int sum(List<Integer> all, int start)',
      'List<Integer> kept = keep(all);',
      'int sum = 0;',
      'for (int each : all) sum += each;',
      'return sum;',
    ),
    from: ': all',
    to: ': kept',
  },
  {
    operator: 'operand-swap',
    source: inMethod('String framed(String text)', 'return text + sign(text);'),
    from: 'text + sign(text)',
    to: 'sign(text) + text',
  },
  {
    operator: 'receiver-swap',
    source: inMethod('int order(Item one, Item other)', 'return other.name.compareTo(one.name);'),
    from: 'other.name.compareTo(one.name)',
    to: 'one.name.compareTo(other.name)',
  },
  {
    operator: 'receiver-swap',
    source: inMethod('boolean isEarlier(Item one, Item other)', 'return other.day().isBefore(one.day());'),
    from: 'other.day().isBefore(one.day())',
    to: 'one.day().isBefore(other.day())',
  },
  {
    operator: 'slice-insert',
    source: inMethod('void print(ArrayList<Integer> all, int start)', 'for (int each : all) show(each);'),
    from: ': all',
    to: ': all.subList(start, all.size())',
  },
  {
    operator: 'slice-insert',
    source: inMethod('int rest(String text, int start)', 'return count(text);'),
    from: 'count(text)',
    to: 'count(text.substring(start))',
  },
  {
    operator: 'guard-condition',
    source: inMethod('boolean ends(Item item)', 'if (item.next() == null) return true;', 'return false;'),
    from: 'item.next() == null',
    to: 'item == null || item.next() == null',
  },
  {
    operator: 'replace-condition',
    source: inMethod(
      'boolean finds(Item item)',
      'Deque<Item> queue = start(item);',
      'while (true) {',
      '    if (queue.poll() == item) return true;',
      '}',
    ),
    from: 'while (true) {\n            if (queue.poll() == item) return true;\n        }\n',
    to: 'while (!queue.isEmpty()) {\n            if (queue.poll() == item) return true;\n        }\n        return false;\n',
  },
  {
    operator: 'plus-minus-one',
    source: inMethod('int last(int[] all)', 'return all[all.length];'),
    from: 'all[all.length]',
    to: 'all[all.length - 1]',
  },
  {
    operator: 'delete-statement',
    source: inMethod('int count(int start)', 'int count = start;', 'count = 0;', 'return count;'),
    from: '        count = 0;\n',
    to: '',
  },
  {
    operator: 'choice-swap',
    source: inMethod('int larger(int one, int other)', 'return one > other ? other : one;'),
    from: 'other : one',
    to: 'one : other',
  },
  {
    operator: 'sort-order',
    source: inMethod(
      'void order(java.util.List<String> all)',
      'all.sort(java.util.Comparator.comparing(String::length));',
    ),
    from: 'comparing(String::length)',
    to: 'comparing(String::length).reversed()',
  },
  {
    operator: 'value-equality',
    source: inMethod('boolean same(String one, String other)', 'return one == other;'),
    from: 'one == other',
    to: 'one.equals(other)',
  },
  {
    operator: 'number-type',
    source: inMethod('double mean(int sum, int count)', 'return sum / count;'),
    from: 'sum / count',
    to: '(double) sum / count',
  },
  {
    operator: 'number-type',
    source: inMethod('long power(int base)', 'int result = 1;', 'result *= base;', 'return result;'),
    from: 'int result',
    to: 'long result',
  },
  {
    operator: 'own-copy',
    source: inMethod('java.util.List<String> all(java.util.List<String> own)', 'return own;'),
    from: 'return own',
    to: 'return new ArrayList<>(own)',
  },
  {
    operator: 'jump-insert',
    source: inMethod(
      'String name(int kind)',
      'String name;',
      'switch (kind) {',
      '    case 0:',
      '        name = "none";',
      '    default:',
      '        name = "some";',
      '}',
      'return name;',
    ),
    from: 'name = "none";',
    to: 'name = "none";\n                break;',
  },
  {
    operator: 'call-wrap',
    source: inMethod('boolean named(String name, String wanted)', 'return name.equals(wanted);'),
    from: 'equals(wanted)',
    to: 'equals(wanted.trim())',
  },
  {
    operator: 'call-wrap',
    source: inMethod('int far(int one, int other)', 'int size = Math.abs(one);', 'return size - other;'),
    from: '- other',
    to: '- Math.abs(other)',
  },
  {
    operator: 'pattern-change',
    source: inMethod('String clean(String text)', 'return text.replaceAll("[^a-z]", "");'),
    from: '[^a-z]',
    to: '[^a-z0-9]',
  },
  {
    operator: 'guard-insert',
    source: inMethod(
      'int size(java.util.Map<String, String> all, String key)',
      'String found = all.get(key);',
      'return found.length();',
    ),
    from: '        return',
    to: '        if (found == null) return 0;\n        return',
  },
  {
    operator: 'block-copy',
    source:
      'class Subject {\n    private int lent;\n\n    void lend(boolean all) {\n        check(all);\n    }\n\n    void giveBack() {\n        lent--;\n    }\n}\n',
    from: 'check(all);',
    to: 'check(all);\n        lent++;',
  },
  {
    operator: 'guard-insert',
    source: inMethod(
      'int size(java.util.Map<String, Item> all, String key)',
      'Item found = all.get(key);',
      'return found.width();',
    ),
    from: '        return',
    to: '        if (found == null) return 0;\n        return',
  },
  {
    operator: 'guard-insert',
    source: inMethod('double mean(int sum, int count)', 'return (double) sum / count;'),
    from: '        return',
    to: '        if (count == 0) return 0;\n        return',
  },
  {
    operator: 'assignment-target',
    source: inMethod('void allow(int limit)', 'limit = limit;'),
    from: 'limit = limit',
    to: 'this.limit = limit',
  },
  {
    operator: 'sign-change',
    source: inMethod('int owed(int paid)', 'return -paid;'),
    from: '-paid',
    to: 'paid',
  },
];
