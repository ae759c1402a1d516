import type { Ora } from 'ora';
import type { EventSink, RunEvent } from '../domain/run-event.ts';
import { safeForTerminal } from '../shared/terminal-text.ts';
import { printProgress } from './print.ts';
import type { DisplaySettings } from './run-settings.ts';
import { SearchPace } from './search-pace.ts';
import { terminalWidth } from './terminal-width.ts';
import { oneLine, wrapped } from './wrap-text.ts';

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
      spinner?.succeed(lineFor(event, false, MARK_WIDTH) ?? '');
      spinner = null;
    } else if (event.kind === 'run-ended') {
      // The step in which it ended without its own end.
      if (event.outcome.error !== null) spinner?.fail();
      stop();
    } else if (event.kind === 'candidate-judged' && spinner !== null && !display.verbose) {
      spinner.text = short(`Search for a repair: ${pace.text(event.candidates)}`);
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

/** ora's sign and the blank after it. */
const MARK_WIDTH = 2;
/** Column at which the details begin. */
const INDENT = ' '.repeat(11);

/** One event, safe for a terminal and wrapped to its width; null for what is not worth a line. */
function lineFor(event: RunEvent, verbose: boolean, margin = 0): string | null {
  const line = rawLineFor(event, verbose);
  if (line === null) return null;
  const width = process.stderr.isTTY === true ? terminalWidth(process.env, process.stderr) : null;
  const text = safeForTerminal(oneLine(line.slice(INDENT.length), 2000));
  const whole = line.slice(0, INDENT.length) + text;
  if (width === null) return whole;
  const [first = '', ...rest] = wrapped(INDENT + text, width - margin, INDENT);
  const lines = [line.slice(0, INDENT.length) + first.slice(INDENT.length), ...rest];
  return lines.join(`\n${' '.repeat(margin)}`);
}

/** What moves must stay on one line of the terminal. */
function short(text: string): string {
  const width = terminalWidth(process.env, process.stderr) ?? 80;
  return safeForTerminal(oneLine(text, width - MARK_WIDTH - 1));
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
