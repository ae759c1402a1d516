import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hold, Sandbox } from '../domain/sandbox.ts';
import type { TestResult } from '../domain/test-report.ts';
import type { ToolchainPlan } from '../domain/toolchain.ts';
import type { WarmAnswer, WarmRequest, WarmTarget } from '../domain/warm-judging.ts';
import { warmCommand } from '../toolchain/warm-command.ts';
import type { WarmTests } from './warm-tests.ts';

export interface WarmSurroundings {
  readonly sandbox: Sandbox;
  readonly plan: ToolchainPlan;
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
  /** Whether failing tests do not end; left out: they do. */
  readonly hangs?: boolean;
}

/** Seconds for the unchanged sources, of which some tests do not end. */
const HANGING_PATIENCE = 1;

/** The process may live as long as any search. */
const LONGEST_LIFE_MS = 3_600_000;

/** A warm process of the project's test runner. It ends with `end`, with the run, or by itself. */
export class WarmProcess {
  readonly #ending = new AbortController();
  readonly #marker = `\u0002${randomBytes(8).toString('hex')} `;
  readonly #surroundings: WarmSurroundings;
  #send: (line: string) => void = () => {};
  #hold: Hold | null = null;
  #waiting: ((answer: WarmAnswer | null) => void) | null = null;
  #unread: WarmAnswer[] = [];
  #hasEnded = false;
  #life: Promise<void> = Promise.resolve();

  constructor(surroundings: WarmSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Starts it for these tests; its first answer, or null when it did not come up in time. */
  async start(
    workspace: string,
    { failing, guards, others }: WarmTests,
    timeoutMs: number,
  ): Promise<WarmAnswer | null> {
    const targets = targetsOf(failing);
    if (targets.length !== failing.length) return null;
    const { sandbox, plan, scratchFolder, signal, hangs = false } = this.#surroundings;
    const nonce = randomBytes(8).toString('hex');
    const folder = join(scratchFolder, nonce);
    const scratch = { folder: sandbox.scratchRoot(folder), nonce };
    const settings = {
      root: sandbox.workspaceRoot(workspace),
      marker: this.#marker,
      targets,
      guards: targetsOf(guards),
      ...(hangs ? { patience: HANGING_PATIENCE } : {}),
      others: targetsOf(others),
    };
    const cold = plan.test({ kind: 'tests', tests: failing }, scratch);
    const command = warmCommand(plan.toolchain, cold, settings, scratch);
    if (command === null) return null;
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(command.supportFiles)) writeFileSync(join(folder, name), content);
    const { argv, cwd, env } = command;
    this.#life = sandbox
      .run({
        ...{ argv, cwd, env, workspace, scratch: folder, network: false, timeoutMs: LONGEST_LIFE_MS },
        signal: AbortSignal.any([signal, this.#ending.signal]),
        dialogue: { started: (send, hold) => this.#begin(send, hold), line: (text) => this.#take(text) },
      })
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        this.#hasEnded = true;
        this.#waiting?.(null);
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      });
    return this.#next(timeoutMs);
  }

  /** Its answer to a candidate; null when it has ended or did not answer in time, and is of no more use. */
  async ask(request: WarmRequest, timeoutMs: number): Promise<WarmAnswer | null> {
    if (this.#hasEnded) return null;
    this.#send(JSON.stringify(request));
    return this.#next(timeoutMs);
  }

  /**
   * Does something with the work copy while no process of this one moves: whatever is put in the way of a file there while we
   * write could lead us anywhere. Where they cannot be held they are ended.
   */
  async held<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = this.#hasEnded ? null : ((await this.#hold?.()) ?? null);
    if (release === null) await this.end();
    try {
      return await work();
    } finally {
      release?.();
    }
  }

  hasEnded(): boolean {
    return this.#hasEnded;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#life;
  }

  #begin(send: (line: string) => void, hold: Hold | undefined): void {
    this.#send = send;
    this.#hold = hold ?? null;
  }

  #take(line: string): void {
    const at = line.indexOf(this.#marker);
    if (at < 0) return;
    let answer: WarmAnswer;
    try {
      answer = JSON.parse(line.slice(at + this.#marker.length));
    } catch {
      return;
    }
    if (this.#waiting === null) this.#unread.push(answer);
    else this.#waiting(answer);
  }

  #next(timeoutMs: number): Promise<WarmAnswer | null> {
    const unread = this.#unread.shift();
    if (unread !== undefined) return Promise.resolve(unread);
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((resolve) => {
      const settle = (answer: WarmAnswer | null) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(answer);
      };
      const timer = setTimeout(() => settle(null), timeoutMs);
      this.#waiting = settle;
    });
  }
}

function targetsOf(tests: readonly TestResult[]): WarmTarget[] {
  return tests.flatMap(({ file, namePath }) => (file === null ? [] : [{ file, namePath }]));
}
