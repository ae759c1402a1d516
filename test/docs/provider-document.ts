import { PROVIDERS } from '../../src/llm/providers.ts';
import { rateLimitVariables } from '../../src/llm/rate-limits.ts';
import { type BreakerRule, REACTIONS, type Reaction } from '../../src/llm/reactions.ts';
import { MODELS, MODELS_AS_OF } from '../../src/llm/tables/models.ts';

const code = (text: string) => `\`${text}\``;
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The tables of docs/providers.md that follow from the registries, by the name of their place in the text. */
export const PROVIDER_TABLES: Readonly<Record<string, () => string>> = {
  providers: () =>
    table(
      ['name', 'key', 'models', 'address', 'limits a minute', 'package to install'],
      PROVIDERS.map((provider) => [
        code(provider.name),
        provider.keyVariables.map(code).join(' or ') || 'none',
        code(provider.modelVariable),
        provider.baseUrlVariable === null ? '-' : code(provider.baseUrlVariable),
        Object.values(rateLimitVariables(provider)).map(code).join(', '),
        provider.packages.map(code).join(', ') || 'none',
      ]),
    ),
  reactions: () =>
    table(
      ['class', 'tries again', 'changes the request', 'next key', 'then', 'left alone'],
      Object.entries(REACTIONS).map(([fault, reaction]) => [code(fault), ...reactionCells(reaction)]),
    ),
  prices: () =>
    `List prices in US dollars for a million tokens, as of ${MODELS_AS_OF}.\n\n${table(
      ['provider', 'model', 'window', 'in / out'],
      MODELS.map(({ provider, id, contextTokens, prices }) => [
        provider,
        code(id),
        String(contextTokens),
        prices.map(({ from, input, output }) => `${input} / ${output} from ${from}`).join('; ') || 'not known',
      ]),
    )}`,
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

const CHANGES: Readonly<Record<Reaction['adapt'], string>> = {
  no: '-',
  shrink: 'a smaller prompt, once',
  'more-room': 'more room and less thinking, once',
  'leave-out': 'without the refused part, once',
};

const WAYS_ON: Readonly<Record<Reaction['goOn'], string>> = {
  'next-provider': 'next provider',
  'next-model': 'next model, then next provider',
  'one-other-provider': 'one other provider',
  stop: 'the run ends',
};

function reactionCells({ retries, adapt, nextKey, goOn, breaker }: Reaction): string[] {
  const tries = retries === 0 ? 'no' : `${retries} time${retries === 1 ? '' : 's'}`;
  return [tries, CHANGES[adapt], nextKey ? 'yes' : '-', WAYS_ON[goOn], breakerWords(breaker)];
}

function breakerWords(rule: BreakerRule): string {
  switch (rule.kind) {
    case 'none':
      return '-';
    case 'run':
      return 'for the run';
    case 'repeated':
      return 'a minute, after two questions in a row';
    case 'told':
      return `as long as it says, else ${timeWords(rule.otherwiseMs)}`;
  }
}

function timeWords(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 1) return `${milliseconds / 1000} s`;
  if (minutes < 1440) return `${minutes} min`;
  return `${minutes / 1440} days`;
}

/** The text with every table put between its two marks. Throws when a mark is missing. */
export function withTables(text: string): string {
  return Object.entries(PROVIDER_TABLES).reduce((current, [name, render]) => {
    const [start, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
    const from = current.indexOf(start);
    const to = current.indexOf(end);
    if (from < 0 || to < from) throw new Error(`no place for the table ${name}`);
    return `${current.slice(0, from + start.length)}${render()}${current.slice(to)}`;
  }, text);
}
