import type { Project } from '../domain/project.ts';
import type { TestReport } from '../domain/test-report.ts';
import type {
  Scratch,
  TestCommand,
  TestSelection,
  Toolchain,
  ToolchainOverrides,
  ToolchainPlan,
} from '../domain/toolchain.ts';
import { unique } from './name-patterns.ts';
import { packageFolders, readNodePackage, testScripts } from './node-package.ts';
import { pathBelow, pathIn } from './project-files.ts';
import { quoteAll, quoteShell } from './shell-line.ts';
import { isWorkspaceMember } from './workspace-members.ts';

/** Scripts of a root that hand on to the packages' own. */
const DELEGATES =
  /\b(turbo(\s+run)?\s+test|lerna\s+(run|exec)\b|nx\s+(run-many|affected|test)|wsrun|pnpm\s+(-r|--recursive|-w|--filter\b|run\s+-r)|yarn\s+workspaces?\b|npm\s+.*(-ws|--workspaces?)\b|rush\s+test|bun\s+.*--filter)/;

/**
 * A plan that runs the tests of every package of a Node workspace, each in its folder and by its own runner; null when
 * fewer than two packages have tests, or when the report's tests all lie in one of them.
 */
export function workspacePlan(
  project: Project,
  root: string,
  report: TestReport | null,
  overrides: ToolchainOverrides,
  toolchains: readonly Toolchain[],
): ToolchainPlan | null {
  const folders = packageFolders(project, root).filter(
    (each) => each !== root && isWorkspaceMember(project, root, each),
  );
  const members = folders.flatMap((folder) => memberPlan(project, folder, overrides, toolchains) ?? []);
  const reported = (report?.results ?? []).flatMap(({ file }) => file ?? []);
  const wanted = members.filter(
    (member) => reported.length === 0 || reported.some((file) => pathBelow(member.folder, file) !== null),
  );
  if (wanted.length < 2) return null;
  const rootPackage = readNodePackage(project, root);
  const script = rootPackage === null ? undefined : testScripts(rootPackage)[0];
  const isDelegated = script !== undefined && DELEGATES.test(script.line);
  const place = pathIn(root, 'package.json');
  const first = wanted[0] as ToolchainPlan;
  return {
    toolchain: unique(wanted.map((member) => member.toolchain)).join('+'),
    language: wanted.some((member) => member.language === 'typescript') ? 'typescript' : first.language,
    folder: root,
    packageManager: first.packageManager,
    reportFormat: unique(wanted.map((member) => member.reportFormat)).length === 1 ? first.reportFormat : null,
    install: first.install,
    test: (selection, scratch) => testCommand(wanted, selection, scratch),
    installedFolders: unique(wanted.flatMap((member) => member.installedFolders)),
    evidence: [
      isDelegated
        ? `the script "${script.name}" in ${place} runs the tests of every package`
        : `${place} is a workspace`,
      `packages with tests: ${wanted.map((member) => member.folder).join(', ')}`,
      ...unique(wanted.flatMap((member) => member.evidence.slice(1))),
    ],
    guessed: !isDelegated,
  };
}

function memberPlan(
  project: Project,
  folder: string,
  overrides: ToolchainOverrides,
  toolchains: readonly Toolchain[],
): ToolchainPlan | null {
  const ranked = toolchains
    .filter((toolchain) => toolchain.language === 'javascript')
    .map((toolchain) => ({ toolchain, score: toolchain.detect(project, folder) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score);
  return ranked[0]?.toolchain.plan(project, folder, overrides) ?? null;
}

/** One after the other; the first exit code that is not 0 is the whole command's. */
function testCommand(members: readonly ToolchainPlan[], selection: TestSelection, scratch: Scratch): TestCommand {
  const chosen = members.flatMap((member, index) => {
    const own = selectionIn(member.folder, selection);
    if (own === null) return [];
    return [member.test(own, { folder: scratch.folder, nonce: `${scratch.nonce}-${index + 1}` })];
  });
  const steps = chosen.map(scriptOf);
  const ranks = ['all', 'files', 'tests'] as const;
  const least = Math.min(...chosen.map((command) => ranks.indexOf(command.runs)));
  return {
    argv: ['sh', '-c', ['status=0', ...steps, 'exit $status'].join('\n')],
    cwd: '',
    env: {},
    display: chosen.map(({ cwd, display }) => `(cd ${quoteShell(cwd)} && ${display})`).join('; '),
    results: { kind: 'files', files: chosen.flatMap(({ results }) => (results.kind === 'files' ? results.files : [])) },
    runs: ranks[least] ?? 'all',
    supportFiles: Object.assign({}, ...chosen.map((command) => command.supportFiles)),
  };
}

function scriptOf({ argv, cwd, env }: TestCommand): string {
  const [shell, flag, script] = argv;
  const line = shell === 'sh' && flag === '-c' && script !== undefined && argv.length === 3 ? script : quoteAll(argv);
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${quoteShell(value)}`);
  const body = [`cd ${quoteShell(cwd)} || exit 1`, ...variables, line].join('\n');
  return `(\n${body}\n)\ncode=$?; [ $status -ne 0 ] || status=$code`;
}

/** What of a selection lies in a package; null for nothing. A test without a file may lie in any. */
function selectionIn(folder: string, selection: TestSelection): TestSelection | null {
  const isInside = (file: string | null) => file === null || pathBelow(folder, file) !== null;
  if (selection.kind === 'all') return selection;
  if (selection.kind === 'files') {
    const files = selection.files.filter(isInside);
    return files.length === 0 ? null : { kind: 'files', files };
  }
  const tests = selection.tests.filter((test) => isInside(test.file));
  return tests.length === 0 ? null : { kind: selection.kind, tests };
}
