import { type CompileError, compileErrorsOf, type JavaSurroundings } from '../javac/compile-error.ts';
import { javaClassesOf } from '../javac/java-classes.ts';
import { REMEDIES } from '../javac/remedies.ts';
import { FINDING_YIELD, type Finding, type RepairRule, type RuleProposal, rankProposals } from './rule.ts';

const MOST_PROPOSALS = 8;

/** What javac refuses: it says where, and mostly what. */
export const compilerErrors: RepairRule = {
  name: 'compiler-errors',
  summary: 'repairs what javac refuses: names, imports, types, exceptions, returns, modifiers, punctuation',
  languages: ['java'],
  *find(context, files) {
    const errors = compileErrorsOf(context);
    if (errors.length === 0 || files.length === 0) return;
    const { sources } = context;
    const java: JavaSurroundings = {
      sources,
      get classes() {
        return javaClassesOf(sources);
      },
    };
    const told = new Set<string>();
    for (const error of errors) {
      const isOurs = files.includes(error.path) || files[0] === context.suspectFiles[0];
      const key = `${error.path}:${error.line}:${error.head}:${error.symbol?.name}`;
      if (!isOurs || told.has(key)) continue;
      told.add(key);
      yield {
        path: error.path,
        line: error.line,
        ...(error.symbol === null ? {} : { misses: error.symbol.name }),
        yield: FINDING_YIELD.named,
        proposals: () => proposalsFor(error, java),
      } satisfies Finding;
    }
  },
};

function proposalsFor(error: CompileError, java: JavaSurroundings): RuleProposal[] {
  const made: RuleProposal[] = [];
  for (const remedy of REMEDIES) {
    const found = remedy.on.exec(error.head);
    if (found !== null) made.push(...remedy.propose(error, java, found));
  }
  const isChange = ({ edits }: RuleProposal) =>
    edits.some(({ path, start, end, replacement }) => java.sources.text(path)?.slice(start, end) !== replacement);
  return rankProposals(made.filter(isChange), MOST_PROPOSALS);
}
