import { closest, namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RuleProposal } from '../rules/rule.ts';
import { nodeEdit } from '../text-edit.ts';
import { type CompileError, expressionAt, methodAround, proposal, type Remedy, writtenType } from './compile-error.ts';
import { simpleName } from './java-classes.ts';

const NUMBERS = /^(byte|short|int|long|float|double|char)$/;
const ATOM =
  /^(identifier|\w+_literal|method_invocation|field_access|array_access|parenthesized_expression|true|false)$/;

/** A value of one type where another one is wanted: converted, cast, taken from or put into a container; or the declaration is wrong. */
export const conversions: Remedy = {
  name: 'conversions',
  on: /^incompatible types: (?:possible lossy conversion from (\S+) to (\S+)|(.+) cannot be converted to (.+))$/,
  *propose(error, _java, [, wide, narrow, given, wanted]) {
    const expression = expressionAt(error);
    const from = writtenType(wide ?? given ?? '', error);
    const to = writtenType(narrow ?? wanted ?? '', error);
    if (expression === null) return;
    yield* swapped(error, expression);
    for (const { text, confidence } of converted(expression, from, to)) {
      yield proposal(
        'convert-value',
        `Make a \`${to}\` of it: \`${text}\`.`,
        confidence,
        nodeEdit(error.path, expression, text),
      );
    }
    yield* redeclared(error, expression, from);
  },
};

interface Converted {
  readonly text: string;
  readonly confidence: number;
}

