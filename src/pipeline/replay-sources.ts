import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { QuestionRecord } from '../llm/question-record.ts';
import { createReplayLedger, replayChain } from '../llm/replay-chain.ts';
import { secretsOf } from '../llm/secrets.ts';
import { offlineEngine } from '../offline/offline-engine.ts';
import { OFFLINE, type Sources } from './candidate-sources.ts';
import { maskTeller } from './mask-warning.ts';
import { modelGenerator } from './model-generator.ts';
import { QUESTIONS_FOLDER } from './recording.ts';
import type { Replay } from './replay.ts';
import type { Run } from './run.ts';
import { numberedFiles } from './run-folder.ts';

/** The sources of a recorded run in their recorded places: recorded answers, and the offline engine without a clock. */
export function replaySources(run: Run, replay: Replay): Sources {
  const { options, emit, recorder } = run;
  const { sources, warnings, searches } = replay.recording;
  for (const message of warnings) emit({ kind: 'warning', message });
  recorder.note({ sources, warnings });
  const ledger = createReplayLedger();
  // The repetition leaves a run folder that can be repeated too.
  const keep = numberedFiles(run.runFolder, QUESTIONS_FOLDER);
  for (const question of replay.questions) keep(question);
  const left = [...searches];
  const onMasked = maskTeller(emit);
  const secrets = secretsOf(run.env);
  const generators = sources
    .filter((source) => source.kind !== 'own')
    .map((source) => {
      if (source.kind === 'offline') return offlineCounted(left);
      const chain = replayChain(questionsOf(replay, source.providers), emit, ledger);
      const name = source.providers.at(-1) ?? '';
      const firstName = source.providers[0] ?? '';
      const { attempts, candidates, specification } = options;
      return modelGenerator({ name, firstName, chain, attempts, candidates, specification, secrets, onMasked });
    });
  return { generators, usage: () => ledger.usage, unanswered: () => [...ledger.unanswered] };
}

/** Chains of one run have no provider in common, so that their names tell the records apart. */
function questionsOf({ questions }: Replay, providers: readonly string[]): QuestionRecord[] {
  return questions.filter((question) => question.providers.join() === providers.join());
}

/** The offline engine: each search ends after as many candidates as the recorded one, however long that takes. */
function offlineCounted(left: number[]): PatchGenerator {
  return {
    name: OFFLINE,
    async *generate(task, history, signal) {
      const maxCandidates = left.shift() ?? 0;
      yield* offlineEngine({ timeMs: Number.MAX_SAFE_INTEGER, maxCandidates }).generate(task, history, signal);
    },
  };
}
