import { stringOrNull } from '../../shared/json.ts';
import { folderOf } from '../../shared/project-path.ts';
import { moduleFormatOf } from '../../syntax/module-format.ts';
import { modulesOf } from '../../syntax/project-modules.ts';
import type { SyntaxNode } from '../../syntax/syntax-types.ts';
import { commonJsEdits } from '../imports/to-commonjs.ts';
import { esModuleEdits, type WholeStyle } from '../imports/to-es-module.ts';
import type { RepairContext } from '../repair-context.ts';
import {
  FINDING_YIELD,
  type Finding,
  findingYield,
  type RepairRule,
  type RuleProposal,
  rankProposals,
} from './rule.ts';

/** What Node and the runners say of `import` and `export` in a file that they load as CommonJS. */
const NO_ES_MODULE =
  /Cannot use import statement outside a module|Unexpected token '?export|Must use import to load ES Module|require\(\) of ES Module/;

/** `require` in an ES module, `import` and `export` in a CommonJS one. */
export const moduleSystem: RepairRule = {
  name: 'module-system',
  summary: 'turns `require` into `import` and back where a file mixes the two up',
  *find(context, files) {
    const { text } = context.clues;
    const toImport = /\b(require|module|exports|__dirname|__filename) is not defined\b/.test(text);
    const toRequire = NO_ES_MODULE.test(text);
    for (const path of files) {
      const root = context.sources.tree(path)?.root;
      if (root === undefined || context.sources.family(path) !== 'javascript') continue;
      if (toRequire && !toImport) yield* asCommonJs(context, path, root);
      else if (!path.endsWith('.cjs')) yield* asEsModule(context, path, root, toImport);
    }
  },
};

function* asCommonJs(context: RepairContext, path: string, root: SyntaxNode): Generator<Finding> {
  const { sources } = context;
  const isCommonJs = moduleFormatOf(sources.project, path, sources.facts(path).imports) === 'commonjs';
  const proposal = asCommonJsProposal(path, root, isCommonJs ? 0.95 : 0.85);
  if (proposal.edits.length > 0) yield { path, line: 1, yield: FINDING_YIELD.named, proposals: () => [proposal] };
}

function asCommonJsProposal(path: string, root: SyntaxNode, confidence: number): RuleProposal {
  const rationale = `Write the imports and exports of ${path} as CommonJS, which is how it is loaded.`;
  return { operator: 'module-system', rationale, edits: commonJsEdits(path, root), confidence };
}

/** Not only where the runtime says so: loaders that take both give a circle of modules half empty, or no export. */
function* asEsModule(context: RepairContext, path: string, root: SyntaxNode, named: boolean): Generator<Finding> {
  const mixed = isMixed(context, path);
  const lacking = !named && context.clues.missingExports.size > 0 && isTakenForModule(context, path);
  if (!named && !mixed && !lacking) return;
  const written = (whole: WholeStyle) => esModuleEdits(context, path, root, whole);
  if (written('default').length === 0) return;
  const rationale = `Write the imports and exports of ${path} as an ES module's: it has no \`require\`.`;
  yield {
    path,
    line: 1,
    yield: named || lacking ? FINDING_YIELD.named : findingYield(context, path, false),
    proposals: () =>
      rankProposals(
        [
          ...(['default', 'namespace'] as const).map(
            (whole, rank): RuleProposal => ({
              operator: 'module-system',
              rationale,
              edits: written(whole),
              confidence: (mixed ? 0.95 : 0.85) - rank * 0.1,
            }),
          ),
          ...(named || !mixed ? [] : [asCommonJsProposal(path, root, 0.8)]),
        ],
        3,
      ),
  };
}

/** Whether a file writes both `import` or `export`, and `require` or `module.exports`, at its top level. */
function isMixed({ sources }: RepairContext, path: string): boolean {
  const { imports, exports } = sources.facts(path);
  const kinds = new Set([...imports, ...exports].map(({ commonJs }) => commonJs));
  return kinds.size === 2;
}

/** Written as CommonJS, in a package whose files are ES modules. */
function isTakenForModule({ sources }: RepairContext, path: string): boolean {
  const isCommonJs = sources.facts(path).exports.some(({ commonJs }) => commonJs);
  const type = stringOrNull(modulesOf(sources.project).packageFor(folderOf(path))?.manifest.type);
  return isCommonJs && (type === 'module' || path.endsWith('.mjs'));
}
