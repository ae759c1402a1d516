import { describe, expect, it } from '@jest/globals';
import { parseSource } from '../../src/syntax/parser.ts';
import { enclosingSymbol, symbolsOf } from '../../src/syntax/symbols.ts';
import type { LanguageId } from '../../src/syntax/syntax-types.ts';

async function symbols(language: LanguageId, text: string) {
  const parsed = await parseSource(language, text);
  const found = symbolsOf(parsed);
  parsed.dispose();
  return found;
}

async function shown(language: LanguageId, text: string) {
  return (await symbols(language, text)).map(
    ({ name, kind, parent, startLine, endLine }) => `${kind} ${parent ?? ''}.${name} ${startLine}-${endLine}`,
  );
}

describe('symbols of JavaScript', () => {
  it('finds functions however they are written, with the whole statement as range', async () => {
    const text = `export async function load(path) {
  function inner() {}
  return inner(path);
}
const add = (a, b) =>
  a + b;
exports.sub = function (a, b) { return a - b; };
module.exports.mul = (a, b) => a * b;
Stack.prototype.push = function (item) {
  this.items.push(item);
};
const api = {
  get(id) { return id; },
  put: async () => 1,
};
export default () => 2;
const once = memoize(() => 3);
const LIMIT = 10;
`;
    expect(await shown('javascript', text)).toEqual([
      'function .load 1-4',
      'function load.inner 2-2',
      'function .add 5-6',
      'function .sub 7-7',
      'function .mul 8-8',
      'method Stack.push 9-11',
      'variable .api 12-15',
      'method api.get 13-13',
      'method api.put 14-14',
      'function .default 16-16',
      'function .once 17-17',
      'variable .LIMIT 18-18',
    ]);
  });

  it('finds classes, methods, fields with functions and private members', async () => {
    const text = `class Queue extends Base {
  #items = [];
  constructor() { super(); }
  static of(...items) { return new Queue(); }
  size = () => this.#items.length;
  #grow() {}
}
module.exports = class Named {};
`;
    expect(await shown('javascript', text)).toEqual([
      'class .Queue 1-7',
      'method Queue.constructor 3-3',
      'method Queue.of 4-4',
      'method Queue.size 5-5',
      'method Queue.#grow 6-6',
      'class .Named 8-8',
    ]);
  });
});

describe('symbols of TypeScript', () => {
  it('finds types, enums, abstract members and decorated classes', async () => {
    const text = `export interface Shape { area(): number }
export type Id = string;
export enum Kind { A, B }
@Injectable()
export class Service {
  private readonly cache = new Map<string, number>();
  get size(): number { return this.cache.size; }
}
export abstract class Abstract { abstract run(): void; }
export const build = <T,>(value: T): T => value;
function overloaded(a: string): void;
function overloaded(a: unknown) {}
`;
    expect(await shown('typescript', text)).toEqual([
      'type .Shape 1-1',
      'type .Id 2-2',
      'type .Kind 3-3',
      'class .Service 4-8',
      'method Service.size 7-7',
      'class .Abstract 9-9',
      'method Abstract.run 9-9',
      'function .build 10-10',
      'function .overloaded 12-12',
    ]);
  });

  it('finds what is only declared, and functions behind calls', async () => {
    const text = `declare function log(text: string): void;
declare module 'x' { export function send(): void; }
export const handler = middy(async (event) => {
  return event;
}).use(parser());
export const view = connect(state)(({ name }) => name);
class Runner { [(one = 1,
  'run')]() {} }
`;
    expect(await shown('typescript', text)).toEqual([
      'function .log 1-1',
      'function .send 2-2',
      'function .handler 3-5',
      'function .view 6-6',
      'class .Runner 7-8',
      'method Runner.[…] 7-8',
    ]);
  });

  it('reads components in TSX', async () => {
    const text = `export const Button = ({ label }: Props) => <button onClick={() => press()}>{label}</button>;\n`;
    expect(await shown('tsx', text)).toEqual(['function .Button 1-1']);
  });
});

describe('symbols of Python', () => {
  it('finds functions, methods, nested ones, decorated ones and module variables', async () => {
    const text = `LIMIT: int = 3
@dataclass
class Task:
    title: str = ''
    @property
    def done(self):
        return self._done

    async def save(self):
        def helper():
            pass
        helper()
square = lambda x: x * x
if LIMIT:
    def conditional():
        local = 1
`;
    expect(await shown('python', text)).toEqual([
      'variable .LIMIT 1-1',
      'class .Task 2-12',
      'method Task.done 5-7',
      'method Task.save 9-12',
      'function save.helper 10-11',
      'function .square 13-13',
      'function .conditional 15-16',
    ]);
  });
});

describe('the enclosing symbol of a line', () => {
  it('is the innermost function, method or class', async () => {
    const found = await symbols('python', 'class A:\n    x = 1\n\n    def m(self):\n        return 1\n\nY = 2\n');
    expect(enclosingSymbol(found, 5)?.name).toBe('m');
    expect(enclosingSymbol(found, 2)?.name).toBe('A');
    expect(enclosingSymbol(found, 7)).toBeNull();
  });
});

it('counts indices in UTF-16 units, so that a symbol can be cut from a text with astral characters', async () => {
  const text = `const s = '😀é'; function after() { return s; }\n`;
  const after = (await symbols('javascript', text)).find((symbol) => symbol.name === 'after');
  expect(text.slice(after?.startIndex, after?.endIndex)).toBe('function after() { return s; }');
});

describe('symbols of C++', () => {
  it('have their names whatever stands before them', async () => {
    const text = `struct Box {
  operator bool() const { return true; }
};
template <typename T>
  INLINE_MACRO int
  __total(T value) { return 1; }
`;
    expect(await shown('cpp', text)).toEqual([
      'class .Box 1-3',
      'method Box.operator bool 2-2',
      'function .__total 4-6',
    ]);
  });
});

describe('many symbols and many files', () => {
  it('take time in proportion', async () => {
    const constants = (count: number) =>
      `package a\nconst (\n${Array.from({ length: count }, (_, index) => `\tC${index} = ${index}`).join('\n')}\n)\n`;
    const started = performance.now();
    expect(await symbols('go', constants(1500))).toHaveLength(1500);
    // In quadratic time 4000 of them took 65 s.
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('leave nothing behind in memory', async () => {
    const text = `${'export function work(a) { return [1, 2, 3].map((b) => a + b); }\n'.repeat(400)}`;
    const parseMany = async (times: number) => {
      for (let time = 0; time < times; time++) (await parseSource('javascript', text)).dispose();
      return process.memoryUsage().rss;
    };
    const before = await parseMany(10);
    // Trees that are not given back come to more than 1 MB each.
    expect((await parseMany(50)) - before).toBeLessThan(45_000_000);
  });
});
