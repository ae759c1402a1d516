import { isTestPath } from '../../shared/project-path.ts';
import { lineEndOf } from '../../shared/source-text.ts';
import { specifierFor } from '../../syntax/module-specifiers.ts';
import { folderDistance } from '../names/import-sources.ts';
import { moduleName, wordsOf } from '../project-index.ts';
import type { RepairContext } from '../repair-context.ts';
import type { RuleProposal } from '../rules/rule.ts';
import type { TextEdit } from '../text-edit.ts';
import { defaultExportEdit, exportEdit, isCommonJs, propertyEdit, renamedExportEdit } from './export-edit.ts';
import { pythonImportEdit } from './python-import-edit.ts';
import { nextLineStart, styleOf } from './source-style.ts';
import { unusedDefinitions } from './unused-definitions.ts';

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
  const kept = keptBehind(context, target, name);
  if (kept.length > 0) return kept;
  const renamed = renamedExports(context, target, name);
  return passesOn(context, target) ? [...passedOn(context, target, name), ...renamed] : renamed;
}

/** `exports.stream = getStream` is gone: what the file defines for nobody may have been meant. */
export function renamedExports({ sources }: RepairContext, target: string, name: string): RuleProposal[] {
  return unusedDefinitions(sources, target, name).flatMap((unused, rank) => {
    const edit = renamedExportEdit(sources, target, unused.name, name);
    if (edit === null) return [];
    const rationale = `Export \`${unused.name}\`, which ${target} keeps for nobody, as \`${name}\`, which is asked for.`;
    const confidence = (unused.isMeant ? 0.82 : 0.55) - rank * 0.05;
    return [{ operator: 'add-export', rationale, edits: [edit], confidence }];
  });
}

function passedOn(context: RepairContext, target: string, name: string): RuleProposal[] {
  const same = originsOf(context, target, name).map((file) => ({ file, exported: name }));
  const origins = same.length > 0 ? same : otherOrigins(context, target, name);
  return origins.slice(0, MOST_ORIGINS).flatMap((origin, rank) => {
    const edit = reExportEdit(context, target, name, origin);
    if (edit === null) return [];
    const rationale = `Pass \`${name}\` of ${origin.file} on from ${target}, which is asked for it.`;
    const confidence = (same.length > 0 ? 0.92 : 0.7) - rank * 0.06;
    return [{ operator: 'add-export', rationale, edits: [edit], confidence }];
  });
}

/** `export * from './page'`, and that file defines the name without exporting it. */
function keptBehind({ sources, index }: RepairContext, target: string, name: string): RuleProposal[] {
  return sources.facts(target).imports.flatMap((binding) => {
    const isWhole = binding.local === null && binding.style === 'namespace';
    const file = isWhole ? index.targetOf(target, binding) : null;
    const edit = file === null || !sources.isEditable(file) ? null : exportEdit(sources, file, name);
    if (edit === null) return [];
    const rationale = `Export \`${name}\` from ${file}, which ${target} passes on as a whole.`;
    return [{ operator: 'add-export', rationale, edits: [edit], confidence: 0.96 }];
  });
}

/** What a file passes on under a name: one of its exports, or `*` for the whole of it. */
interface Origin {
  readonly file: string;
  readonly exported: string;
}

/** `text` is the whole of `text.js`; `loadOrder` is `load` of `order.js`, `netPrice` is `net`: names made of such words. */
function otherOrigins(context: RepairContext, target: string, name: string): Origin[] {
  const { sources, index } = context;
  const family = sources.family(target);
  if (family === null) return [];
  const whole = index
    .modulesNamed(name, family)
    .filter((file) => file !== target && !isTestPath(file) && index.offeredBy(file).names.size > 0)
    .map((file) => ({ file, exported: '*' }));
  const wanted = wordsOf(name);
  const words = wanted.length < 2 ? [] : wanted;
  const mentioned = [...new Set(words.flatMap((word) => index.filesSpelling(word, family)))];
  const parts = mentioned
    .filter((file) => file !== target && !isTestPath(file))
    .flatMap((file) => sources.facts(file).exports.map((entry) => ({ file, exported: entry.name })))
    .filter(({ exported }) => exported !== 'default' && wordsOf(exported).every((word) => wanted.includes(word)))
    .filter(({ exported }) => wordsOf(exported).length > 0);
  const left = ({ file, exported }: Origin) => {
    const told = [...wordsOf(exported), ...wordsOf(moduleName(file))];
    return wanted.filter((word) => !told.includes(word)).length;
  };
  const sorted = parts.sort(
    (one, other) => left(one) - left(other) || folderDistance(target, one.file) - folderDistance(target, other.file),
  );
  return [...(family === 'javascript' ? whole : []), ...sorted];
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

function reExportEdit(context: RepairContext, target: string, name: string, from: Origin): TextEdit | null {
  const { sources, index } = context;
  const { imports } = sources.facts(target);
  const { file: origin, exported } = from;
  const specifier = specifierFor(sources.project, target, origin, imports);
  if (specifier === null) return null;
  if (sources.family(target) === 'python') {
    const request = {
      path: target,
      specifier,
      style: 'named',
      imported: exported,
      local: name,
      typeOnly: false,
    } as const;
    return pythonImportEdit(sources, request);
  }
  const byDefault = exported === name && !index.offeredBy(origin).names.has(name);
  const text = sources.text(target) ?? '';
  const { quote, semicolons } = styleOf(text);
  const quoted = `${quote}${specifier}${quote}`;
  const isWhole = exported === '*';
  if (isCommonJs(sources, target))
    return propertyEdit(target, text, name, `require(${quoted})${byDefault || isWhole ? '' : `.${exported}`}`);
  const end = ` from ${quoted}${semicolons ? ';' : ''}`;
  if (isWhole) return newLine(context, target, text, `export * as ${name}${end}`);
  const part = byDefault ? `default as ${name}` : exported === name ? name : `${exported} as ${name}`;
  return (
    extendedLine(target, text, specifier, part) ??
    newLine(context, target, text, `export ${clauseFor(text, part, part !== name)}${end}`)
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
