import { apply } from './commands/apply.ts';
import { cache } from './commands/cache.ts';
import type { CommandSpec } from './commands/command-spec.ts';
import { completion } from './commands/completion.ts';
import { config } from './commands/config.ts';
import { doctor } from './commands/doctor.ts';
import { init } from './commands/init.ts';
import { inspect } from './commands/inspect.ts';
import { ping } from './commands/ping.ts';
import { providers } from './commands/providers.ts';
import { replay } from './commands/replay.ts';
import { report } from './commands/report.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';

/** Every command in the order of `--help`. A new one is a file and a line here. */
export const COMMANDS: readonly CommandSpec[] = [
  run,
  inspect,
  apply,
  replay,
  report,
  runs,
  ping,
  providers,
  doctor,
  init,
  config,
  cache,
  completion,
];
