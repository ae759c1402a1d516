import { wholeStatement } from './javascript-symbols.ts';
import { closest, lineOf, namedChildrenOf, nodesOfType, stringValue } from './nodes.ts';
import type { ImportBinding, ImportStyle, SyntaxNode } from './syntax-types.ts';

interface BoundName {
  readonly style: ImportStyle;
  readonly imported: string | null;
  readonly local: string | null;
}

const SIDE_EFFECT: BoundName = { style: 'side-effect', imported: null, local: null };

/** Imports of a JavaScript or TypeScript file: ESM, re-exports (without a local name), `require`, `import()`. */
export function findJavaScriptImports(root: SyntaxNode): ImportBinding[] {
  const bindings: ImportBinding[] = [];
  // Looking at every call costs more than all the rest, and most files have none that imports.
  const calls = /\brequire|\bimport\s*\(|Actual\s*\(/.test(root.text) ? ['call_expression'] : [];
  for (const node of nodesOfType(root, ['import_statement', 'export_statement', ...calls])) {
    if (node.type === 'call_expression') bindings.push(...callImports(node));
    else bindings.push(...statementImports(node));
  }
  return bindings;
}

function statementImports(statement: SyntaxNode): ImportBinding[] {
  const required = namedChildrenOf(statement).find((child) => child.type === 'import_require_clause');
  if (required !== undefined) return requireClause(statement, required);
  const specifier = stringValue(statement.childForFieldName('source'));
  if (specifier === null) return [];
  const names = statement.type === 'import_statement' ? importedNames(statement) : reExportedNames(statement);
  const bound = names.length === 0 ? [SIDE_EFFECT] : names;
  return bound.map((name) => binding(specifier, name, false, statement));
}

/** TypeScript's `import fs = require('fs')`. */
function requireClause(statement: SyntaxNode, clause: SyntaxNode): ImportBinding[] {
  const specifier = stringValue(clause.childForFieldName('source'));
  const local = namedChildrenOf(clause)[0]?.text ?? null;
  if (specifier === null) return [];
  return [binding(specifier, { style: 'namespace', imported: null, local }, true, statement)];
}

function importedNames(statement: SyntaxNode): BoundName[] {
  const clause = namedChildrenOf(statement).find((child) => child.type === 'import_clause');
  if (clause === undefined) return [];
  return namedChildrenOf(clause).flatMap((child): BoundName[] => {
    if (child.type === 'identifier') return [{ style: 'default', imported: null, local: child.text }];
    if (child.type === 'namespace_import')
      return [{ style: 'namespace', imported: null, local: namedChildrenOf(child)[0]?.text ?? null }];
    return nodesOfType(child, ['import_specifier']).map((part) => {
      const imported = part.childForFieldName('name')?.text ?? '';
      const local = part.childForFieldName('alias')?.text ?? imported;
      return namedBinding(imported.replace(/^['"]|['"]$/g, ''), local);
    });
  });
}

function reExportedNames(statement: SyntaxNode): BoundName[] {
  const clause = namedChildrenOf(statement).find((child) => child.type === 'export_clause');
  if (clause === undefined) return [{ style: 'namespace', imported: null, local: null }];
  return nodesOfType(clause, ['export_specifier']).map((part) =>
    namedBinding(part.childForFieldName('name')?.text ?? '', null),
  );
}

function namedBinding(imported: string, local: string | null): BoundName {
  return imported === 'default' ? { style: 'default', imported: null, local } : { style: 'named', imported, local };
}

/** `require('m')`, `jest.requireActual('m')` and `import('m')`, with the names that the statement around binds. */
function callImports(call: SyntaxNode): ImportBinding[] {
  const callee = call.childForFieldName('function');
  if (callee === null || !/^(import|require|(jest|vi)\.(requireActual|importActual))$/.test(callee.text)) return [];
  const specifier = stringValue(call.childForFieldName('arguments')?.namedChildren[0]);
  if (specifier === null) return [];
  const commonJs = !/^import$|importActual/.test(callee.text);
  const declarator = closest(call.parent, (above) => !PASSED_THROUGH.has(above.type));
  const bound = declarator?.type === 'variable_declarator' ? declaredNames(call, declarator) : [];
  const range = bound.length === 0 || declarator === null ? outermost(call) : wholeStatement(declarator);
  return (bound.length === 0 ? [SIDE_EFFECT] : bound).map((name) => binding(specifier, name, commonJs, range));
}

/** What may stand between a call and the variable that gets its value. */
const PASSED_THROUGH = new Set([
  'await_expression',
  'parenthesized_expression',
  'member_expression',
  'as_expression',
  'non_null_expression',
]);

function declaredNames(call: SyntaxNode, declarator: SyntaxNode): BoundName[] {
  const target = declarator.childForFieldName('name');
  if (target?.type === 'identifier') {
    const member = closest(call.parent, (above) => above.type === 'member_expression' || above.id === declarator.id);
    const property = member?.type === 'member_expression' ? member.childForFieldName('property') : null;
    if (property !== null && property !== undefined) return [namedBinding(property.text, target.text)];
    return [{ style: 'namespace', imported: null, local: target.text }];
  }
  if (target?.type !== 'object_pattern') return [];
  return namedChildrenOf(target).flatMap((part): BoundName[] => {
    if (part.type === 'shorthand_property_identifier_pattern') return [namedBinding(part.text, part.text)];
    if (part.type === 'object_assignment_pattern') {
      const name = part.childForFieldName('left')?.text ?? part.text;
      return [namedBinding(name, name)];
    }
    if (part.type !== 'pair_pattern') return [];
    const local = part.childForFieldName('value');
    const imported = part.childForFieldName('key')?.text ?? '';
    return [namedBinding(imported, local?.type === 'identifier' ? local.text : null)];
  });
}

/** The expression statement that is nothing but the call, else the call. */
function outermost(call: SyntaxNode): SyntaxNode {
  return call.parent?.type === 'expression_statement' ? call.parent : call;
}

function binding(specifier: string, name: BoundName, commonJs: boolean, range: SyntaxNode): ImportBinding {
  return {
    specifier,
    ...name,
    commonJs,
    line: lineOf(range),
    startIndex: range.startIndex,
    endIndex: range.endIndex,
  };
}
