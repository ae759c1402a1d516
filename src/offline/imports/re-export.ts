import { isTestPath } from '../../shared/project-path.ts';
import { moduleFormatOf } from '../../syntax/module-format.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import { folderDistance } from '../names/import-sources.ts';
import { moduleName } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import type { TextEdit } from '../text-edit.ts';
import { defaultExportEdit, exportEdit, propertyEdit } from './export-edit.ts';
import { pythonImportEdit } from './python-import-edit.ts';
import { lineEndOf, nextLineStart, styleOf } from './source-style.ts';

/** Files that export a name which another one should pass on: more would not be tried. */
const MOST_ORIGINS = 3;

/** Ways to make a module offer a name that it is asked for: it defines the name, or passes on what others define. */
export function exportProposals(context: RepairContext, target: string, name: string): RuleProposal[] {
  const { sources } = context;
  if (!sources.isEditable(target)) return [];
  if (name === 'default') return defaultExport(context, target);
  const own = exportEdit(sources, target, name);
  if (own !== null) {
    const rationale = `Export \`${name}\` from ${target}, which defines it and is asked for it.`;
    return [{ operator: 'add-export', rationale, edits: [own], confidence: 0.97 }];
  }
  if (!passesOn(context, target)) return [];
  return originsOf(context, target, name)
    .slice(0, MOST_ORIGINS)
    .flatMap((origin, rank) => {
      const edit = reExportEdit(context, target, name, origin);
      if (edit === null) return [];
      const rationale = `Pass \`${name}\` of ${origin} on from ${target}, which is asked for it.`;
      return [{ operator: 'add-export', rationale, edits: [edit], confidence: 0.92 - rank * 0.06 }];
    });
}

function defaultExport({ sources }: RepairContext, target: string): RuleProposal[] {
  const found = defaultExportEdit(sources, target);
  if (found === null) return [];
  const rationale = `Export \`${found.name}\` from ${target} as its default, which is asked for.`;
  return [{ operator: 'add-export', rationale, edits: [found.edit], confidence: found.isCalledSo ? 0.93 : 0.74 }];
}

/** An index: a package's own module, or a file that exports what it takes from others. */
function passesOn(context: RepairContext, target: string): boolean {
  const { imports, exports } = context.sources.facts(target);
  if (context.sources.family(target) === 'python') return target.endsWith('__init__.py');
  if (imports.some(({ local, commonJs }) => local === null && !commonJs)) return true;
  // An index may have lost all that it passed on; one that fills its exports by code is left alone.
  const isIndex = /(^|\/)index\.\w+$/.test(target);
  if (isIndex && !/\bexports\b/.test(context.sources.text(target) ?? '')) return true;
  const offered = new Set(exports.map((entry) => entry.name));
  return imports.some(({ local }) => local !== null && offered.has(local));
}

/** Files that offer the name themselves, or are called like it, the closest first. */
function originsOf(context: RepairContext, target: string, name: string): string[] {
  const { sources, index } = context;
  const family = sources.family(target);
  if (family === null) return [];
  const exporters = index.exportersOf(name, family);
  const defines = (path: string) => sources.facts(path).symbols.some((symbol) => symbol.name === name);
  const called =
    family === 'javascript'
      ? index.modulesNamed(name, family).filter((path) => index.offeredBy(path).names.has('default'))
      : [];
  const distance = (path: string) =>
    folderDistance(target, path) +
    (defines(path) || moduleName(path) === name ? 0 : 10) +
    (isReached(context, target, path) ? 0 : 2);
  return [...new Set([...exporters, ...called])]
    .filter((path) => path !== target && !isTestPath(path))
    .sort((left, right) => distance(left) - distance(right));
}

function isReached(context: RepairContext, from: string, to: string): boolean {
  return context.sources.facts(from).imports.some((binding) => context.index.targetOf(from, binding) === to);
}

function reExportEdit(context: RepairContext, target: string, name: string, origin: string): TextEdit | null {
  const { sources, index } = context;
  const { imports } = sources.facts(target);
  const specifier = specifierFor(sources.project, target, origin, imports);
  if (specifier === null) return null;
  if (sources.family(target) === 'python') {
    const request = { path: target, specifier, style: 'named', imported: name, local: name, typeOnly: false } as const;
    return pythonImportEdit(sources, request);
  }
  const byDefault = !index.offeredBy(origin).names.has(name);
  const text = sources.text(target) ?? '';
  const { exports } = sources.facts(target);
  const isCommonJs =
    exports.length > 0
      ? exports.some((entry) => entry.commonJs)
      : moduleFormatOf(sources.project, target, imports) === 'commonjs';
  const { quote, semicolons } = styleOf(text);
  const quoted = `${quote}${specifier}${quote}`;
  if (isCommonJs) return propertyEdit(target, text, name, `require(${quoted})${byDefault ? '' : `.${name}`}`);
  const part = byDefault ? `default as ${name}` : name;
  return (
    extendedLine(target, text, specifier, part) ??
    newLine(context, target, text, `export ${clauseFor(text, part, byDefault)} from ${quoted}${semicolons ? ';' : ''}`)
  );
}

/** Index files pass on whole modules or single names: a new line does as its neighbours do. */
function clauseFor(text: string, part: string, byDefault: boolean): string {
  const lines = text.match(/^export\s+(\*\s+from|\{)/gm) ?? [];
  const whole = lines.filter((line) => line.includes('*')).length;
  if (!byDefault && whole * 2 > lines.length) return '*';
  return /^export\s+\{\S/m.test(text) ? `{${part}}` : `{ ${part} }`;
}

function extendedLine(path: string, text: string, specifier: string, part: string): TextEdit | null {
  for (const line of text.matchAll(/^export\s+\{([^}]*)\}\s+from\s+['"]([^'"]+)['"]/gm)) {
    const [, names = '', from] = line;
    if (from !== specifier) continue;
    const at = line.index + line[0].indexOf('{') + 1 + names.trimEnd().length;
    return { path, start: at, end: at, replacement: `${names.trimEnd().endsWith(',') ? '' : ','} ${part}` };
  }
  return null;
}

function newLine(context: RepairContext, path: string, text: string, line: string): TextEdit | null {
  const last = context.sources
    .facts(path)
    .imports.filter(({ local, commonJs }) => local === null && !commonJs)
    .at(-1);
  const at = last === undefined ? text.length : nextLineStart(text, last.endIndex);
  const lineEnd = lineEndOf(text);
  const gap = at > 0 && text[at - 1] !== '\n' ? lineEnd : '';
  return { path, start: at, end: at, replacement: `${gap}${line}${lineEnd}` };
}
