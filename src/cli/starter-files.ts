import { readFileSync } from 'node:fs';
import type { FolderPlan } from '../pipeline/plan-of-folder.ts';
import { packageVersion } from '../shared/package-version.ts';

/** A file that `autofix init` writes. */
export interface StarterFile {
  /** Below the folder of the project. */
  readonly path: string;
  readonly content: string;
}

/** CI systems for which there is a pipeline. */
export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** What a project needs to begin with. `plan`: null where its tests are not known. */
export function starterFiles(plan: FolderPlan | null, ci: CiSystem): StarterFile[] {
  const files = [{ path: 'autofix.config.yaml', content: configuration(plan) }];
  if (ci === 'github')
    files.push({ path: '.github/workflows/autofix.yml', content: filled('github-workflow.yml', plan) });
  if (ci === 'gitlab') files.push({ path: 'autofix.gitlab-ci.yml', content: filled('gitlab-ci.yml', plan) });
  return files;
}

function configuration(plan: FolderPlan | null): string {
  const found = plan === null ? 'not found out: say how' : `found out: ${plan.toolchain}`;
  const test = oneLine(plan?.test ?? 'npm test');
  return `# yaml-language-server: $schema=./node_modules/autofix/dist/cli/tables/config-schema.json
# Settings of \`autofix run\` in this folder; every option of its --help has a key here. \`autofix config\` shows where
# each value comes from.

# Most US dollars and requests that one run may spend.
maxCost: 0.5
maxRequests: 20

# Limit of a whole run.
timeout: 20m

# The command that runs the tests (${found}).
${plan === null ? '' : '# '}testCommand: ${JSON.stringify(test)}

# Paths that no patch may touch, besides tests, lock files and the like.
deny: []
`;
}

/** By the language of the tests: how a runner of GitHub gets it, and an image of GitLab that has it. */
const LANGUAGES: Readonly<Record<string, { readonly action: string | null; readonly image: string }>> = {
  javascript: { action: null, image: 'node:22-bookworm' },
  python: { action: 'actions/setup-python@v5', image: 'python:3.12-bookworm' },
  go: { action: 'actions/setup-go@v5', image: 'golang:1.24-bookworm' },
  java: { action: 'actions/setup-java@v4', image: 'maven:3-eclipse-temurin-21' },
  ruby: { action: 'ruby/setup-ruby@v1', image: 'ruby:3.3-bookworm' },
};

const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  python: ["python-version: '3.12'"],
  java: ['distribution: temurin', "java-version: '21'"],
  ruby: ["ruby-version: '3.3'"],
};

function filled(template: string, plan: FolderPlan | null): string {
  const language = plan?.language ?? 'javascript';
  const { action, image } = LANGUAGES[language] ?? { action: null, image: 'debian:bookworm' };
  const values: Readonly<Record<string, string>> = {
    SETUP: setUp(action, SETTINGS[language] ?? []),
    INSTALL: oneLine(plan?.install ?? 'true # nothing to install'),
    TEST: oneLine(plan?.test ?? 'npm test # the command that runs the tests'),
    PACKAGE: `autofix-${packageVersion()}.tgz`,
    IMAGE: image,
    NODE: image.startsWith('node:') ? '' : ' nodejs npm',
  };
  const text = readFileSync(new URL(`./tables/${template}`, import.meta.url), 'utf8');
  return text
    .replaceAll(/^@SETUP@\n/gm, values.SETUP ?? '')
    .replaceAll(/@([A-Z]+)@/g, (_, name: string) => values[name] ?? '');
}

function setUp(action: string | null, settings: readonly string[]): string {
  if (action === null) return '';
  const lines = settings.map((setting) => `          ${setting}\n`);
  return `      - uses: ${action}\n${lines.length === 0 ? '' : `        with:\n${lines.join('')}`}`;
}

/** A command out of the project must not become lines of its own. */
function oneLine(command: string): string {
  return command.replaceAll(/\s*\n\s*/g, '; ');
}
