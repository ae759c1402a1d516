import type { ArchiveLimits } from '../archive/archive-limits.ts';
import type { Route } from '../llm/routes.ts';

export type SandboxMode = 'auto' | 'require' | 'none';

/** Everything a run can be told; the command line fills it from flags, environment, configuration and defaults. */
export interface RepairOptions {
  /** ZIP file, folder, or `-` for a ZIP on standard input. */
  readonly input: string;
  /** Report files, `-` for standard input; none: the tests are run to get one. */
  readonly reports: readonly string[];
  /** Name of the report format; null: detect by content. */
  readonly reportFormat: string | null;
  /** Target ZIP; null: `<name>.fixed.zip` beside the input. */
  readonly out: string | null;
  /** Names in the order of fallback, `offline` included. */
  readonly providers: readonly string[];
  /** Model lists by provider, first choice first. */
  readonly models: Readonly<Record<string, readonly string[]>>;
  /** How the order of the models among themselves is chosen. */
  readonly route: Route;
  /** Rounds of asking the models, each told what went wrong before. */
  readonly attempts: number;
  /** Answers asked for in one round. */
  readonly candidates: number;
  /** Whether the models are shown the beginning of the project's specification or README. */
  readonly specification: boolean;
  readonly testCommand: string | null;
  readonly installCommand: string | null;
  readonly install: boolean;
  /** False: patch without running a test; the run ends as `awaiting-verification`. */
  readonly verify: boolean;
  /** US dollars. */
  readonly maxCostUsd: number | null;
  /** Input and output tokens together. */
  readonly maxTokens: number | null;
  readonly maxRequests: number | null;
  /** True: what is remembered of providers (quotas, gone models) is ignored. */
  readonly fresh: boolean;
  /** True: an answer to the very same question is taken from an earlier run. */
  readonly cache: boolean;
  readonly offlineTimeMs: number;
  /** True: every source of candidates is asked, and the likeliest plausible patch wins, by the rules of one search. */
  readonly compete: boolean;
  /** How often the whole suite is run without a patch, and with the one that was found: to find out flaky tests. */
  readonly repeat: number;
  /** How many candidates are judged at a time; null: by the machine. */
  readonly jobs: number | null;
  /** Limit of the whole run. */
  readonly timeoutMs: number;
  /** Limit of one run of the tests or of the installation. */
  readonly testTimeoutMs: number;
  readonly sandbox: SandboxMode;
  /** Beyond which the input is refused. */
  readonly archiveLimits: ArchiveLimits;
  readonly allowTestEdits: boolean;
  readonly allowSuspicious: boolean;
  /** Globs of protected paths that a patch may touch all the same. */
  readonly allow: readonly string[];
  /** Globs of paths that a patch must not touch. */
  readonly deny: readonly string[];
  /** True: everything but writing the outputs. */
  readonly dryRun: boolean;
  /** Folder input: apply the patch in place. */
  readonly write: boolean;
  readonly diffFile: string | null;
  readonly htmlFile: string | null;
  readonly summaryFile: string | null;
  /** Folder in which the run folder is made. */
  readonly runsFolder: string;
  /** Folder with what is remembered between runs. */
  readonly stateFolder: string;
}
