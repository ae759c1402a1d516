import type { TestFailure, TestResult } from '../domain/test-report.ts';
import { type MessageName, namesIn } from '../shared/message-names.ts';
import { languageById } from '../syntax/languages.ts';
import { unitAt, unitsOf } from './code-units.ts';
import type { Finding } from './finding.ts';
import { pointed } from './frames.ts';
import type { SourceFile, SourceIndex } from './source-index.ts';

/** Most places that one name may point at: a name that is everywhere says nothing. */
const MOST_PLACES = 12;

/** Places that the names in the messages of failing tests point at. */
export function nameFindings(
  index: SourceIndex,
  suspects: ReadonlySet<string>,
  known: readonly string[],
  failing: readonly TestResult[],
): Finding[] {
  const files = known.filter((path) => suspects.has(path)).flatMap((path) => index.source(path) ?? []);
  const names = new Map<string, MessageName>();
  for (const { failure } of failing)
    for (const name of failure === null ? [] : namesIn(failure)) names.set(JSON.stringify(name), name);
  return [
    ...[...names.values()].flatMap((name) => findingsFor(index, files, name)),
    ...failing.flatMap(({ failure }) => (failure === null ? [] : quotedFindings(index, files, failure))),
  ];
}

function findingsFor(index: SourceIndex, files: readonly SourceFile[], name: MessageName): Finding[] {
  if (name.kind === 'module') return moduleFindings(index, files, name);
  if (name.kind === 'function') return functionFindings(files, name.name);
  const uses = files
    .filter((file) => name.kind === 'member' || !defines(file, name.name))
    .flatMap((file) => usesOf(file, name).map((line) => ({ file, line })));
  if (uses.length > MOST_PLACES) return [];
  const strength = (name.kind === 'undefined' ? 1 : 0.7) / Math.sqrt(uses.length);
  const detail = (line: number) =>
    name.kind === 'undefined'
      ? `Line ${line} uses "${name.name}", which the message says is not defined.`
      : `Line ${line} uses the property "${name.name}" that the message names.`;
  return uses.map(({ file, line }) => pointed(index, 'name', file.path, line, strength, detail(line)));
}

function usesOf(file: SourceFile, name: MessageName & { readonly name: string }): number[] {
  const lines = file.references
    .filter((one) => (name.kind === 'member' ? one.members.includes(name.name) : one.root === name.name))
    .map((one) => file.lineAt(one.index));
  return [...new Set(lines)];
}

/** Whether the file defines or imports the name somewhere, as far as a quick look tells. */
function defines(file: SourceFile, name: string): boolean {
  if (unitsOf(file).some((unit) => unit.name === name && unit.kind !== 'block')) return true;
  if (file.imports.some((binding) => binding.local === name)) return true;
  return new RegExp(`\\b(?:const|let|var|class|function|def|as|for)\\s+${name.replace(/\$/g, '\\$')}\\b`).test(
    file.code,
  );
}

function functionFindings(files: readonly SourceFile[], name: string): Finding[] {
  const units = files.flatMap((file) => unitsOf(file).filter((unit) => unit.name === name && unit.kind !== 'block'));
  const detail = `The message names the function "${name}".`;
  return units.slice(0, MOST_PLACES).map((unit) => {
    const strength = 0.7 / Math.sqrt(units.length);
    return { source: 'name', kind: 'name', file: unit.file.path, unit, line: null, strength, detail };
  });
}

function moduleFindings(
  index: SourceIndex,
  files: readonly SourceFile[],
  name: MessageName & { readonly kind: 'module' },
): Finding[] {
  const found: Finding[] = [];
  for (const file of files) {
    const isImporter = name.importer !== null && endsAlike(name.importer, file.path);
    for (const binding of file.imports) {
      if (!namesModule(file, binding.specifier, name.specifier)) continue;
      if (name.exported !== null && binding.imported !== null && binding.imported !== name.exported) continue;
      const strength = isImporter || binding.file === null ? 1 : name.exported === null ? 0.3 : 0.9;
      const detail = `Line ${binding.line} imports "${binding.specifier}", which the message names.`;
      found.push(pointed(index, 'name', file.path, binding.line, strength, detail));
      const target = binding.file === null || name.exported === null ? null : index.source(binding.file);
      if (target === null || !files.includes(target)) continue;
      const missing = `The message says that this module does not offer "${name.exported}".`;
      const unit = unitsOf(target).find((one) => one.name === name.exported) ?? unitAt(target, 0);
      found.push({ source: 'name', kind: 'name', file: target.path, unit, line: null, strength: 0.6, detail: missing });
    }
  }
  return found.slice(0, MOST_PLACES);
}

/** Whether an import's specifier is the one of a message, which may be an absolute path of another machine. */
function namesModule(file: SourceFile, written: string, reported: string): boolean {
  if (written === reported) return true;
  if (languageById(file.language).family === 'python')
    return written.startsWith(`${reported}.`) || reported.endsWith(written);
  const tail = written.replace(/^(\.{1,2}\/)+/, '');
  return written.startsWith('.') && reported.replaceAll('\\', '/').endsWith(`/${tail}`);
}

function endsAlike(printed: string, path: string): boolean {
  const slashed = printed.replaceAll('\\', '/');
  return slashed === path || slashed.endsWith(`/${path}`) || path.endsWith(`/${slashed}`);
}

/** Whether a text is long enough, or has several words, so that its reappearance is no accident. */
function isTelling(text: string): boolean {
  return text.length >= 14 || (text.length >= 8 && /[ _-]|[a-z][A-Z]/.test(text));
}

/** A text of the source that the message repeats: who throws an error usually wrote its message. */
function quotedFindings(index: SourceIndex, files: readonly SourceFile[], failure: TestFailure): Finding[] {
  const message = [failure.message, failure.actual].join('\n');
  const places = files.flatMap((file) =>
    file.literals
      .filter(({ text }) => isTelling(text.trim()) && message.includes(text.trim()))
      .map((literal) => ({ file, line: file.lineAt(literal.index), text: literal.text })),
  );
  if (places.length > MOST_PLACES) return [];
  return places.map(({ file, line, text }) => {
    const detail = `Line ${line} holds the text "${text.trim().slice(0, 60)}" of the message.`;
    return pointed(index, 'name', file.path, line, 0.6 / Math.sqrt(places.length), detail);
  });
}
