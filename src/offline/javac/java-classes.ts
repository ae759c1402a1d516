import { remembered } from '../../shared/remembered.ts';
import { namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { nearestNames } from '../edit-distance.ts';
import type { ProjectSources } from '../project-sources.ts';
import { type JavaLibrary, readJavaLibrary } from '../symbol-tables.ts';

/** A class, interface, enum or record of the project. */
export interface JavaClass {
  readonly name: string;
  readonly path: string;
  /** Of its package; empty for the unnamed one. */
  readonly packageName: string;
  readonly node: SyntaxNode;
  /** Simple names of what it extends and implements. */
  readonly supertypes: readonly string[];
  readonly members: readonly JavaMember[];
}

export interface JavaMember {
  readonly name: string;
  readonly kind: 'method' | 'field';
  /** The identifier that is defined. */
  readonly defined: SyntaxNode;
  /** The whole declaration. */
  readonly node: SyntaxNode;
  readonly path: string;
}

const TYPES = ['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration'];

/** The classes of the project by their simple names, and those of the JDK. */
export class JavaClasses {
  readonly library: JavaLibrary = readJavaLibrary();
  readonly all: readonly JavaClass[];

  constructor(sources: ProjectSources) {
    this.all = sources.paths.filter((path) => path.endsWith('.java')).flatMap((path) => classesOf(sources, path));
  }

  /** By a type as it is written: `shop.Cart`, `List<Item>`, `Item[]`. */
  named(type: string): JavaClass | null {
    const name = simpleName(type);
    return this.all.find((each) => each.name === name) ?? null;
  }

  /** Names of all classes, of the project and of the JDK. */
  typeNames(): string[] {
    return [...this.all.map(({ name }) => name), ...this.library.packages.values()].flat();
  }

  /** Members of a class and of what it extends, as far as the project defines them. */
  membersOf(type: string, seen = new Set<string>()): JavaMember[] {
    const found = this.named(type);
    if (found === null || seen.has(found.name)) return [];
    seen.add(found.name);
    return [...found.members, ...found.supertypes.flatMap((name) => this.membersOf(name, seen))];
  }

  /** Names of the members of a type, of the project or of the JDK. */
  memberNames(type: string): string[] {
    const own = this.membersOf(type).map(({ name }) => name);
    const parents = this.named(type)?.supertypes ?? [];
    const known = [simpleName(type), ...parents].flatMap((name) => this.library.members.get(name) ?? []);
    return [...new Set([...own, ...known, ...OF_ALL])];
  }

  /** Names of the methods that a class gets from others. */
  inheritedNames(type: string): string[] {
    const parents = this.named(type)?.supertypes ?? [];
    return [...new Set([...parents.flatMap((name) => this.memberNames(name)), ...OF_ALL])];
  }
}

/** What `Object` has. */
/** Every file has to be looked at for them: once for a search, and when somebody asks. */
export const javaClassesOf = remembered((sources: ProjectSources) => new JavaClasses(sources));

/** Members whose names are spelt nearly as the one that is wanted, the nearest first. */
export function* nearestMembers(
  wanted: string,
  members: readonly JavaMember[],
  most: number,
): Generator<{ readonly member: JavaMember; readonly distance: number }> {
  const names = members.map(({ name }) => name);
  for (const { name, distance } of nearestNames(wanted, names, most)) {
    const member = members.find((each) => each.name === name);
    if (member !== undefined) yield { member, distance };
  }
}

const OF_ALL = ['equals', 'hashCode', 'toString', 'getClass'];

export function simpleName(type: string): string {
  return type
    .replace(/<.*$/s, '')
    .replace(/[[\]\s]/g, '')
    .replace(/^.*\./, '');
}

function classesOf(sources: ProjectSources, path: string): JavaClass[] {
  const root = sources.tree(path)?.root;
  if (root === undefined) return [];
  const [header] = nodesOfType(root, ['package_declaration']);
  const packageName = header === undefined ? '' : (namedChildrenOf(header).at(-1)?.text ?? '');
  return nodesOfType(root, TYPES).flatMap((node) => {
    const name = node.childForFieldName('name')?.text;
    if (name === undefined) return [];
    return [{ name, path, packageName, node, supertypes: supertypesOf(node), members: membersOf(node, path) }];
  });
}

function supertypesOf(node: SyntaxNode): string[] {
  const lists = namedChildrenOf(node).filter(({ type }) =>
    /^(superclass|super_interfaces|extends_interfaces)$/.test(type),
  );
  return lists.flatMap((list) => nodesOfType(list, ['type_identifier'])).map(({ text }) => text);
}

function membersOf(declaration: SyntaxNode, path: string): JavaMember[] {
  const body = declaration.childForFieldName('body');
  const components = declaration.childForFieldName('parameters');
  const listed = [body, components].flatMap((list) => (list === null ? [] : namedChildrenOf(list)));
  const parts = listed.flatMap((part) => (part.type === 'enum_body_declarations' ? namedChildrenOf(part) : [part]));
  return parts.flatMap((node): JavaMember[] => {
    const kind = node.type === 'method_declaration' || node.type === 'formal_parameter' ? 'method' : 'field';
    const named = node.type === 'field_declaration' ? nodesOfType(node, ['variable_declarator']) : [node];
    return named.flatMap((each) => {
      const defined = each.childForFieldName('name');
      return defined === null ? [] : [{ name: defined.text, kind, defined, node, path }];
    });
  });
}
