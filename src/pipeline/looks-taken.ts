import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { RepairTask } from '../domain/repair-task.ts';

/** How long a candidate is waited for: most that do not end soon never end, and those that do may have a second look. */
export type Patience = 'short' | 'long';

/** Which candidates the judges of a search have looked at, and for how long: one that is offered again gets a long look. */
export class LooksTaken {
  readonly #taken = new WeakMap<CandidatePatch, Patience>();
  readonly #provisional = new WeakSet<CandidatePatch>();
  readonly #repaired = new WeakSet<RepairTask>();

  /** What the candidate is to have now; null when it has had the long look. */
  next(patch: CandidatePatch): Patience | null {
    const taken = this.#taken.get(patch);
    if (taken === undefined) return 'short';
    return taken === 'short' ? 'long' : null;
  }

  /** What the warm process says of a candidate that repairs something goes as long as nothing is built upon it. */
  noteProvisional(patch: CandidatePatch): void {
    this.#provisional.add(patch);
  }

  tookProvisionally(patch: CandidatePatch): boolean {
    return this.#provisional.has(patch);
  }

  /** A repair of all failures of a task is known. */
  noteRepaired(task: RepairTask): void {
    this.#repaired.add(task);
  }

  areRepaired(task: RepairTask): boolean {
    return this.#repaired.has(task);
  }

  note(patch: CandidatePatch, patience: Patience): void {
    this.#taken.set(patch, patience);
  }
}
