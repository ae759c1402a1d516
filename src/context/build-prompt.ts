import type { Prompt, PromptPiece } from '../domain/prompt.ts';
import type { JudgedPatch, RepairTask } from '../domain/repair-task.ts';
import { withTestFiles } from '../shared/test-files.ts';
import { estimateTokens } from '../shared/tokens.ts';
import { cleanGroups, cleanHistory, cleanSuspects } from './clean-task.ts';
import { failurePieces, groupFailures, leadingTests } from './failure-pieces.ts';
import { type Fence, fenceFor, inLabel } from './fence.ts';
import { attemptFacts, historyPieces } from './history-pieces.ts';
import { knownSecrets } from './known-secrets.ts';
import { outlinePieces } from './outline-pieces.ts';
import { codeLabel, fenced, type Packed, pack } from './packer.ts';
import { type Piece, SECTIONS, type Section } from './pieces.ts';
import { countMasks, createSecretMasker } from './secret-masker.ts';
import { createSourceReader, type SourceReader } from './source-reader.ts';
import { specificationPiece } from './specification-piece.ts';
import { createTextStabilizer } from './stable-text.ts';
import { suspectList, suspectPieces } from './suspect-pieces.ts';
import { systemPrompt } from './system-prompt.ts';
import { testPieces } from './test-pieces.ts';

export interface PromptInput {
  readonly task: RepairTask;
  readonly history: readonly JudgedPatch[];
  /** Most tokens that system and user text may take together, as `estimateTokens` counts. */
  readonly budgetTokens: number;
  /** How the answer must look, word for word; comes last in the system text. */
  readonly replyInstructions: string;
  /** Whether to include an excerpt of the project's specification or README. */
  readonly specification?: boolean;
  /** What besides the project's own secrets must not be told: those of the person who runs it. */
  readonly secrets?: readonly string[];
}

const CHARACTERS_PER_TOKEN = 4;
/** Headings and the closing sentence. */
const FRAME_CHARACTERS = 620;
/** A failure and the top suspect are said even when the budget has no room left for them. */
const LEAST_CHARACTERS = 1600;

const HEADINGS: Readonly<Record<Section, string>> = {
  failures: '# Failing tests',
  tests: '# Code of the failing tests (read only)',
  suspects: '# Where the fault may be',
  source: '# Code of the program',
  outline: '# Around it, in outline',
  specification: '# What the program is for',
  history: '# Earlier attempts, judged by running the tests: do not repeat them',
};

/**
 * Builds the prompt for one request: pieces with a price, of which the most useful fill the budget. The same input gives
 * the same bytes. Only a budget that has no room for the rules, one failure and one suspect is exceeded.
 */
export async function buildPrompt(input: PromptInput): Promise<Prompt> {
  const { task, budgetTokens, replyInstructions } = input;
  const reader = createSourceReader(task.project, createSecretMasker(knownSecrets(task.project, input.secrets)));
  const overhead = systemPrompt('0'.repeat(10), replyInstructions).length + FRAME_CHARACTERS;
  const budget = Math.max(LEAST_CHARACTERS, budgetTokens * CHARACTERS_PER_TOKEN - overhead);
  const pieces = await piecesFor(reader, input, budget);
  const paths = [...task.project.entries.keys()].sort();
  const fence = fenceFor(paths.join('\n'), [...pieces.map(textOf), ...paths]);
  let prompt = render(pack(pieces, budget), fence, replyInstructions);
  // Prices are estimates from above; should one have been too low after all, pack again with less.
  for (let less = budget * 0.95; prompt.tokens > budgetTokens && less > LEAST_CHARACTERS; less *= 0.95)
    prompt = render(pack(pieces, less), fence, replyInstructions);
  return prompt;
}

