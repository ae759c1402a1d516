import type { ImportStyle, SyntaxNode } from '../../syntax/syntax-types.ts';
import { foldName } from '../edit-distance.ts';
import { memberFit, shapeOf } from '../names/use-shape.ts';
import { moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import type { TextEdit } from '../text-edit.ts';
import type { MissingName } from './missing-name.ts';
import { type ModuleReference, nameInStatement } from './module-reference.ts';

/** Default for named, named for default, the whole module for a name: by what the module really exports. */
export function otherForms(context: RepairContext, reference: ModuleReference, missing: MissingName): RuleProposal[] {
  const { target, name, local, offered } = missing;
  const { path, bindings } = reference;
  if (context.sources.family(path) === 'python') return [];
  if (bindings.length !== 1 || reference.statement.startsWith('export'))
    return [...defaultByName(reference, missing), ...nameByDefault(reference, missing)];
  const forms: { clause: string; confidence: number }[] = [];
  const others = [...offered].filter((other) => other !== 'default');
  if (name === 'default') {
    if (others.includes(local)) forms.push({ clause: `{ ${local} }`, confidence: 0.96 });
    else if (others.length === 1) forms.push({ clause: `{ ${others[0]} as ${local} }`, confidence: 0.8 });
    forms.push({ clause: `* as ${local}`, confidence: 0.75 });
  } else {
    const isCalledSo =
      foldName(target === null ? reference.specifier.replace(/^node:/, '') : moduleName(target)) === foldName(local);
    const isWhole = bindings[0]?.commonJs === true && isCalledSo;
    // A CommonJS module that is one function or class is nearly always meant as such.
    if (offered.has('default')) forms.push({ clause: local, confidence: isWhole ? 0.98 : isCalledSo ? 0.9 : 0.7 });
    const fit = memberFit(shapeOf(usesOf(context, path, local)), offered);
    if (fit !== null && fit > 0)
      forms.push({ clause: `* as ${local}`, confidence: (isCalledSo ? 0.65 : 0.55) + 0.3 * fit });
    // Spread or passed on, nothing is read from it here.
    else if (fit === null && isCalledSo && !offered.has('default'))
      forms.push({ clause: `* as ${local}`, confidence: 0.75 });
  }
  return forms.flatMap(({ clause, confidence }) => {
    const edit = clauseEdit(reference, clause);
    if (edit === null) return [];
    const rationale = `Import \`${clause}\` from '${reference.specifier}', which has no ${
      name === 'default' ? 'default export' : `export named \`${name}\``
    }.`;
    return [{ operator: 'import-form', rationale, edits: [edit], confidence }];
  });
}

/** `default as Name` within braces: for re-exports, and where other names stand beside it. */
function defaultByName(reference: ModuleReference, { name, local, offered }: MissingName): RuleProposal[] {
  const at = nameInStatement(reference, name);
  if (at === null || name !== local || !offered.has('default') || !/^(im|ex)port\b/.test(reference.statement))
    return [];
  return [
    {
      operator: 'import-form',
      rationale: `Take the default export of '${reference.specifier}' as \`${name}\`: it has no export of that name.`,
      edits: [{ path: reference.path, start: at, end: at, replacement: 'default as ' }],
      confidence: 0.9,
    },
  ];
}

/** `export { default as Stack } from` a module that has no default export, but a `Stack`. */
function nameByDefault(reference: ModuleReference, { name, offered }: MissingName): RuleProposal[] {
  if (name !== 'default') return [];
  return [...reference.statement.matchAll(/\bdefault\s+as\s+([\w$]+)/g)].flatMap(
    ({ 0: text, 1: wanted = '', index }) => {
      if (!offered.has(wanted)) return [];
      const start = reference.statementStart + index;
      const rationale = `Take \`${wanted}\` of '${reference.specifier}' by its name: it has no default export.`;
      const edits = [{ path: reference.path, start, end: start + text.length, replacement: wanted }];
      return [{ operator: 'import-form', rationale, edits, confidence: 0.95 }];
    },
  );
}

/** Forms of an import of a package whose names are not known: as other files write it first. */
export function packageForms(context: RepairContext, reference: ModuleReference): RuleProposal[] {
  const { path, specifier, bindings } = reference;
  const [only, ...more] = bindings;
  if (only?.local == null || more.length > 0 || only.style === 'side-effect') return [];
  const { local } = only;
  const elsewhere = context.index
    .importsOf(local, 'javascript')
    .filter((found) => found.path !== path && found.binding.specifier === specifier)
    .map(({ binding }) => clauseOf(binding.style, binding.imported, local));
  const any = [clauseOf('named', local, local), clauseOf('default', null, local), clauseOf('namespace', null, local)];
  const own = clauseOf(only.style, only.imported, local);
  return [...new Set([...elsewhere, ...any])]
    .filter((clause) => clause !== own)
    .flatMap((clause, rank) => {
      const edit = clauseEdit(reference, clause);
      if (edit === null) return [];
      const rationale = `Import \`${clause}\` from '${specifier}': \`${local}\` was not what it is used as.`;
      const confidence = (elsewhere.includes(clause) ? 0.95 : 0.6) - rank * 0.05;
      return [{ operator: 'import-form', rationale, edits: [edit], confidence }];
    });
}

function clauseOf(style: ImportStyle, imported: string | null, local: string): string {
  if (style === 'namespace') return `* as ${local}`;
  if (style !== 'named' || imported === null) return local;
  return imported === local ? `{ ${local} }` : `{ ${imported} as ${local} }`;
}

/** Replaces what stands between `import` and `from`, or between `const` and `= require`. */
function clauseEdit({ path, statement, statementStart }: ModuleReference, clause: string): TextEdit | null {
  const esm = /^import\s+([\s\S]+?)\s+from\b/d.exec(statement);
  const range = esm?.indices?.[1] ?? /^(?:const|let|var)\s+([\s\S]+?)\s*=\s*require\b/d.exec(statement)?.indices?.[1];
  if (range === undefined) return null;
  const written = esm !== null ? clause : clause.replace(/^\* as /, '').replace(/ as /, ': ');
  return { path, start: statementStart + range[0], end: statementStart + range[1], replacement: written };
}

/** Where a file uses a name. */
export function usesOf(context: RepairContext, path: string, name: string): SyntaxNode[] {
  return (context.sources.scopes(path)?.uses ?? []).filter((use) => use.name === name).map((use) => use.node);
}
