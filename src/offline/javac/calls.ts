import { closest, namedChildrenOf } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { visibleBindings } from '../scope/scope-builder.ts';
import { nodeEdit } from '../text-edit.ts';
import { type CompileError, expressionAt, type JavaSurroundings, proposal, type Remedy } from './compile-error.ts';

/** More arguments than these are not put in every order. */
const MOST_PERMUTED = 4;

/** A call whose arguments do not fit: two in the wrong order, one too many, one that is missing. */
export const wrongArguments: Remedy = {
  name: 'wrong-arguments',
  on: /cannot be applied to given types|^no suitable (?:method|constructor) found for/,
  *propose(error, java) {
    const list = argumentsAt(error);
    if (list === null || !java.sources.isEditable(error.path)) return;
    const args = namedChildrenOf(list).map(({ text }) => text);
    const made = (texts: readonly string[], confidence: number) =>
      proposal(
        'argument-change',
        `Call it with (${texts.join(', ')}).`,
        confidence,
        nodeEdit(error.path, list, `(${texts.join(', ')})`),
      );
    if (args.length <= MOST_PERMUTED) for (const texts of swaps(args)) yield made(texts, 0.9);
    const wanted = wantedCount(error);
    if (wanted === null || wanted < args.length) {
      for (let at = args.length - 1; at >= 0; at--)
        yield made(
          args.filter((_, index) => index !== at),
          0.8 - 0.02 * (args.length - at),
        );
    }
    if (wanted === null || wanted > args.length) {
      for (const [index, name] of insertable(error, java).entries()) {
        for (let at = args.length; at >= 0; at--) {
          yield made([...args.slice(0, at), name, ...args.slice(at)], 0.75 - 0.03 * index - 0.02 * (args.length - at));
        }
      }
    }
  },
};

function argumentsAt(error: CompileError): SyntaxNode | null {
  const call = closest(expressionAt(error), ({ type }) =>
    /^(method_invocation|object_creation_expression|explicit_constructor_invocation)$/.test(type),
  );
  return call?.childForFieldName('arguments') ?? null;
}

function swaps(args: readonly string[]): string[][] {
  return args.flatMap((_, left) =>
    args.slice(left + 1).map((_, distance) => {
      const right = left + 1 + distance;
      return args.map((text, index) =>
        index === left ? (args[right] ?? '') : index === right ? (args[left] ?? '') : text,
      );
    }),
  );
}

/** `required: String,int`; null where several ways to call it are told. */
function wantedCount({ message }: CompileError): number | null {
  const required = /required: +(.*)$/m.exec(message)?.[1];
  if (required === undefined) return null;
  if (required === 'no arguments') return 0;
  let [depth, count] = [0, 1];
  for (const mark of required) {
    if (mark === '<') depth++;
    else if (mark === '>') depth--;
    else if (mark === ',' && depth === 0) count++;
  }
  return count;
}

function insertable(error: CompileError, { sources }: JavaSurroundings): string[] {
  const module = sources.scopes(error.path)?.module;
  const bindings = module === undefined ? [] : visibleBindings(module, error.offset);
  return bindings
    .filter(({ kind }) => kind === 'parameter' || kind === 'variable')
    .map(({ name }) => name)
    .slice(0, 6);
}

/** `values[i]` of a list, a map or a text. */
export const notAnArray: Remedy = {
  name: 'not-an-array',
  on: /^array required, but (\S+) found/,
  *propose(error, _java, [, type = '']) {
    const access = closest(expressionAt(error), (node) => node.type === 'array_access');
    const [object, index] = [access?.childForFieldName('array'), access?.childForFieldName('index')];
    if (access === null || object == null || index == null) return;
    const method = type === 'String' ? 'charAt' : 'get';
    const text = `${object.text}.${method}(${index.text})`;
    yield proposal('own-way', `Write \`${text}\`.`, 0.97, nodeEdit(error.path, access, text));
  },
};

/** `count.equals(other)`, `values.length()`: a plain value has no methods. */
export const noMembers: Remedy = {
  name: 'no-members',
  on: /^(\w+) cannot be dereferenced/,
  *propose(error) {
    const call = closest(expressionAt(error), ({ type }) => /^(method_invocation|field_access)$/.test(type));
    const object = call?.childForFieldName('object');
    if (call == null || object == null) return;
    const name = call.childForFieldName('name')?.text;
    const argument = call.childForFieldName('arguments')?.namedChildren[0]?.text;
    const negation = call.parent?.type === 'unary_expression' ? call.parent : null;
    if (argument !== undefined && name === 'equals') {
      const text = `${object.text} ${negation === null ? '==' : '!='} ${argument}`;
      yield proposal(
        'value-equality',
        `Compare plain values: \`${text}\`.`,
        0.97,
        nodeEdit(error.path, negation ?? call, text),
      );
    }
    if (argument !== undefined && name === 'compareTo') {
      const text = `Integer.compare(${object.text}, ${argument})`;
      yield proposal('own-way', `Write \`${text}\`.`, 0.9, nodeEdit(error.path, call, text));
      yield proposal(
        'own-way',
        'Compare them as fractions.',
        0.7,
        nodeEdit(error.path, call, text.replace('Integer', 'Double')),
      );
    }
    yield proposal('unwrap-call', `Take \`${object.text}\` itself.`, 0.75, nodeEdit(error.path, call, object.text));
  },
};

/** `name < other` of texts; `=` where a comparison is meant. */
export const wrongOperands: Remedy = {
  name: 'wrong-operands',
  on: /^bad operand types for binary operator '(\S+)'/,
  *propose(error, _java, [, operator = '']) {
    const binary = closest(expressionAt(error), ({ type }) => type === 'binary_expression');
    const [left, right] = [binary?.childForFieldName('left'), binary?.childForFieldName('right')];
    if (binary === null || left == null || right == null) return;
    if (/^[<>]=?$/.test(operator)) {
      const text = `${left.text}.compareTo(${right.text}) ${operator} 0`;
      yield proposal('own-way', `Write \`${text}\`.`, 0.85, nodeEdit(error.path, binary, text));
    }
    const others = OPERATORS.filter((each) => each !== operator && !/^[<>]=?$/.test(operator));
    for (const [index, other] of others.entries()) {
      const edit = nodeEdit(error.path, binary, `${left.text} ${other} ${right.text}`);
      yield proposal('binary-operator', `Join them by \`${other}\`.`, 0.7 - 0.04 * index, edit);
    }
    yield proposal('unwrap-call', `Take \`${left.text}\` alone.`, 0.3, nodeEdit(error.path, binary, left.text));
  },
};

const OPERATORS = ['+', '==', '&&', '||', '-', '*', '!='];
