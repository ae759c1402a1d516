import type { OptionalField } from '../../domain/model-provider.ts';
import { ProviderError } from '../../domain/provider-error.ts';
import { modelFacts } from '../model-facts.ts';
import { REACTIONS } from '../reactions.ts';
import { type ModelCall, type Policy, UNMADE_PROMPT } from './model-call.ts';

/** A prompt below this cannot hold a failing test and the code it is about. */
const SMALLEST_PROMPT_TOKENS = 600;

/** What a model has taught about itself during this run: the next question is made to fit at once. */
interface Lesson {
  readonly budgetTokens?: number;
  readonly maxOutputTokens?: number;
  readonly thinking?: 'least';
  readonly without?: readonly OptionalField[];
}

/**
 * Makes the prompt for the budget, and makes a request again with what the provider objected to changed, once for each kind of objection: a smaller prompt,
 * more room for the answer with less thinking, or without an optional part.
 */
export function adaptation(): Policy {
  const lessons = new Map<string, Lesson>();
  return (next) => async (asked) => {
    const name = `${asked.configured.provider.name} ${asked.model}`;
    let call = await applied(asked, lessons.get(name) ?? {});
    const done = new Set<string>();
    for (;;) {
      try {
        return await next(call);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const objection = `${error.fault} ${error.refusedField ?? ''}`;
        const lesson = done.has(objection) ? null : lessonOf(error, call);
        if (lesson === null) throw error;
        done.add(objection);
        // A cut answer says something about this question only; the other lessons hold for the model.
        if (error.fault !== 'truncated') lessons.set(name, { ...lessons.get(name), ...lesson });
        call = await applied(call, lesson);
      }
    }
  };
}

function lessonOf(error: ProviderError, call: ModelCall): Lesson | null {
  const { adapt } = REACTIONS[error.fault];
  if (adapt === 'shrink') return smallerPrompt(error, call);
  if (adapt === 'more-room') return moreRoom(call);
  if (adapt === 'leave-out' && error.refusedField !== null && !call.without.includes(error.refusedField)) {
    return { without: [...call.without, error.refusedField] };
  }
  return null;
}

/** Half the prompt; a told limit is kept as well, with prompt and answer both counted where they share one. */
function smallerPrompt(error: ProviderError, call: ModelCall): Lesson | null {
  const shared = call.configured.provider.sharedRoomTokens !== null;
  const limit = error.tokenLimit ?? Number.POSITIVE_INFINITY;
  const answer = shared ? Math.min(call.maxOutputTokens, Math.floor(limit * 0.35)) : call.maxOutputTokens;
  const room = shared ? (limit - answer) * 0.75 : limit * 0.75;
  const budgetTokens = Math.floor(Math.min(call.budgetTokens / 2, room));
  return budgetTokens < SMALLEST_PROMPT_TOKENS ? null : { budgetTokens, maxOutputTokens: answer };
}

/** Twice the room, as far as the model is known to go; where the prompt shares it, the prompt gives way by half. */
function moreRoom(call: ModelCall): Lesson | null {
  const { name: provider, sharedRoomTokens } = call.configured.provider;
  const largest = modelFacts(provider, call.model)?.maxOutputTokens ?? call.maxOutputTokens;
  const doubled = Math.min(call.maxOutputTokens * 2, largest);
  if (sharedRoomTokens === null) return { maxOutputTokens: doubled, thinking: 'least' };
  const budgetTokens = Math.floor(call.budgetTokens / 2);
  if (budgetTokens < SMALLEST_PROMPT_TOKENS) return null;
  return { budgetTokens, maxOutputTokens: Math.min(doubled, sharedRoomTokens - budgetTokens), thinking: 'least' };
}

async function applied(call: ModelCall, lesson: Lesson): Promise<ModelCall> {
  const window = modelFacts(call.configured.provider.name, call.model)?.contextTokens ?? Number.POSITIVE_INFINITY;
  const budgetTokens = Math.min(call.budgetTokens, lesson.budgetTokens ?? window, window - call.maxOutputTokens);
  const isMade = call.prompt !== UNMADE_PROMPT && budgetTokens === call.budgetTokens;
  return {
    ...call,
    prompt: isMade ? call.prompt : await call.promptFor(budgetTokens),
    budgetTokens,
    maxOutputTokens: lesson.maxOutputTokens ?? call.maxOutputTokens,
    thinking: lesson.thinking ?? call.thinking,
    without: lesson.without ?? call.without,
  };
}
