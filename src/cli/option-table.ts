import { ROUTES } from '../llm/routes.ts';
import { DEFAULTS } from '../pipeline/default-options.ts';

const LIMITS = DEFAULTS.archiveLimits;

/** How the text of an option becomes a value. */
export type OptionKind = 'text' | 'list' | 'repeated' | 'switch' | 'count' | 'amount' | 'duration' | 'size' | 'choice';

/** One option of `run`: the flag, the environment variable and the configuration key all come from here. */
export interface OptionSpec {
  /** Long name without dashes; `AUTOFIX_<NAME>` and the camelCase configuration key follow from it. */
  readonly name: string;
  readonly kind: OptionKind;
  /** One-letter flag, where there is one. */
  readonly short?: string;
  /** What stands behind the flag in `--help`, e.g. `FILE`. Switches have none. */
  readonly placeholder?: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** Value when nobody sets it; null: none. Durations are in milliseconds, sizes in bytes. */
  readonly fallback: string | number | boolean | readonly string[] | null;
  /** True for switches that are on unless `--no-NAME` turns them off. */
  readonly negated?: boolean;
  /** True where a text is one value whatever commas it holds: its reader knows which of them separate. */
  readonly uncut?: boolean;
}

/** What an input may ask of the machine before it is refused. */
const ARCHIVE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'max-entries',
    kind: 'count',
    placeholder: 'N',
    summary: 'most files and folders in the input',
    fallback: LIMITS.maxEntries,
  },
  {
    name: 'max-unpacked',
    kind: 'size',
    placeholder: 'SIZE',
    summary: 'most that the input may unpack to, e.g. 800MB or 4GiB',
    fallback: LIMITS.maxTotalBytes,
  },
  {
    name: 'max-entry-size',
    kind: 'size',
    placeholder: 'SIZE',
    summary: 'most that one file of the input may unpack to',
    fallback: LIMITS.maxEntryBytes,
  },
  {
    name: 'max-ratio',
    kind: 'count',
    placeholder: 'N',
    summary: 'most unpacked bytes for one packed byte, of what is large',
    fallback: LIMITS.maxRatio,
  },
  {
    name: 'max-name-length',
    kind: 'count',
    placeholder: 'N',
    summary: 'longest name in the input, in bytes',
    fallback: LIMITS.maxNameBytes,
  },
  {
    name: 'max-depth',
    kind: 'count',
    placeholder: 'N',
    summary: 'most folders inside folders of the input',
    fallback: LIMITS.maxDepth,
  },
];

/** `inspect` opens the input too. */
export const ARCHIVE_LIMIT_NAMES: readonly string[] = ARCHIVE_OPTIONS.map(({ name }) => name);

