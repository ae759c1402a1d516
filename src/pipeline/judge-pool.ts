import type { Judge } from './judge.ts';

/** A judge with a work copy of its own, in which one candidate is tried at a time. */
export interface JudgeTree {
  readonly judge: Judge;
  dispose(): Promise<void>;
}

/** Judges as many candidates at a time as it has trees. */
export interface JudgePool {
  readonly judge: Judge;
  dispose(): Promise<void>;
}

/**
 * A pool that begins another tree when all are busy, up to `most`; candidates wait for whichever is free first, which may well
 * be an old one. A tree that cannot be made (a full disk) is done without. The first tree is the one that is taken whenever it
 * is free: its process is warm.
 */
export function createJudgePool(
  first: JudgeTree,
  another: (number: number) => Promise<JudgeTree>,
  most: number,
): JudgePool {
  const pool = new Pool(first, another, most);
  return {
    judge: async (patch, task, signal) => {
      const tree = await pool.take();
      try {
        return await tree.judge(patch, task, signal);
      } finally {
        pool.giveBack(tree);
      }
    },
    dispose: () => pool.dispose(),
  };
}

class Pool {
  readonly #trees: JudgeTree[];
  readonly #idle: Set<JudgeTree>;
  readonly #another: (number: number) => Promise<JudgeTree>;
  readonly #waiting: ((tree: JudgeTree) => void)[] = [];
  readonly #most: number;
  readonly #underWay: Promise<void>[] = [];
  #hasFailed = false;

  constructor(first: JudgeTree, another: (number: number) => Promise<JudgeTree>, most: number) {
    this.#trees = [first];
    this.#idle = new Set([first]);
    this.#another = another;
    this.#most = most;
  }

  async take(): Promise<JudgeTree> {
    const idle = this.#trees.find((tree) => this.#idle.has(tree));
    if (idle !== undefined) {
      this.#idle.delete(idle);
      return idle;
    }
    if (!this.#hasFailed && 1 + this.#underWay.length < this.#most) this.#underWay.push(this.#make());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #make(): Promise<void> {
    try {
      const made = await this.#another(this.#underWay.length + 2);
      this.#trees.push(made);
      this.giveBack(made);
    } catch {
      this.#hasFailed = true;
    }
  }

  giveBack(tree: JudgeTree): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.add(tree);
    else next(tree);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#underWay);
    for (const tree of this.#trees) await tree.dispose();
  }
}
