import { readFileSync } from 'node:fs';

/**
 * What an interpreter offers, read from the tables that `tooling/make-symbol-tables.mjs` makes. Lists of names are
 * held as sets; `usage` counts files in which a module, or a name of a module that several offer, is used.
 */
export interface StandardLibrary {
  /** Module → names, most used first. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  readonly usage: Readonly<Record<string, number>>;
  /** Names that are there without an import. */
  readonly globals: ReadonlySet<string>;
  /** Names that are types only, or that only a browser has: known, but not offered as repairs. */
  readonly foreignGlobals: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Built-in type → its members; `statics`: constructor or namespace → its own members. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly statics: ReadonlyMap<string, readonly string[]>;
  /** `module.Class` → attributes of the class. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

type NameLists = Readonly<Record<string, string>>;

interface PythonTable {
  readonly builtins: string;
  readonly modules: NameLists;
  readonly usage: Readonly<Record<string, number>>;
  readonly members: NameLists;
  readonly classes: NameLists;
}

interface NodeTable {
  readonly globals: Readonly<Record<'runtime' | 'commonJs' | 'browser' | 'types' | 'browserTypes', string>>;
  readonly modules: NameLists;
  readonly usage: Readonly<Record<string, number>>;
  readonly members: NameLists;
  readonly statics: NameLists;
}

/** Names that Python binds in every module, beside the built-ins. */
const PYTHON_MODULE_NAMES = [
  '__file__',
  '__path__',
  '__all__',
  '__builtins__',
  '__class__',
  '__module__',
  '__qualname__',
  '__annotations__',
];

/** Reads the table of Python's standard library: 200 KB, a few milliseconds; keep the result. */
export function readPythonLibrary(): StandardLibrary {
  const table = readTable<PythonTable>('python-stdlib.json');
  return {
    modules: listsOf(table.modules),
    usage: table.usage,
    globals: new Set([...words(table.builtins), ...PYTHON_MODULE_NAMES]),
    foreignGlobals: new Set(['WindowsError', 'reveal_type']),
    types: new Set(),
    members: listsOf(table.members),
    statics: new Map(),
    classes: listsOf(table.classes),
  };
}

/** Reads the table of Node's built-in modules and of the language's globals: 85 KB; keep the result. */
export function readNodeLibrary(): StandardLibrary {
  const table = readTable<NodeTable>('node-builtins.json');
  return {
    modules: listsOf(table.modules),
    usage: table.usage,
    globals: new Set([...words(table.globals.runtime), ...words(table.globals.commonJs)]),
    foreignGlobals: new Set(words(table.globals.browser)),
    types: new Set([...words(table.globals.types), ...words(table.globals.browserTypes)]),
    members: listsOf(table.members),
    statics: listsOf(table.statics),
    classes: new Map(),
  };
}

/** The public classes of the JDK and what they offer. */
export interface JavaLibrary {
  /** Package → its classes. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  /** Class → its public methods and fields. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Reads the table of the JDK's classes: 120 KB; keep the result. */
export function readJavaLibrary(): JavaLibrary {
  const table = readTable<Readonly<Record<'packages' | 'members', NameLists>>>('java-library.json');
  return { packages: listsOf(table.packages), members: listsOf(table.members) };
}

function readTable<Table>(name: string): Table {
  return JSON.parse(readFileSync(new URL(`./tables/${name}`, import.meta.url), 'utf8')) as Table;
}

function listsOf(lists: NameLists): Map<string, readonly string[]> {
  return new Map(Object.entries(lists).map(([name, list]) => [name, words(list)]));
}

function words(list: string): string[] {
  return list.split(' ').filter((word) => word !== '');
}
