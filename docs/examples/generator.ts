import type { CandidatePatch, PatchGenerator } from '../../src/index.ts';

/** Proposes what a team knows from experience: each rule is tried where a suspect lies. The judge rules on every candidate. */
export function knownFixes(rules: ReadonlyMap<string, string>): PatchGenerator {
  return {
    name: 'known-fixes',
    async *generate({ suspects }, _history, signal) {
      for (const file of new Set(suspects.map((suspect) => suspect.file))) {
        for (const [wrong, right] of rules) {
          signal.throwIfAborted();
          yield candidate(file, wrong, right);
        }
      }
    },
  };
}

function candidate(file: string, wrong: string, right: string): CandidatePatch {
  return {
    // Text that is not there, or there more than once, is refused before any test runs.
    edits: [{ kind: 'replace', file, target: { kind: 'text', text: wrong }, replacement: right }],
    rationale: `Known mistake: ${wrong}`,
    origin: { kind: 'offline', operator: 'known-fix' },
  };
}