export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'report',
    kind: 'repeated',
    placeholder: 'FILE',
    summary: 'failing test report, - for standard input; repeatable; left out: the tests are run to get one',
    fallback: [],
  },
  {
    name: 'format',
    kind: 'text',
    placeholder: 'NAME',
    summary: 'format of the report (default: found out by content)',
    fallback: null,
  },
  {
    name: 'out',
    short: 'o',
    kind: 'text',
    placeholder: 'FILE',
    summary: 'repaired ZIP (default: <name>.fixed.zip beside the input)',
    fallback: null,
  },
  {
    name: 'providers',
    kind: 'list',
    placeholder: 'LIST',
    summary: 'sources of patches in the order of fallback; those without a key are left out',
    fallback: DEFAULTS.providers,
  },
  { name: 'offline', kind: 'switch', summary: 'the embedded engine alone: no network, no key', fallback: false },
  {
    name: 'model',
    kind: 'repeated',
    placeholder: 'PROVIDER=MODEL',
    summary: 'model for a provider, with successors after commas; repeatable',
    fallback: [],
    uncut: true,
  },
  {
    name: 'route',
    kind: 'choice',
    placeholder: 'ROUTE',
    choices: ROUTES,
    summary: 'how the order of the models is chosen',
    fallback: DEFAULTS.route,
  },
  {
    name: 'attempts',
    kind: 'count',
    placeholder: 'N',
    summary: 'rounds of asking the models',
    fallback: DEFAULTS.attempts,
  },
  {
    name: 'candidates',
    kind: 'count',
    placeholder: 'N',
    summary: 'answers asked for in one round',
    fallback: DEFAULTS.candidates,
  },
  {
    name: 'specification',
    kind: 'switch',
    summary: 'show the models the beginning of the specification or README',
    fallback: false,
  },
  {
    name: 'test-command',
    kind: 'text',
    placeholder: 'COMMAND',
    summary: 'command that runs the tests (default: found out)',
    fallback: null,
  },
  {
    name: 'install-command',
    kind: 'text',
    placeholder: 'COMMAND',
    summary: 'command that installs the project (default: found out)',
    fallback: null,
  },
  { name: 'install', kind: 'switch', negated: true, summary: 'do not install anything', fallback: true },
  {
    name: 'verify',
    kind: 'switch',
    negated: true,
    summary: 'patch without running a test; ends with exit code 7',
    fallback: true,
  },
  {
    name: 'max-cost',
    kind: 'amount',
    placeholder: 'USD',
    summary: 'most US dollars that the run may spend',
    fallback: null,
  },
  {
    name: 'max-tokens',
    kind: 'count',
    placeholder: 'N',
    summary: 'most tokens, in and out together',
    fallback: null,
  },
  { name: 'max-requests', kind: 'count', placeholder: 'N', summary: 'most requests to providers', fallback: null },
  {
    name: 'fresh',
    kind: 'switch',
    summary: 'ignore what earlier runs have left: quotas, models that are gone, kept answers',
    fallback: false,
  },
  {
    name: 'cache',
    kind: 'switch',
    negated: true,
    summary: 'ask again what an earlier run has had answered',
    fallback: DEFAULTS.cache,
  },
  {
    name: 'offline-time',
    kind: 'duration',
    placeholder: 'TIME',
    summary: 'how long the offline engine may search',
    fallback: DEFAULTS.offlineTimeMs,
  },
  {
    name: 'compete',
    kind: 'switch',
    summary: 'ask every source and take the likeliest plausible patch',
    fallback: false,
  },
  {
    name: 'repeat',
    kind: 'count',
    placeholder: 'N',
    summary: 'runs of the whole suite before any patch, and with it; flaky tests show',
    fallback: DEFAULTS.repeat,
  },
  {
    name: 'jobs',
    kind: 'count',
    placeholder: 'N',
    summary: 'candidates judged at a time; left out: by the machine, at most 4',
    fallback: null,
  },
  {
    name: 'timeout',
    kind: 'duration',
    placeholder: 'TIME',
    summary: 'limit of the whole run',
    fallback: DEFAULTS.timeoutMs,
  },
  {
    name: 'test-timeout',
    kind: 'duration',
    placeholder: 'TIME',
    summary: 'limit of one run of the tests',
    fallback: DEFAULTS.testTimeoutMs,
  },
  {
    name: 'sandbox',
    kind: 'choice',
    placeholder: 'MODE',
    choices: ['auto', 'require', 'none'],
    summary: 'containment of the project’s commands',
    fallback: DEFAULTS.sandbox,
  },
  ...ARCHIVE_OPTIONS,
  { name: 'allow-test-edits', kind: 'switch', summary: 'let a patch change tests', fallback: false },
  { name: 'allow-suspicious', kind: 'switch', summary: 'let a patch pass that looks like cheating', fallback: false },
  {
    name: 'allow',
    kind: 'repeated',
    placeholder: 'GLOB',
    summary: 'protected paths that a patch may touch',
    fallback: [],
  },
  { name: 'deny', kind: 'repeated', placeholder: 'GLOB', summary: 'paths that a patch must not touch', fallback: [] },
  { name: 'interactive', kind: 'switch', summary: 'ask for each hunk before it is verified', fallback: false },
  { name: 'dry-run', kind: 'switch', summary: 'everything but writing the result', fallback: false },
  { name: 'write', kind: 'switch', summary: 'folder input: apply the patch in place', fallback: false },
  { name: 'diff', kind: 'text', placeholder: 'FILE', summary: 'write the patch as a unified diff', fallback: null },
  { name: 'html', kind: 'text', placeholder: 'FILE', summary: 'write the evidence as an HTML page', fallback: null },
  { name: 'summary', kind: 'text', placeholder: 'FILE', summary: 'write a Markdown summary', fallback: null },
  {
    name: 'run-dir',
    kind: 'text',
    placeholder: 'FOLDER',
    summary: 'where run folders are made (default: the state folder)',
    fallback: null,
  },
  { name: 'json', kind: 'switch', summary: 'print one JSON document (autofix-result/1)', fallback: false },
  { name: 'events', kind: 'switch', summary: 'print progress as NDJSON events on standard error', fallback: false },
  { name: 'quiet', kind: 'switch', summary: 'no progress', fallback: false },
  { name: 'verbose', kind: 'switch', summary: 'more progress: every candidate', fallback: false },
  { name: 'color', kind: 'switch', negated: true, summary: 'no colours', fallback: true },
];

/** `test-command` → `AUTOFIX_TEST_COMMAND`; a switch that is on by default is set by its `NO_` form. */
export function environmentName(spec: OptionSpec): string {
  return `AUTOFIX_${spec.negated === true ? 'NO_' : ''}${spec.name.replaceAll('-', '_').toUpperCase()}`;
}

/** `test-command` → `testCommand`. */
export function configurationKey(spec: OptionSpec): string {
  return spec.name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** As commander wants it: `-o, --out <FILE>`. */
export function flagsOf(spec: OptionSpec): string {
  const short = spec.short === undefined ? '' : `-${spec.short}, `;
  if (spec.kind === 'switch') return `${short}--${spec.negated === true ? 'no-' : ''}${spec.name}`;
  return `${short}--${spec.name} <${spec.placeholder ?? 'VALUE'}>`;
}
