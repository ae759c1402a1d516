import type { RepairTask } from '../../domain/repair-task.ts';
import { lineSuspicions } from '../../localization/coverage-findings.ts';
import { ForeseenRanking } from '../foreseen-ranking.ts';
import { type CoverageRun, isWorthMeasuring, measureCoverage } from '../measure-coverage.ts';

/** Ranks the places that may hold the fault; with a run to measure in, by what each test runs where that tells more. */
export async function localizeFault(
  found: Omit<RepairTask, 'suspects'>,
  run: CoverageRun | null = null,
  foreseen: ForeseenRanking = new ForeseenRanking(),
): Promise<RepairTask> {
  const ranking = await foreseen.rankingOf(found);
  const task = { ...found, suspects: ranking() };
  if (run === null || !isWorthMeasuring(task, run.baselineMs)) return task;
  const coverage = await measureCoverage(task, run);
  if (coverage === null) return task;
  return { ...task, suspects: ranking(coverage), lineSuspicion: lineSuspicions(found.failing, coverage) };
}

export function describeSuspects({ suspects }: RepairTask): string {
  const [first] = suspects;
  if (first === undefined) return 'no place stands out';
  const place = first.symbol === null ? `${first.file}:${first.startLine}` : `${first.symbol} in ${first.file}`;
  return `${suspects.length} suspects, first ${place}`;
}
