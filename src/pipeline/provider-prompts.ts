import { buildPrompt } from '../context/build-prompt.ts';
import type { ModelProvider } from '../domain/model-provider.ts';
import type { Prompt } from '../domain/prompt.ts';
import type { RepairTask } from '../domain/repair-task.ts';
import { configuredProviders, type Environment } from '../llm/configured-providers.ts';
import { costOf, priceOf } from '../llm/model-facts.ts';
import { PROVIDERS } from '../llm/providers.ts';
import { secretsOf } from '../llm/secrets.ts';
import { PATCH_INSTRUCTIONS } from '../patch/patch-schema.ts';
import type { RepairOptions } from './repair-options.ts';

/** What one provider of the chain would be asked, and what that would cost. */
export interface ProviderPrompt {
  readonly provider: string;
  /** First of its models; null: none is named. */
  readonly model: string | null;
  /** Why it would be left out, e.g. that it has no key; null: it would be asked. */
  readonly leftOut: string | null;
  readonly budgetTokens: number;
  readonly prompt: Prompt;
  /** US dollars at list price for this prompt and an answer of `ANSWER_TOKENS`; null: see `costReason`. */
  readonly estimatedCostUsd: number | null;
  readonly costReason: string | null;
}

/** A usual answer: analysis, a few edits, explanation. */
export const ANSWER_TOKENS = 600;

/** The prompts for the models of the chain, in its order. Calls nobody. Throws an `AutofixError` for an unknown name. */
export async function providerPrompts(
  task: RepairTask,
  options: Pick<RepairOptions, 'providers' | 'models' | 'specification'>,
  environment: Environment,
  now: number,
): Promise<ProviderPrompt[]> {
  const byBudget = new Map<number, Prompt>();
  const prompts: ProviderPrompt[] = [];
  const secrets = secretsOf(environment);
  for (const target of targets(options, environment)) {
    const budgetTokens = target.provider.promptBudgetTokens;
    const known = byBudget.get(budgetTokens);
    const specification = options.specification;
    const prompt =
      known ??
      (await buildPrompt({
        task,
        history: [],
        budgetTokens,
        replyInstructions: PATCH_INSTRUCTIONS,
        specification,
        secrets,
      }));
    byBudget.set(budgetTokens, prompt);
    const { model, leftOut } = target;
    prompts.push({
      provider: target.provider.name,
      model,
      leftOut,
      budgetTokens,
      prompt,
      ...cost(target, prompt, now),
    });
  }
  return prompts;
}

interface Target {
  readonly provider: ModelProvider;
  readonly model: string | null;
  readonly leftOut: string | null;
  /** Whether it is asked at an address of the user's, where the list price means nothing. */
  readonly hasOwnAddress: boolean;
}

/** The models in the order asked for; without any the first of the registry, so that there is a prompt to look at. */
function targets(
  { providers, models }: Pick<RepairOptions, 'providers' | 'models'>,
  environment: Environment,
): Target[] {
  const { configured, leftOut } = configuredProviders(providers, environment, models);
  const found: Target[] = [
    ...configured.map(({ provider, models: [model = null], baseUrl }) => ({
      provider,
      model,
      leftOut: null,
      hasOwnAddress: provider.name === 'openai' && baseUrl !== null,
    })),
    ...leftOut.map(({ provider, reason }) => {
      const named = models[provider.name]?.[0] ?? environment[provider.modelVariable]?.split(',')[0]?.trim();
      const model = named || (provider.defaultModels[0] ?? null);
      return { provider, model, leftOut: reason, hasOwnAddress: false };
    }),
  ];
  const position = ({ provider }: Target) =>
    providers.findIndex((name) => name === provider.name || name.startsWith(`${provider.name}:`));
  found.sort((left, right) => position(left) - position(right));
  const [first] = PROVIDERS;
  if (found.length > 0 || first === undefined) return found;
  const leftOutReason = 'no model is asked: the offline engine needs no prompt';
  return [{ provider: first, model: first.defaultModels[0] ?? null, leftOut: leftOutReason, hasOwnAddress: false }];
}

function cost(
  { provider, model, hasOwnAddress }: Target,
  prompt: Prompt,
  now: number,
): Pick<ProviderPrompt, 'estimatedCostUsd' | 'costReason'> {
  if (model === null) return { estimatedCostUsd: null, costReason: 'no model is named' };
  if (hasOwnAddress) return { estimatedCostUsd: null, costReason: 'what a server of your own costs is not known' };
  const price = priceOf(provider.name, model, now);
  if (price === null) return { estimatedCostUsd: null, costReason: `the list price of ${model} is not known` };
  const dollars = costOf(price, prompt.tokens, ANSWER_TOKENS);
  return { estimatedCostUsd: Math.round(dollars * 1e6) / 1e6, costReason: null };
}
