import { isLintOnly, withoutLintSteps } from './lint-steps.ts';
import { bundledLines, isParallel } from './script-bundles.ts';
import { applyLineEdits, type LineEdit, parseShellLine, type ShellWord, type SimpleCommand } from './shell-line.ts';

const MAX_DEPTH = 8;
const MANAGERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);

/** Words of yarn, pnpm and bun that are their own commands and no script, although they stand where a script may. */
const OWN_COMMANDS = new Set(['exec', 'x', 'dlx', 'run', 'install', 'add', 'workspace', 'workspaces', 'node', 'ci']);

/**
 * Puts the text of package scripts in the place of `npm run NAME`, `npm test`, `yarn NAME` and the like, so that the
 * runner can be found and given flags, and so that no package manager stands between us and the runner (a project's
 * `.npmrc` may name another shell, which makes `npm test` succeed whatever the tests do).
 * A call with flags of its own (`--workspaces`, `--prefix`) is left alone.
 */
export function expandScripts(line: string, scripts: Readonly<Record<string, string>>): string {
  return expand(line, scripts, []);
}

function expand(line: string, scripts: Readonly<Record<string, string>>, callers: readonly string[]): string {
  if (callers.length >= MAX_DEPTH) return line;
  const edits: LineEdit[] = [];
  for (const command of parseShellLine(line)) {
    const steps = stepsOf(command, line, scripts, callers);
    const last = command.words.at(-1);
    if (steps === null || last === undefined) continue;
    const exports = steps.assignments.map((word) => ` ${line.slice(word.start, word.end)}`).join('');
    const expanded = steps.lines.map((step) => withoutLintSteps(expand(step, scripts, steps.callers)));
    const chain = steps.parallel ? besideEachOther(expanded) : inTurn(expanded);
    const start = (command.assignments[0] ?? command.words[0])?.start ?? 0;
    const isWholeLine = exports === '' && line.slice(0, start).trim() === '' && line.slice(last.end).trim() === '';
    edits.push({
      start,
      end: last.end,
      text: isWholeLine ? chain : `(${exports === '' ? '' : `export${exports}; `}${chain})`,
    });
  }
  return applyLineEdits(line, edits);
}

function inTurn(steps: readonly string[]): string {
  const text = steps.map((step) => (steps.length > 1 && /\|\||;|[^&]&[^&]/.test(step) ? `(${step})` : step));
  return withoutLintSteps(text.join(' && '));
}

/** All of them, whichever fails; the status of the last that failed is that of the whole. */
function besideEachOther(steps: readonly string[]): string {
  const kept = steps.filter((step) => !isLintOnly(step));
  if (kept.length < 2) return kept[0] ?? inTurn(steps);
  return `status=0; ${kept.map((step) => `(${step}) || status=$?; `).join('')}(exit $status)`;
}

interface Steps {
  readonly lines: readonly string[];
  /** Whether all of them run, whichever fails. */
  readonly parallel: boolean;
  readonly assignments: readonly ShellWord[];
  /** Scripts that are being put in place. */
  readonly callers: readonly string[];
}

/** What a command of a script stands for; null for what is no call of scripts. */
function stepsOf(
  command: SimpleCommand,
  line: string,
  scripts: Readonly<Record<string, string>>,
  callers: readonly string[],
): Steps | null {
  const bundled = bundledLines(command, Object.keys(scripts));
  if (bundled !== null)
    return { lines: bundled, parallel: isParallel(command), assignments: command.assignments, callers };
  const call = scriptCall(command);
  const body = call === null || callers.includes(call.name) ? undefined : scripts[call.name];
  if (call === null || body === undefined) return null;
  const passed = call.passed.map((word) => ` ${line.slice(word.start, word.end)}`).join('');
  const before = scripts[`pre${call.name}`];
  const lines = [...(before === undefined ? [] : [before]), `${body}${passed}`];
  return { lines, parallel: false, assignments: call.assignments, callers: [...callers, call.name] };
}

interface ScriptCall {
  readonly name: string;
  /** Words after the name (npm: after `--`), which the manager appends to the script. */
  readonly passed: readonly ShellWord[];
  readonly assignments: readonly ShellWord[];
}

function scriptCall(command: SimpleCommand): ScriptCall | null {
  const assignments = [...command.assignments];
  let words = command.words;
  if (words[0] !== undefined && /^(cross-env|env)$/.test(words[0].value)) {
    const program = words.findIndex((word, index) => index > 0 && !word.value.includes('='));
    assignments.push(...words.slice(1, program < 0 ? words.length : program));
    words = program < 0 ? [] : words.slice(program);
  }
  const [manager, ...rest] = words;
  if (manager === undefined) return null;
  if (manager.value === 'node' && rest[0]?.value === '--run' && rest[1] !== undefined)
    return { name: rest[1].value, passed: afterDashes(rest.slice(2)), assignments };
  if (!MANAGERS.has(manager.value)) return null;
  const quiet = rest.filter((word, index) => !(/^(-s|--silent|-q|--quiet)$/.test(word.value) && index < 2));
  const [verb, ...parameters] = quiet;
  if (verb === undefined) return null;
  if (verb.value === 'run' || verb.value === 'run-script') {
    const [name, ...passed] = parameters;
    return name === undefined ? null : callOf(manager.value, name.value, passed, assignments);
  }
  if (verb.value === 'test' || (manager.value === 'npm' && (verb.value === 't' || verb.value === 'tst'))) {
    // `bun test` is Bun's own runner, not the script.
    return manager.value === 'bun' ? null : callOf(manager.value, 'test', parameters, assignments);
  }
  if (manager.value === 'npm' || OWN_COMMANDS.has(verb.value)) return null;
  return callOf(manager.value, verb.value, parameters, assignments);
}

function callOf(
  manager: string,
  name: string,
  parameters: readonly ShellWord[],
  assignments: readonly ShellWord[],
): ScriptCall | null {
  if (name.startsWith('-')) return null;
  if (manager !== 'npm') return { name, passed: parameters, assignments };
  const dashes = parameters.findIndex((word) => word.value === '--');
  const own = dashes < 0 ? parameters : parameters.slice(0, dashes);
  if (own.some((word) => word.value.startsWith('-'))) return null;
  // npm passes plain words on as well.
  return { name, passed: parameters.filter((word) => word.value !== '--'), assignments };
}

function afterDashes(words: readonly ShellWord[]): readonly ShellWord[] {
  return words[0]?.value === '--' ? words.slice(1) : words;
}
