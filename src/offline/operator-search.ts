import { liesBesideTests } from '../shared/project-path.ts';
import { remembered } from '../shared/remembered.ts';
import { familyOf } from '../syntax/languages.ts';
import { affinityOf } from './affinities.ts';
import type { CandidateStream, Proposal, StreamQueue } from './candidate-stream.ts';
import type { FailureClues } from './failure-clues.ts';
import { grammarFor } from './grammar/grammars.ts';
import type { Mutation, RegisteredOperator } from './operators/operator.ts';
import { REPAIR_OPERATORS } from './operators.ts';
import { findPlaces, type Place } from './places.ts';
import { priorOf } from './priors.ts';
import type { RepairContext } from './repair-context.ts';
import { type SearchFeedback, triedPlace } from './search-feedback.ts';

/** What a place gets that no failing test ran: what was measured may have missed it. */
const UNREACHED = 0.05;

/** What a place gets by which tests judge: nearly any change there pleases them. */
const JUDGING = 0.02;

/** What a file gets that no suspect names but that the failing tests reach. */
const UNSUSPECTED = 0.15;

/** What helps tests is seldom what has to be repaired. */
const HELPER = 0.02;

/** Of each operator what the failures make of its prior. */
const worthOf = remembered(
  (clues: FailureClues) =>
    new Map(REPAIR_OPERATORS.map(({ name }) => [name, priorOf(name) * affinityOf(name, clues)] as const)),
);

/** Puts one stream for each operator at each place of a file into the queue. Nothing is made before it is taken. */
export function addOperatorStreams(
  context: RepairContext,
  path: string,
  queue: StreamQueue,
  feedback: SearchFeedback,
): void {
  const grammar = grammarFor(familyOf(path));
  if (grammar === null) return;
  const taken = new Map<string, number>();
  const share = context.suspectFiles.includes(path) ? 1 : liesBesideTests(path) ? HELPER : UNSUSPECTED;
  const worth = worthOf(context.clues);
  for (const place of findPlaces(context, path, grammar)) {
    for (const operator of REPAIR_OPERATORS) {
      if (!operator.on.includes(place.site.view.kind)) continue;
      const prior = worth.get(operator.name) ?? 0;
      const weighted = prior * (0.3 + 0.7 * place.suspiciousness) + place.bonus;
      const base =
        weighted *
        share *
        (place.reached ? 1 : UNREACHED) *
        (place.isJudging && operator.judges !== true ? JUDGING : 1);
      const stream = new OperatorStream(operator, place, path, base, feedback, taken);
      queue.push(stream, base * (operator.topWeight ?? 1));
    }
  }
}

/** What an operator puts up at one place is little; one that comes too early would hide all behind it. */
function inFallingOrder(mutations: Iterable<Mutation>): Mutation[] {
  return [...mutations].sort((left, right) => (right.weight ?? 1) - (left.weight ?? 1));
}

class OperatorStream implements CandidateStream {
  readonly #operator: RegisteredOperator;
  readonly #place: Place;
  readonly #path: string;
  readonly #base: number;
  readonly #feedback: SearchFeedback;
  /** Candidates that each operator has put up for each line of the file. */
  readonly #taken: Map<string, number>;
  #mutations: Iterator<Mutation> | null = null;
  #pending: Mutation | null = null;

  constructor(
    operator: RegisteredOperator,
    place: Place,
    path: string,
    base: number,
    feedback: SearchFeedback,
    taken: Map<string, number>,
  ) {
    this.#operator = operator;
    this.#place = place;
    this.#path = path;
    this.#base = base;
    this.#feedback = feedback;
    this.#taken = taken;
  }

  score(): number | null {
    const { name, perLine } = this.#operator;
    if ((this.#taken.get(this.#cap) ?? 0) >= perLine) return null;
    // The registry's type forgets which views an operator takes; `addOperatorStreams` has looked.
    this.#mutations ??= inFallingOrder(this.#operator.mutate(this.#place.site as never))[Symbol.iterator]();
    if (this.#pending === null) {
      const next = this.#mutations.next();
      if (next.done === true) return null;
      this.#pending = next.value;
    }
    const { statementLine: line, functionLine } = this.#place;
    const place = triedPlace({ path: this.#path, line, functionLine });
    return this.#base * (this.#pending.weight ?? 1) * this.#feedback.factor(name, place);
  }

  take(): Proposal {
    const mutation = this.#pending;
    if (mutation === null) throw new Error('A stream was taken from without asking for its score.');
    this.#pending = null;
    this.#taken.set(this.#cap, (this.#taken.get(this.#cap) ?? 0) + 1);
    return {
      operator: this.#operator.name,
      rationale: mutation.rationale,
      edits: mutation.splices.map((splice) => ({ ...splice, path: this.#path })),
      path: this.#path,
      line: this.#place.statementLine,
      functionLine: this.#place.functionLine,
    };
  }

  get #cap(): string {
    return `${this.#operator.name} ${this.#place.line}`;
  }
}