function* converted(node: SyntaxNode, from: string, to: string): Generator<Converted> {
  const text = node.text;
  const operand = ATOM.test(node.type) ? text : `(${text})`;
  const [source, target] = [simpleName(from), simpleName(to)];
  if (node.type === 'assignment_expression' && target === 'boolean') {
    for (const [index, operator] of ['==', '>', '<', '>=', '<=', '!='].entries()) {
      yield { text: text.replace('=', operator), confidence: 0.97 - 0.05 * index };
    }
  }
  if (NUMBERS.test(from) && NUMBERS.test(to)) yield { text: `(${to}) ${operand}`, confidence: 0.85 };
  if (target === 'String') {
    if (node.type === 'character_literal') yield { text: `"${text.slice(1, -1)}"`, confidence: 0.95 };
    yield { text: `String.valueOf(${text})`, confidence: 0.8 };
    if (!NUMBERS.test(from)) yield { text: `${operand}.toString()`, confidence: 0.75 };
  }
  if (source === 'String') {
    const inner = text.slice(1, -1);
    if (/^"-?\d+(\.\d+)?"$/.test(text) && NUMBERS.test(to)) yield { text: inner, confidence: 0.97 };
    if (/^"(true|false)"$/.test(text) && target === 'boolean') yield { text: inner, confidence: 0.97 };
    if (/^".."?$/.test(text) && inner.length === 1 && to === 'char') yield { text: `'${inner}'`, confidence: 0.95 };
    if (/^(int|Integer)$/.test(to)) yield { text: `Integer.parseInt(${text})`, confidence: 0.7 };
    if (/^(double|Double)$/.test(to)) yield { text: `Double.parseDouble(${text})`, confidence: 0.7 };
  }
  yield* ofContainers(text, operand, source, target);
  if (target === 'boolean' && NUMBERS.test(from)) yield { text: `${operand} != 0`, confidence: 0.5 };
  const areObjects = /^[A-Z]/.test(target) && /^[A-Z]/.test(source) && !/[#?&]/.test(to);
  if (areObjects) yield { text: `(${to}) ${operand}`, confidence: source === 'Object' ? 0.95 : 0.55 };
}

function* ofContainers(text: string, operand: string, source: string, target: string): Generator<Converted> {
  if (target === 'Optional' && source !== 'Optional') {
    yield { text: `Optional.of(${text})`, confidence: 0.85 };
    yield { text: `Optional.ofNullable(${text})`, confidence: 0.84 };
  }
  if (source === 'Optional' && target !== 'Optional') {
    yield { text: `${operand}.get()`, confidence: 0.6 };
    yield { text: `${operand}.orElse(null)`, confidence: 0.75 };
    yield { text: `${operand}.orElseThrow()`, confidence: 0.7 };
  }
  if (/^(Optional(Int|Double|Long))$/.test(source)) {
    yield { text: `${operand}.orElse(0)`, confidence: 0.8 };
    yield { text: `${operand}.getAs${source.slice('Optional'.length)}()`, confidence: 0.7 };
  }
  if (/Stream$/.test(source) && /^(List|Collection|Iterable)$/.test(target))
    yield { text: `${operand}.toList()`, confidence: 0.8 };
  if (/^(List|Set|Collection)$/.test(source) && target === 'Set')
    yield { text: `new java.util.HashSet<>(${text})`, confidence: 0.6 };
  if (/^(Set|Collection)$/.test(source) && target === 'List')
    yield { text: `new java.util.ArrayList<>(${text})`, confidence: 0.75 };
}

/** An argument beside the one that belongs here. */
function* swapped({ path }: CompileError, expression: SyntaxNode): Generator<RuleProposal> {
  const list = expression.parent;
  if (list?.type !== 'argument_list') return;
  const args = namedChildrenOf(list);
  const position = args.findIndex(({ id }) => id === expression.id);
  for (const [index, other] of args.entries()) {
    if (index === position) continue;
    yield proposal(
      'argument-swap',
      `Swap \`${expression.text}\` and \`${other.text}\`.`,
      0.9 - 0.05 * Math.abs(index - position),
      nodeEdit(path, expression, other.text),
      nodeEdit(path, other, expression.text),
    );
  }
}

/** The variable that takes the value, or the method that returns it, is declared as what the value is. */
function* redeclared(error: CompileError, expression: SyntaxNode, from: string): Generator<RuleProposal> {
  if (/[#?&]|<(?:null|nulltype)>/.test(from)) return;
  const type = declarationOf(error, expression)?.childForFieldName('type') ?? null;
  if (type === null) return;
  const isLiteral = /_literal$/.test(expression.type);
  yield proposal(
    'declared-type',
    `Declare it as \`${from}\`.`,
    isLiteral ? 0.9 : 0.78,
    nodeEdit(error.path, type, from),
  );
}

function declarationOf(error: CompileError, expression: SyntaxNode): SyntaxNode | null {
  const { parent } = expression;
  if (parent?.type === 'variable_declarator') return parent.parent;
  return parent?.type === 'return_statement' ? methodAround(error, expression.startIndex) : null;
}

/** `return x;` in a method that is declared to give nothing. */
export const unexpectedReturn: Remedy = {
  name: 'unexpected-return',
  on: /^incompatible types: unexpected return value/,
  *propose(error) {
    const statement = closest(error.root.descendantForIndex(error.offset), ({ type }) => type === 'return_statement');
    const type = methodAround(error, error.offset)?.childForFieldName('type');
    if (statement === null || type == null) return;
    const value = namedChildrenOf(statement)[0];
    const likely = value === undefined ? [] : typesOf(error, value);
    for (const [index, name] of [...new Set([...likely, 'int', 'boolean', 'String', 'double'])].entries()) {
      yield proposal('declared-type', `Return \`${name}\`.`, 0.95 - 0.1 * index, nodeEdit(error.path, type, name));
    }
  },
};

/** Types with which the file declares a name; what a literal is. */
function typesOf({ text }: CompileError, value: SyntaxNode): string[] {
  if (/^(true|false|binary_expression)$/.test(value.type)) return /[<>=!&|]/.test(value.text) ? ['boolean'] : [];
  if (value.type === 'string_literal') return ['String'];
  if (value.type !== 'identifier') return [];
  const declared = new RegExp(
    `(?<![\\w.])([A-Za-z_][\\w.]*(?:<[^;(){}]*>)?(?:\\[\\])*)\\s+${value.text}\\b\\s*[=;,):]`,
    'g',
  );
  return [...text.matchAll(declared)].flatMap(([, type]) => (type === undefined || type === 'return' ? [] : [type]));
}
