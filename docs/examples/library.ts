import { repair } from '../../src/index.ts';

/** Repairs a project, tells what happens, and gives up after two minutes. */
export async function repairAndTell(project: string, tell: (line: string) => void): Promise<number> {
  const run = repair(project, {
    providers: ['offline'],
    dryRun: true,
    signal: AbortSignal.timeout(120_000),
  });
  for await (const event of run) {
    if (event.kind === 'step-ended') tell(`${event.step}: ${event.detail}`);
    if (event.kind === 'fallback') tell(`${event.fallback.from} gave way to ${event.fallback.to}`);
  }
  const outcome = await run;
  if (outcome.patch !== null) tell(outcome.patch.diff);
  return outcome.exitCode;
}
