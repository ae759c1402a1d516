import type { OutputFormat } from '../domain/output-format.ts';
import type { RepairOutcome } from '../domain/repair-outcome.ts';
import { MASK } from '../shared/masked-secret.ts';
import type { ChangedBlock } from './changed-blocks.ts';
import { type Finding, findingsOf } from './findings.ts';

const RULES = [
  {
    id: 'autofix/repair',
    shortDescription: { text: 'Lines that a repair changes' },
    help: { text: 'The failing tests pass with this change. Read it before it is merged.' },
  },
  {
    id: 'autofix/suspect',
    shortDescription: { text: 'Where the fault of failing tests may be' },
    help: { text: 'Ranked from stack frames, names, imports and coverage of the tests that still fail.' },
  },
];

const LEVELS = { repair: 'error', suspect: 'warning' } as const;

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), with the repair as fixes that a viewer can apply. */
export const sarifOutput: OutputFormat = {
  name: 'sarif',
  summary: 'SARIF 2.1.0: the changed lines with their fixes, and the suspects of what still fails',
  fileName: 'autofix.sarif',
  render: (outcome) => `${JSON.stringify(sarifLog(outcome), null, 2)}\n`,
};

function sarifLog(outcome: RepairOutcome) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: { driver: { name: 'autofix', rules: RULES } },
        columnKind: 'utf16CodeUnits' as const,
        results: findingsOf(outcome).map(resultOf),
      },
    ],
  };
}

function resultOf({ kind, file, startLine, endLine, message, block }: Finding) {
  const artifactLocation = { uri: uriOf(file) };
  return {
    ruleId: `autofix/${kind}`,
    level: LEVELS[kind],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine, endLine } } }],
    ...(block === null || block.isNewFile || hidesSecret(block)
      ? {}
      : { fixes: [fixOf(artifactLocation, block, message)] }),
  };
}

/** A viewer that applied it would write the mask into the file. */
function hidesSecret({ removed, added }: ChangedBlock): boolean {
  return [...removed, ...added].some((line) => line.includes(MASK));
}

/** Whole lines: from the first column of the first one to the first column of the one after the last. */
function fixOf(artifactLocation: { readonly uri: string }, block: ChangedBlock, message: string) {
  const { startLine, removed, added } = block;
  const deletedRegion = { startLine, startColumn: 1, endLine: startLine + removed.length, endColumn: 1 };
  const text = added.map((line) => `${line}\n`).join('');
  const replacement = text === '' ? { deletedRegion } : { deletedRegion, insertedContent: { text } };
  const change = { artifactLocation, replacements: only(replacement) };
  return { description: { text: message }, artifactChanges: only(change) };
}

/** The schema asks for at least one. */
function only<Item>(item: Item): [Item] {
  return [item];
}

/** A relative reference by RFC 3986; a viewer resolves it against the repository. */
function uriOf(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
