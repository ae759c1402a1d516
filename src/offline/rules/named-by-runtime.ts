import { lineEndOf } from '../../shared/source-text.ts';
import { closest, lineOf, namedChildrenOf, nodesOfType } from '../../syntax/nodes.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import type { RepairContext } from '../repair-context.ts';
import type { TextEdit } from '../text-edit.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal } from './rule.ts';

/** Faults that the runtime's own message all but spells out. */
export const namedByRuntime: RepairRule = {
  name: 'named-by-runtime',
  summary: 'missing `new`, `const` that is assigned, missing `self` parameter, missing `global` or `nonlocal`',
  *find(context, files) {
    for (const path of files) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined) continue;
      if (context.sources.family(path) === 'python') {
        yield* missingSelf(context, path, root);
        yield* missingGlobal(context, path, root);
      } else {
        yield* missingNew(context, path, root);
        yield* assignedConstants(context, path, root);
      }
    }
  },
};

function finding(path: string, node: SyntaxNode, proposal: Omit<RuleProposal, 'confidence'>): Finding {
  const certain: RuleProposal = { ...proposal, confidence: 0.95 };
  return { path, line: lineOf(node), yield: FINDING_YIELD.named, proposals: () => [certain] };
}

function* missingNew(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  const name = /Class constructor ([\w$]+) cannot be invoked without 'new'/.exec(context.clues.text)?.[1];
  if (name === undefined) return;
  for (const call of nodesOfType(root, ['call_expression'])) {
    if (call.childForFieldName('function')?.text !== name) continue;
    const edits = [{ path, start: call.startIndex, end: call.startIndex, replacement: 'new ' }];
    const rationale = `Create the \`${name}\` with \`new\`: it is a class.`;
    yield finding(path, call, { operator: 'missing-new', rationale, edits });
  }
}

function* assignedConstants(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  if (!/Assignment to constant variable/.test(context.clues.text)) return;
  const assigned = new Set(
    nodesOfType(root, ['assignment_expression', 'augmented_assignment_expression', 'update_expression']).map(
      (node) => (node.childForFieldName('left') ?? node.childForFieldName('argument'))?.text,
    ),
  );
  for (const declaration of nodesOfType(root, ['lexical_declaration'])) {
    const kind = declaration.childForFieldName('kind');
    const names = namedChildrenOf(declaration).map((declarator) => declarator.childForFieldName('name')?.text);
    if (kind?.text !== 'const' || !names.some((name) => assigned.has(name))) continue;
    const edits = [{ path, start: kind.startIndex, end: kind.endIndex, replacement: 'let' }];
    const rationale = `Declare \`${names.join('`, `')}\` with \`let\`, since it is assigned to.`;
    yield finding(path, declaration, { operator: 'const-to-let', rationale, edits });
  }
}

function* missingSelf(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  const pattern = /(?:\b\w+\.)?(\w+)\(\) takes (\d+) positional arguments? but (\d+) were given/g;
  for (const [, name, takes, given] of context.clues.text.matchAll(pattern)) {
    if (Number(given) !== Number(takes) + 1) continue;
    for (const method of nodesOfType(root, ['function_definition'])) {
      const parameters = method.childForFieldName('parameters');
      const first = parameters?.namedChildren[0]?.text;
      const inClass = closest(method.parent, (node) => /^(class|function)_definition$/.test(node.type));
      if (method.childForFieldName('name')?.text !== name || parameters == null) continue;
      if (inClass?.type !== 'class_definition' || first === 'self' || first === 'cls') continue;
      const at = parameters.startIndex + 1;
      const edits = [{ path, start: at, end: at, replacement: first === undefined ? 'self' : 'self, ' }];
      const rationale = `Give the method \`${name}\` its \`self\` parameter.`;
      yield finding(path, method, { operator: 'missing-self', rationale, edits });
    }
  }
}

function* missingGlobal(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  const pattern = /local variable '(\w+)'/g;
  for (const name of new Set([...context.clues.text.matchAll(pattern)].map(([, name]) => name ?? ''))) {
    for (const method of nodesOfType(root, ['function_definition'])) {
      const body = method.childForFieldName('body');
      const assigns =
        body !== null &&
        nodesOfType(body, ['assignment', 'augmented_assignment']).some(
          (node) => node.childForFieldName('left')?.text === name,
        );
      if (body === null || !assigns) continue;
      const outer = closest(method.parent, (node) => node.type === 'function_definition');
      const keyword = outer !== null && definesName(outer, name) ? 'nonlocal' : 'global';
      if (keyword === 'global' && context.sources.scopes(path)?.module.bindings.has(name) !== true) continue;
      const edits: TextEdit[] = [statementFirst(path, body, `${keyword} ${name}`)];
      const rationale = `Declare \`${name}\` as ${keyword}: the function assigns the variable outside of it.`;
      yield finding(path, method, { operator: 'missing-global', rationale, edits });
    }
  }
}

function definesName(definition: SyntaxNode, name: string): boolean {
  return nodesOfType(definition, ['assignment']).some((node) => node.childForFieldName('left')?.text === name);
}

function statementFirst(path: string, body: SyntaxNode, statement: string): TextEdit {
  const indent = ' '.repeat(body.startPosition.column);
  const lineEnd = lineEndOf(body.text);
  return { path, start: body.startIndex, end: body.startIndex, replacement: `${statement}${lineEnd}${indent}` };
}
