import { baseNameOf } from '../../shared/project-path.ts';
import { closest, nodesOfType } from '../../syntax/nodes.ts';
import { nearestNames } from '../edit-distance.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { insertion, nodeEdit } from '../text-edit.ts';
import { type CompileError, type JavaSurroundings, methodAround, proposal, type Remedy } from './compile-error.ts';
import { type JavaMember, nearestMembers } from './java-classes.ts';
import { withModifier, withoutModifier } from './modifiers.ts';

/** `@Override` on what overrides nothing: misspelt. */
export const overridesNothing: Remedy = {
  name: 'overrides-nothing',
  on: /^method does not override or implement a method from a supertype/,
  *propose(error, { classes }) {
    const method = methodAround(error, error.offset);
    const name = method?.childForFieldName('name');
    const owner = closest(method, ({ type }) =>
      /^(class|enum|record|interface)_declaration$/.test(type),
    )?.childForFieldName('name')?.text;
    if (name == null || owner === undefined) return;
    for (const { name: meant, distance } of nearestNames(name.text, classes.inheritedNames(owner), 4)) {
      const why = `Call \`${name.text}\` as what it overrides: \`${meant}\`.`;
      yield proposal('rename-definition', why, 0.97 - 0.08 * distance, nodeEdit(error.path, name, meant));
    }
    const annotation = nodesOfType(method ?? error.root, ['marker_annotation']).find(
      ({ text }) => text === '@Override',
    );
    if (annotation !== undefined)
      yield proposal('drop-annotation', 'It overrides nothing.', 0.2, nodeEdit(error.path, annotation, ''));
  },
};

/** A class without a method of its interface: one of nearly the name is meant. */
export const abstractMethod: Remedy = {
  name: 'abstract-method',
  on: /^(?:<anonymous )?([\w.$]+)>? is not abstract and does not override abstract method (\w+)\(/,
  *propose(_error, { classes, sources }, [, owner = '', wanted = '']) {
    const methods = (classes.named(owner)?.members ?? []).filter(
      ({ kind, path }) => kind === 'method' && sources.isEditable(path),
    );
    for (const { member, distance } of nearestMembers(wanted, methods, 3)) {
      const why = `Call \`${member.name}\` as the interface does: \`${wanted}\`.`;
      yield proposal('rename-definition', why, 0.97 - 0.08 * distance, nodeEdit(member.path, member.defined, wanted));
    }
  },
};

function membersNamed({ classes, sources }: JavaSurroundings, name: string, owner: string | null): JavaMember[] {
  const all = owner === null ? classes.all.flatMap(({ members }) => members) : classes.membersOf(owner);
  return all.filter((member) => member.name === name && sources.isEditable(member.path));
}

/** A private member that others use: open it, or take its getter. */
export const privateAccess: Remedy = {
  name: 'private-access',
  on: /^(\w+)(?:\(.*\))? has private access in ([\w.$]+)/,
  *propose(error, java, [, name = '', owner = '']) {
    for (const member of membersNamed(java, name, owner)) {
      const isMethod = member.kind === 'method';
      const edit = withoutModifier(member.path, member.node, 'private', isMethod ? 'public' : '');
      if (edit !== null) yield proposal('open-member', `Let others use \`${name}\`.`, isMethod ? 0.95 : 0.6, edit);
    }
    if (java.sources.isEditable(error.path)) yield* getters(error, java, name, owner);
  },
};

function* getters(error: CompileError, java: JavaSurroundings, name: string, owner: string): Generator<RuleProposal> {
  const at = error.text.slice(error.offset).search(new RegExp(`\\b${name}\\b`));
  const capital = name[0]?.toUpperCase() + name.slice(1);
  for (const getter of [`get${capital}`, `is${capital}`, name]) {
    const isThere = java.classes.membersOf(owner).some((member) => member.kind === 'method' && member.name === getter);
    if (at < 0 || !isThere) continue;
    const start = error.offset + at;
    const edit = { path: error.path, start, end: start + name.length, replacement: `${getter}()` };
    yield proposal('use-getter', `Ask \`${getter}()\`.`, 0.9, edit);
  }
}

/** An overriding method that is less open than what it overrides. */
export const weakerAccess: Remedy = {
  name: 'weaker-access',
  on: /attempting to assign weaker access privileges; was (\w+)/,
  *propose(error, _java, [, access = 'public']) {
    const method = methodAround(error, error.offset);
    if (method === null) return;
    const opened = ['private', 'protected'].flatMap((word) => withoutModifier(error.path, method, word, access) ?? []);
    const start = method.childForFieldName('type') ?? method;
    yield proposal(
      'open-member',
      `Make it \`${access}\`.`,
      0.97,
      opened[0] ?? insertion(error.path, start.startIndex, `${access} `),
    );
  },
};

/** An instance's member that is used without an instance. */
export const notStatic: Remedy = {
  name: 'not-static',
  on: /^non-static (?:method|variable) (\w+)(?:\(.*\))? cannot be referenced from a static context/,
  *propose(error, java, [, name = '']) {
    for (const member of membersNamed(java, name, null)) {
      yield proposal('make-static', `Make \`${name}\` static.`, 0.9, withModifier(member.path, member.node, 'static'));
    }
    const method = methodAround(error, error.offset);
    const edit =
      method === null || !java.sources.isEditable(error.path) ? null : withoutModifier(error.path, method, 'static');
    if (edit !== null) yield proposal('drop-static', 'Let the method work on an instance.', 0.7, edit);
  },
};

/** A method without a type, or a constructor that is called otherwise than its class. */
export const nameless: Remedy = {
  name: 'nameless-type',
  on: /^invalid method declaration; return type required/,
  *propose(error, { classes }) {
    const name = /^\w+/.exec(error.text.slice(error.offset))?.[0] ?? '';
    const own = classes.all.filter(({ path }) => path === error.path).map((each) => each.name);
    for (const { name: meant } of nearestNames(name, own, 2)) {
      const edit = { path: error.path, start: error.offset, end: error.offset + name.length, replacement: meant };
      yield proposal('rename-definition', `Call the constructor as its class: \`${meant}\`.`, 0.95, edit);
    }
    for (const [index, type] of ['void', 'int', 'boolean', 'String', 'double'].entries()) {
      yield proposal(
        'declared-type',
        `Declare it as \`${type}\`.`,
        0.8 - 0.05 * index,
        insertion(error.path, error.offset, `${type} `),
      );
    }
  },
};

/** A public class that is called otherwise than its file. */
export const fileName: Remedy = {
  name: 'file-name',
  on: /^(?:class|interface|enum|record) (\w+) is public, should be declared in a file named/,
  *propose(error, { classes }, [, name = '']) {
    const found = classes.all
      .find((each) => each.path === error.path && each.name === name)
      ?.node.childForFieldName('name');
    const meant = baseNameOf(error.path).replace(/\.java$/, '');
    if (found != null)
      yield proposal(
        'rename-definition',
        `Call it as its file: \`${meant}\`.`,
        0.95,
        nodeEdit(error.path, found, meant),
      );
  },
};
