import type { RepairTask } from '../../domain/repair-task.ts';
import { localize } from '../../localization/localize.ts';

/** Ranks the places that may hold the fault. */
export async function localizeFault(found: Omit<RepairTask, 'suspects'>): Promise<RepairTask> {
  const { project, failing, baseline } = found;
  return { ...found, suspects: await localize({ project, failing, baseline }) };
}

export function describeSuspects({ suspects }: RepairTask): string {
  const [first] = suspects;
  if (first === undefined) return 'no place stands out';
  const place = first.symbol === null ? `${first.file}:${first.startLine}` : `${first.symbol} in ${first.file}`;
  return `${suspects.length} suspects, first ${place}`;
}
