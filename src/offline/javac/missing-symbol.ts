import { nearestNames } from '../edit-distance.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { visibleBindings } from '../scope/scope-builder.ts';
import { nodeEdit } from '../text-edit.ts';
import { type CompileError, type JavaSurroundings, proposal, type Remedy, symbolNode } from './compile-error.ts';
import { nearestMembers, simpleName } from './java-classes.ts';
import { importsOf } from './java-imports.ts';

const SLIP = 0.1;

/** Names of values, methods and classes that javac does not find: misspelt where they are used or defined, or not imported. */
export const missingSymbol: Remedy = {
  name: 'missing-symbol',
  on: /^cannot find symbol/,
  *propose(error, java) {
    if (error.symbol === null) return;
    const isClassLike = error.symbol.kind === 'class' || /^[A-Z]/.test(error.symbol.name);
    if (isClassLike && error.symbol.kind !== 'method') yield* importsOf(error, java);
    if (!java.sources.isEditable(error.path)) {
      yield* definitions(error, java);
      return;
    }
    yield* lengths(error);
    yield* respellings(error, java, isClassLike);
    if (error.alike > 1) yield* definitions(error, java);
  },
};

function* respellings(error: CompileError, java: JavaSurroundings, isClassLike: boolean): Generator<RuleProposal> {
  const node = symbolNode(error);
  if (node === null || error.symbol === null) return;
  const shared = error.alike > 1 ? 0.15 : 0;
  for (const { name, distance } of nearestNames(error.symbol.name, meant(error, java, isClassLike), 4)) {
    yield proposal(
      'rename-identifier',
      `Replace \`${error.symbol.name}\`, which nothing defines, by \`${name}\`, which is spelt nearly the same.`,
      0.95 - SLIP * distance - shared,
      nodeEdit(error.path, node, name),
    );
  }
}

/** What may stand in the place of the symbol. */
function meant({ symbol, owner, path, offset }: CompileError, java: JavaSurroundings, isClassLike: boolean): string[] {
  const { classes, sources } = java;
  const analysis = sources.scopes(path);
  const visible = analysis === null ? [] : visibleBindings(analysis.module, offset);
  if (symbol?.kind === 'class') return classes.typeNames();
  const members = owner === null ? [] : classes.memberNames(owner);
  if (symbol?.kind === 'method') return members;
  const values = visible.filter(({ kind }) => kind === 'parameter' || kind === 'variable').map(({ name }) => name);
  return [...values, ...members, ...(isClassLike ? classes.typeNames() : [])];
}

/** `length` of arrays, `length()` of texts, `size()` of collections; `get(i)` of what is no list. */
function* lengths(error: CompileError): Generator<RuleProposal> {
  const node = symbolNode(error);
  const access = node?.parent ?? null;
  const object = access?.childForFieldName('object') ?? null;
  if (access === null || object === null || error.symbol === null) return;
  const replaced = (text: string, confidence: number) =>
    proposal('own-way', `Write \`${text}\`.`, confidence, nodeEdit(error.path, access, text));
  const type = error.owner ?? '';
  if (/^(length|size|count)$/.test(error.symbol.name)) {
    const isArray = type.endsWith(']');
    const isText = /^(String|StringBuilder|StringBuffer|CharSequence)$/.test(simpleName(type));
    yield replaced(`${object.text}.length`, isArray ? 0.97 : 0.3);
    yield replaced(`${object.text}.length()`, !isArray && isText ? 0.97 : 0.5);
    yield replaced(`${object.text}.size()`, isArray || isText ? 0.2 : 0.9);
  }
  const argument = access.childForFieldName('arguments')?.namedChildren[0]?.text;
  if (error.symbol.name === 'get' && argument !== undefined) {
    yield replaced(`${object.text}[${argument}]`, type.endsWith(']') ? 0.97 : 0.3);
    yield replaced(`${object.text}.charAt(${argument})`, type === 'String' ? 0.97 : 0.2);
  }
}

/** The definition is what is misspelt: several uses miss it, or a test does, which may not be changed. */
function* definitions(error: CompileError, { classes, sources }: JavaSurroundings): Generator<RuleProposal> {
  const { symbol } = error;
  if (symbol === null) return;
  const own = error.owner === null ? [] : classes.membersOf(error.owner);
  const kind = symbol.kind === 'method' ? 'method' : 'field';
  const defined = own.filter((member) => member.kind === kind && sources.isEditable(member.path));
  for (const { member, distance } of nearestMembers(symbol.name, defined, 3)) {
    yield proposal(
      'rename-definition',
      `Call \`${member.name}\` by the name that is asked for, \`${symbol.name}\`.`,
      0.92 - SLIP * distance,
      nodeEdit(member.path, member.defined, symbol.name),
    );
  }
}
