import { closest, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { indentOf } from '../material.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { visibleBindings } from '../scope/scope-builder.ts';
import { insertion, nodeEdit, type TextEdit } from '../text-edit.ts';
import {
  type CompileError,
  type JavaSurroundings,
  methodAround,
  proposal,
  type Remedy,
  writtenType,
} from './compile-error.ts';
import { withoutModifier } from './modifiers.ts';

/** What a variable of a type starts with. */
function startOf(type: string): string {
  if (/^(byte|short|int|long|char|float|double)$/.test(type)) return '0';
  if (type === 'boolean') return 'false';
  return type === 'String' ? '""' : 'null';
}

/** A method that ends without a value. */
export const missingReturnStatement: Remedy = {
  name: 'missing-return-statement',
  on: /^missing return statement/,
  *propose(error, { sources }) {
    const method = methodAround(error, error.offset);
    const body = method?.childForFieldName('body');
    const type = method?.childForFieldName('type')?.text;
    const module = sources.scopes(error.path)?.module;
    if (body == null || type === undefined || module === undefined) return;
    const last = namedChildrenOf(body).at(-1);
    const values = valuesFor(type, last, visibleBindings(module, body.endIndex - 1));
    for (const [index, value] of values.entries()) {
      const isCall = last?.type === 'expression_statement' && value === last.text.replace(/;$/, '');
      const edit = isCall
        ? insertion(error.path, last.startIndex, 'return ')
        : behindAll(error, body, `return ${value};`);
      yield proposal('missing-return', `Return \`${value}\` at the end.`, 0.95 - 0.06 * index, edit);
    }
  },
};

/** Puts a statement at the end of a body. */
function behindAll({ path, text }: CompileError, body: SyntaxNode, statement: string): TextEdit {
  const last = namedChildrenOf(body).at(-1);
  const indent = last === undefined ? `${indentOf(body, text)}    ` : indentOf(last, text);
  return insertion(path, last?.endIndex ?? body.startIndex + 1, `\n${indent}${statement}`);
}

function valuesFor(
  type: string,
  last: SyntaxNode | undefined,
  bindings: readonly { readonly name: string; readonly kind: string; readonly type: string | null }[],
): string[] {
  const called =
    last?.type === 'expression_statement' && /\)\s*;$/.test(last.text) ? [last.text.replace(/;$/, '')] : [];
  const values = bindings.filter(({ kind }) => kind === 'variable' || kind === 'parameter');
  const plain = (text: string | null) => (text ?? '').replace(/<.*$/s, '');
  const exact = values.filter((binding) => binding.type === type);
  const alike = values.filter(
    (binding) => binding.type !== type && plain(binding.type) !== '' && akin(plain(binding.type), plain(type)),
  );
  const isBuilder = values.filter((binding) => type === 'String' && binding.type === 'StringBuilder');
  const literals =
    type === 'boolean' ? ['false', 'true'] : /^(int|long|double|float|short)$/.test(type) ? ['0', '-1', '1'] : ['null'];
  return [
    ...called,
    ...isBuilder.map(({ name }) => `${name}.toString()`),
    ...exact.map(({ name }) => name),
    ...alike.map(({ name }) => name),
    ...literals,
  ].slice(0, 9);
}

/** One collection for another, an integer for a fraction. */
function akin(given: string, wanted: string): boolean {
  if (given === wanted || given.endsWith(wanted)) return true;
  return /^(int|long|float)$/.test(given) && /^(long|float|double)$/.test(wanted);
}

/** A checked exception that the method does not declare. */
export const unreportedException: Remedy = {
  name: 'unreported-exception',
  on: /^unreported exception ([\w.]+)/,
  *propose(error, _java, [, thrown = 'Exception']) {
    const exception = writtenType(thrown, error);
    const method = methodAround(error, error.offset);
    const body = method?.childForFieldName('body');
    if (method == null || body == null) return;
    const declared = namedChildrenOf(method).find(({ type }) => type === 'throws');
    const edit =
      declared === undefined
        ? insertion(error.path, body.startIndex, `throws ${exception} `)
        : insertion(error.path, declared.endIndex, `, ${exception}`);
    yield proposal('declare-exception', `Declare that it throws \`${exception}\`.`, 0.95, edit);
  },
};

