import type { Ora } from 'ora';
import type { EventSink, RunEvent } from '../domain/run-event.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { printProgress } from './print.ts';
import type { DisplaySettings } from './run-settings.ts';
import { SearchPace } from './search-pace.ts';

export interface Progress {
  readonly sink: EventSink;
  /** Clears what moves; called before the result is printed. */
  end(): void;
}

/** Progress as the user wants it: NDJSON, nothing, a spinner on a terminal, or plain lines (CI, pipes). */
export async function createProgress(display: DisplaySettings): Promise<Progress> {
  if (display.events) return { sink: (event) => printProgress(JSON.stringify(event)), end: () => {} };
  if (display.quiet) return { sink: () => {}, end: () => {} };
  const moving = process.stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== 'dumb';
  return moving ? spinnerProgress(display) : plainProgress(display);
}

function plainProgress(display: DisplaySettings): Progress {
  const pace = new SearchPace();
  return {
    sink: (event) => {
      const line = lineFor(event, display.verbose);
      if (line !== null) printProgress(line);
      if (event.kind !== 'candidate-judged') return;
      pace.take(event.attempt, event.candidates);
      if (pace.isLineDue()) printProgress(safeForTerminal(`searching  ${pace.text(event.candidates)}`));
    },
    end: () => {},
  };
}

async function spinnerProgress(display: DisplaySettings): Promise<Progress> {
  const { default: ora } = await import('ora');
  let spinner: Ora | null = null;
  const pace = new SearchPace();
  const stop = () => {
    spinner?.stop();
    spinner = null;
  };
  const between = (line: string) => {
    const text = spinner?.text;
    stop();
    printProgress(line);
    if (text !== undefined) spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
  };
  const sink: EventSink = (event) => {
    if (event.kind === 'candidate-judged') pace.take(event.attempt, event.candidates);
    if (event.kind === 'step-started') {
      stop();
      spinner = ora({ text: event.title, stream: process.stderr, discardStdin: false }).start();
    } else if (event.kind === 'step-ended') {
      spinner?.succeed(safeForTerminal(lineFor(event, false) ?? ''));
      spinner = null;
    } else if (event.kind === 'candidate-judged' && spinner !== null && !display.verbose) {
      spinner.text = safeForTerminal(`Search for a repair: ${pace.text(event.candidates)}`);
    } else {
      const line = lineFor(event, display.verbose);
      if (line !== null) between(line);
    }
  };
  return { sink, end: stop };
}

const TITLES: Readonly<Record<string, string>> = {
  'open-project': 'project',
  'read-report': 'report',
  'prepare-workspace': 'install',
  'reproduce-failure': 'reproduce',
  'localize-fault': 'localize',
  'search-repair': 'search',
  'verify-repair': 'verify',
  'write-outputs': 'write',
};

/** One line for an event, safe for a terminal; null for what is not worth one. */
function lineFor(event: RunEvent, verbose: boolean): string | null {
  const line = rawLineFor(event, verbose);
  return line === null ? null : safeForTerminal(line);
}

function rawLineFor(event: RunEvent, verbose: boolean): string | null {
  switch (event.kind) {
    case 'step-started':
    case 'tests-ran':
    case 'replay-compared':
    case 'run-ended':
      return null;
    case 'step-ended':
      return `${(TITLES[event.step] ?? event.step).padEnd(10)} ${event.detail} (${seconds(event.durationMs)})`;
    case 'request-started':
      return `ask        ${event.provider} ${event.model}, about ${event.promptTokens} tokens`;
    case 'waiting':
      return `wait       ${event.provider}: ${event.reason}, ${seconds(event.waitMs)}`;
    case 'candidate-judged': {
      const { attempt } = event;
      const isModel = attempt.provider !== 'offline';
      if (!verbose && !isModel && (attempt.verdict === 'no-effect' || attempt.verdict === 'invalid')) return null;
      const reason = attempt.reason === null ? '' : `: ${attempt.reason}`;
      return `candidate  ${event.candidates} ${attempt.provider} ${attempt.model ?? ''} ${attempt.verdict}${reason}`;
    }
    case 'fallback':
      return `fallback   ${event.fallback.from} -> ${event.fallback.to}: ${event.fallback.reason}`;
    case 'warning':
      return `warning    ${event.message}`;
  }
}

export function seconds(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
