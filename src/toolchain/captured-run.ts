import type { Scratch } from '../domain/toolchain.ts';
import { quoteShell } from './shell-line.ts';

/** A line to be run, and where its results are. */
export interface CapturedRun {
  /** Shell lines before it. */
  readonly setup: readonly string[];
  readonly line: string;
  readonly results:
    | { readonly kind: 'console' }
    | { readonly kind: 'file'; readonly ending: string }
    /** Files that the run leaves below the package's folder, as patterns of `find -path`. */
    | { readonly kind: 'collected'; readonly patterns: readonly string[] };
  /** Names in the scratch folder of the reports that the line writes itself. */
  readonly resultFiles: readonly string[];
  readonly scratch: Scratch;
}

export interface CaptureScript {
  readonly script: string;
  /** Names in the scratch folder of all that may be read afterwards. */
  readonly files: readonly string[];
}

/** How much of what was printed goes on to where messages are made of it, in bytes. */
const SHOWN_BYTES = 20_000;

/**
 * A script for `sh` that runs the line and keeps what it prints. Where the runner writes a report of its own, what was
 * printed is read only when that is missing, or tells of no failure although the run failed: then a build or a load
 * did, before any test ran. A program that does not exist (127) or cannot be started (126) leaves nothing to read.
 */
export function captureScript(run: CapturedRun): CaptureScript {
  const { scratch, results } = run;
  const consoleName = `results-${scratch.nonce}.txt`;
  const keptName = results.kind === 'console' ? consoleName : `console-${scratch.nonce}`;
  const kept = quoteShell(`${scratch.folder}/${keptName}`);
  const folder = `results-${scratch.nonce}`;
  const before = results.kind === 'collected' ? [`find . ${pathTests(results.patterns)} -exec rm -f {} +`] : [];
  const own = results.kind === 'collected' ? [folder] : run.resultFiles;
  const script = [
    ...run.setup,
    ...before,
    `(\n${run.line}\n) >${kept} 2>&1`,
    'status=$?',
    `tail -c ${SHOWN_BYTES} ${kept}`,
    ...(results.kind === 'collected' ? collecting(results.patterns, `${scratch.folder}/${folder}`) : []),
    ...(results.kind === 'console' ? [] : [fallback(own, scratch.folder, kept, consoleName)]),
    'exit $status',
  ];
  return { script: script.join('\n'), files: results.kind === 'console' ? [consoleName] : [...own, consoleName] };
}

function pathTests(patterns: readonly string[]): string {
  return `\\( ${patterns.map((pattern) => `-path ${quoteShell(pattern)}`).join(' -o ')} \\)`;
}

/** Copies under numbers: files of several modules may have one name. */
function collecting(patterns: readonly string[], folder: string): string[] {
  const target = quoteShell(folder);
  return [
    `mkdir -p ${target}`,
    'number=0',
    `find . ${pathTests(patterns)} | sort | while IFS= read -r found; do number=$((number + 1)); cp "$found" ${target}/$number.xml; done`,
  ];
}

function fallback(own: readonly string[], folder: string, kept: string, consoleName: string): string {
  const paths = own.map((name) => quoteShell(`${folder}/${name}`)).join(' ');
  const isPoor = `[ -z "$(find ${paths} -type f -size +0 2>/dev/null)" ]`;
  const isSilent = `! grep -rqiE '<(failure|error)|"failed"|Failed' ${paths} 2>/dev/null`;
  return `if [ $status -ne 0 ] && [ $status -ne 126 ] && [ $status -ne 127 ] && { ${isPoor} || ${isSilent}; }; then cp ${kept} ${quoteShell(`${folder}/${consoleName}`)}; fi`;
}