async function piecesFor(reader: SourceReader, input: PromptInput, budget: number): Promise<Piece[]> {
  const { leading, groups, suspects, history } = await cleaned(reader, input);
  const listed = await suspectList(reader, suspects, Math.max(3, Math.floor(budget / 1200)));
  const pieces: (Piece | null)[] = [
    ...(await failurePieces(reader, groups, { total: input.task.failing.length, budget })),
    ...(await suspectPieces(reader, suspects, budget)),
    ...(await testPieces(reader, leading)),
    listed,
    ...historyPieces(
      history,
      input.history.map((judged) => attemptFacts(input.task, judged)),
    ),
    ...(await outlinePieces(reader, suspects, groups.flat())),
    input.specification === true ? await specificationPiece(reader) : null,
  ];
  return pieces.filter((piece) => piece !== null);
}

/** Failures, places and attempts without secrets and without what differs from run to run. */
async function cleaned({ project, mask }: SourceReader, { task, history }: PromptInput) {
  const leading = leadingTests(groupFailures(withTestFiles(project, task.failing)));
  const told = leading
    .flat()
    .flatMap(({ failure }) =>
      failure === null ? [] : [failure.message, failure.output, ...failure.frames.map((frame) => frame.raw)],
    );
  const stable = createTextStabilizer(project, told);
  const clean = (text: string) => mask(stable(text));
  return {
    leading,
    groups: await cleanGroups(leading, clean),
    suspects: await cleanSuspects(task.suspects, clean),
    history: await cleanHistory(history, task.baseline, clean),
  };
}

/** All of the project's text that a piece may bring, into a label too. */
function textOf(piece: Piece): string {
  if (piece.kind === 'text') return `${piece.title}\n${piece.text}`;
  const { lines, symbols, blocks } = piece.source;
  return [...lines, ...symbols.map(({ name }) => name), ...blocks.map(({ title }) => title)].join('\n');
}

interface Block {
  readonly section: Section;
  readonly text: string;
  readonly piece: PromptPiece;
  readonly masked: number;
}

function render(packed: Packed, fence: Fence, replyInstructions: string): Prompt {
  const blocks = [...textBlocks(packed, fence), ...codeBlocks(packed, fence)];
  const ordered = SECTIONS.flatMap((section) => {
    const own = blocks.filter((block) => block.section === section);
    return own.map((block, position) => ({
      ...block,
      text: position === 0 ? `\n${HEADINGS[section]}\n${block.text}` : block.text,
    }));
  });
  const system = systemPrompt(fence.id, replyInstructions);
  const user =
    `${ordered.map((block) => block.text).join('')}\nRepair the program so that all failing tests pass. Answer in the form that was asked for.\n`.trimStart();
  return {
    system,
    user,
    tokens: estimateTokens(system) + estimateTokens(user),
    files: [...new Set(ordered.flatMap((block) => block.piece.file ?? []))].sort(),
    masked: ordered.reduce((sum, block) => sum + block.masked, 0),
    pieces: ordered.map((block) => block.piece),
  };
}

function textBlocks({ texts }: Packed, fence: Fence): Block[] {
  const inReadingOrder = [...texts].sort((left, right) => collate(left.title, right.title));
  return inReadingOrder.map((piece) => {
    const text = fenced(fence, inLabel(piece.title), piece.text);
    return block(piece.section, piece.title, text, null, null);
  });
}

/** `attempt 2` before `attempt 10`, without the help of a locale. */
function collate(left: string, right: string): number {
  const padded = (title: string) => title.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
  return padded(left) < padded(right) ? -1 : padded(left) > padded(right) ? 1 : 0;
}

function codeBlocks({ files }: Packed, fence: Fence): Block[] {
  return files.flatMap(({ source, section, runs }) =>
    runs.map((run) => {
      const label = codeLabel(source, run);
      const code = source.lines.slice(run.startLine - 1, run.endLine).join('\n');
      return block(section, label, fenced(fence, label, code), source.path, run);
    }),
  );
}

function block(
  section: Section,
  title: string,
  text: string,
  file: string | null,
  run: { readonly startLine: number; readonly endLine: number } | null,
): Block {
  const { startLine, endLine } = run ?? { startLine: null, endLine: null };
  const piece = { title, file, startLine, endLine, tokens: estimateTokens(text) };
  return { section, text, piece, masked: countMasks(text) };
}