/** A variable without a start, a field that the constructor forgets. */
export const notInitialized: Remedy = {
  name: 'not-initialized',
  on: /^variable (\w+) (?:might not have been|not) initialized/,
  *propose(error, _java, [, name = '']) {
    const builder = methodAround(error, Math.max(0, error.offset - 1));
    const isField = builder?.type === 'constructor_declaration';
    const parameters = builder === null ? [] : nodesOfType(builder, ['formal_parameter']);
    if (isField && parameters.some((each) => each.childForFieldName('name')?.text === name))
      yield* assigned(error, builder, name);
    for (const declarator of declaratorsOf(error, name)) {
      if (declarator.childForFieldName('value') !== null) continue;
      const start = startOf(declarator.parent?.childForFieldName('type')?.text ?? '');
      const edit = insertion(error.path, declarator.endIndex, ` = ${start}`);
      const why = `Let \`${name}\` start with \`${start}\`.`;
      yield proposal('start-value', why, declarator.startIndex < error.offset ? 0.9 : 0.6, edit);
    }
  },
};

function* assigned(error: CompileError, builder: SyntaxNode, name: string): Generator<RuleProposal> {
  const body = builder.childForFieldName('body');
  if (body === null) return;
  const edit = behindAll(error, body, `this.${name} = ${name};`);
  yield proposal('set-field', `Keep the parameter in \`this.${name}\`.`, 0.95, edit);
  const selfSet = nodesOfType(body, ['assignment_expression']).find(
    (each) => each.childForFieldName('left')?.text === name,
  );
  const left = selfSet?.childForFieldName('left');
  if (left != null)
    yield proposal('set-field', `Set the field: \`this.${name}\`.`, 0.97, nodeEdit(error.path, left, `this.${name}`));
}

function declaratorsOf({ root, offset }: CompileError, name: string): SyntaxNode[] {
  const all = nodesOfType(root, ['variable_declarator']).filter(
    (each) => each.childForFieldName('name')?.text === name,
  );
  return all
    .sort((left, right) => Math.abs(left.startIndex - offset) - Math.abs(right.startIndex - offset))
    .slice(0, 2);
}

/** A variable that may be set once is set again. */
export const finalAssigned: Remedy = {
  name: 'final-assigned',
  on: /^cannot assign a value to (?:static )?final variable (\w+)|^variable (\w+) might already have been assigned/,
  *propose(error, { classes, sources }: JavaSurroundings, [, one, other]) {
    const name = one ?? other ?? '';
    const local = declaratorsOf(error, name).map((each) => ({ node: each.parent, path: error.path }));
    const fields = classes.all
      .flatMap(({ members }) => members)
      .filter((member) => member.name === name && member.kind === 'field');
    const elsewhere = fields.filter(({ path }) => path !== error.path && sources.isEditable(path));
    for (const { node, path } of [...local, ...elsewhere]) {
      const edit = node === null ? null : withoutModifier(path, node, 'final');
      if (edit !== null) yield proposal('drop-final', `Let \`${name}\` be set again.`, 0.9, edit);
    }
  },
};

/** `int x = …;` where `x` is there already. */
export const declaredTwice: Remedy = {
  name: 'declared-twice',
  on: /^variable (\w+) is already defined/,
  *propose(error, _java, [, name = '']) {
    const declaration = closest(
      error.root.descendantForIndex(error.offset),
      ({ type }) => type === 'local_variable_declaration',
    );
    const declarator = declaration?.childForFieldName('declarator');
    if (declaration == null || declarator == null) return;
    const edit = { path: error.path, start: declaration.startIndex, end: declarator.startIndex, replacement: '' };
    yield proposal('drop-declaration', `Set \`${name}\`, which is declared already.`, 0.9, edit);
  },
};

/** What stands behind a statement that leaves. */
export const unreachable: Remedy = {
  name: 'unreachable',
  on: /^unreachable statement/,
  *propose(error) {
    const at = error.root.descendantForIndex(error.offset);
    const statement = closest(at, (node) => /^(block|switch_block_statement_group)$/.test(node.parent?.type ?? ''));
    const before = statement?.previousNamedSibling ?? null;
    if (statement === null || before === null) return;
    const swap = [nodeEdit(error.path, before, statement.text), nodeEdit(error.path, statement, before.text)];
    yield proposal('move-statement', 'Do it before leaving.', 0.9, ...swap);
    const without = { path: error.path, start: before.startIndex, end: statement.startIndex, replacement: '' };
    yield proposal('delete-statement', `Do not leave here: drop \`${before.text.split('\n')[0]}\`.`, 0.85, without);
    yield proposal('delete-statement', 'Drop what is never reached.', 0.5, nodeEdit(error.path, statement, ''));
  },
};
