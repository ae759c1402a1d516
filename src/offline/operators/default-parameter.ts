import { namedChildrenOf } from '../../syntax/nodes.ts';
import type { FunctionView } from '../grammar/node-view.ts';
import { inserted, type OperatorSite, quoted, type RepairOperator } from './operator.ts';

const NAMED_WEIGHT = 5;

export const defaultParameter: RepairOperator<'function'> = {
  name: 'default-parameter',
  summary: 'gives a parameter that callers leave out a default value',
  on: ['function'],
  perLine: 8,
  topWeight: NAMED_WEIGHT,
  *mutate(site) {
    const { view, grammar, clues } = site;
    const list = view.node.childForFieldName('parameters');
    if (list === null || grammar.language === 'java') return;
    const isPython = grammar.language === 'python';
    const missing = missingIn(clues.text);
    if (isPython ? missing.size === 0 : !clues.nothing) return;
    const parameters = namedChildrenOf(list).filter(({ type }) => type !== 'comment');
    const last = parameters.at(-1);
    const bare = isPython ? parameters : last === undefined ? [] : [last];
    for (const parameter of bare) {
      const name = (parameter.childForFieldName('pattern') ?? parameter).text;
      const isNamed = missing.has(name) || new RegExp(`of '${name}' as it is undefined`).test(clues.text);
      if (!/^(identifier|required_parameter|object_pattern)$/.test(parameter.type)) continue;
      if (parameter.childForFieldName('value') !== null || (isPython && !isNamed)) continue;
      for (const [rank, value] of valuesFor(site, name).entries()) {
        yield {
          splices: [inserted(parameter.endIndex, isPython ? `=${value}` : ` = ${value}`)],
          rationale: `Take \`${value}\` where ${quoted(parameter)} is left out.`,
          weight: (isNamed ? NAMED_WEIGHT : 1) * 0.7 ** rank,
        };
      }
    }
  },
};

/** Parameters that Python says a call lacks. */
function missingIn(text: string): ReadonlySet<string> {
  const found = [...text.matchAll(/missing \d+ required (?:positional|keyword-only) arguments?: ([^\n]+)/g)];
  return new Set(found.flatMap(([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name)));
}

function valuesFor({ view, grammar, kindOfName }: OperatorSite<FunctionView>, name: string): readonly string[] {
  const isObject =
    name.startsWith('{') || new RegExp(`(?:=\\s*|\\.\\.\\.)${name}\\b|\\b${name}\\.`).test(view.node.text);
  if (grammar.language === 'python')
    return kindOfName(name) === 'number' ? ['0', '1', 'None'] : ['None', "''", '()', '0'];
  if (kindOfName(name) === 'number') return ['0', '1'];
  return isObject ? ['{}', '[]', "''"] : ['[]', '{}', '0'];
}
