import { buildPrompt } from '../context/build-prompt.ts';
import type { CandidatePatch } from '../domain/candidate-patch.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import type { ReadAnswer } from '../llm/answer-reader.ts';
import type { StructuredAnswer } from '../llm/chain-answer.ts';
import type { ModelChain } from '../llm/model-chain.ts';
import { type PatchReply, parsePatchReply } from '../patch/patch-reply.ts';
import { PATCH_INSTRUCTIONS, PATCH_SCHEMA } from '../patch/patch-schema.ts';
import { REVIEW_POLICY } from './reviewed-search.ts';

export interface ModelGeneratorSettings {
  readonly name: string;
  readonly firstName?: string;
  readonly chain: ModelChain;
  /** Rounds over the whole run; a round that brought a partial repair counts too. */
  readonly attempts: number;
  /** Answers in one round. */
  readonly candidates: number;
  /** Whether prompts bring the beginning of the project's specification or README. */
  readonly specification?: boolean;
  /** Secrets of the person who runs it, which no prompt may hold. */
  readonly secrets?: readonly string[];
  /** Told how many secrets each prompt masks. */
  readonly onMasked?: (masked: number) => void;
}

/** The models as a source of candidates: one prompt a round, with what became of the earlier rounds. */
export function modelGenerator(settings: ModelGeneratorSettings): PatchGenerator {
  let rounds = 0;
  return {
    name: settings.name,
    firstName: settings.firstName ?? settings.name,
    async *generate(task, history, signal) {
      // Whoever sends a repair back has asked for one more round.
      while (rounds < settings.attempts + sentBackCount(history)) {
        rounds++;
        const asked: { readonly answer: Answer; readonly patch: CandidatePatch }[] = [];
        try {
          for (let left = settings.candidates - 1; left >= 0; left--) {
            const answer = await askOnce(settings, task, history, signal);
            const answered = toCandidate(answer);
            const patch = left > 0 && answered.noPatch === undefined ? { ...answered, moreToCome: true } : answered;
            asked.push({ answer, patch });
            yield patch;
            if (patch.noPatch?.kind === 'cannot-fix') return;
          }
        } finally {
          // An answer with more to come is judged while the next one is asked for.
          for (const { answer, patch } of asked) if (wasOfNoUse(patch, history)) await settings.chain.reject(answer);
        }
      }
    },
  };
}

function askOnce(
  settings: ModelGeneratorSettings,
  task: RepairTask,
  history: readonly JudgedPatch[],
  signal: AbortSignal,
): Promise<Answer> {
  const { specification = false, secrets = [], onMasked = () => {} } = settings;
  const promptFor = async (budgetTokens: number) => {
    const prompt = await buildPrompt({
      task,
      history,
      budgetTokens,
      replyInstructions: PATCH_INSTRUCTIONS,
      specification,
      secrets,
    });
    if (prompt.masked > 0) onMasked(prompt.masked);
    return prompt;
  };
  return settings.chain.generateStructured(promptFor, PATCH_SCHEMA, signal, readPatchReply);
}

type Answer = StructuredAnswer<UsablePatchReply>;

type UsablePatchReply = Exclude<PatchReply, { readonly kind: 'invalid' }>;

/** A reply in another form than the asked one is of use all the same; only what cannot be read is asked for again. */
function readPatchReply(text: string): ReadAnswer<UsablePatchReply> {
  const reply = parsePatchReply(text);
  return reply.kind === 'invalid' ? { kind: 'problem', problem: reply.reason } : { kind: 'value', value: reply };
}

function sentBackCount(history: readonly JudgedPatch[]): number {
  return history.filter(({ verdict }) => verdict.kind === 'refused' && verdict.policy === REVIEW_POLICY).length;
}

/** The next run shall not be given an answer that this one could not use. */
function wasOfNoUse(patch: CandidatePatch, history: readonly JudgedPatch[]): boolean {
  const verdict = history.find((judged) => judged.patch === patch)?.verdict.kind;
  return verdict !== undefined && verdict !== 'plausible' && verdict !== 'partial';
}

function toCandidate(answer: Answer): CandidatePatch {
  const { provider, model, inputTokens, outputTokens, costUsd, latencyMs, value: reply } = answer;
  const common = {
    origin: { kind: 'llm', provider, model },
    cost: { inputTokens, outputTokens, costUsd, latencyMs },
  } as const;
  if (reply.kind === 'patch') return { ...common, edits: reply.edits, rationale: reply.rationale };
  return { ...common, edits: [], rationale: '', noPatch: { kind: 'cannot-fix', reason: reply.reason } };
}
