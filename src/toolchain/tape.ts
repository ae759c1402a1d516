import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { isTestPath, normalizeProjectPath } from '../shared/project-path.ts';
import { append, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { nodeToolchain } from './node-runner.ts';
import { ownFiles, pathIn, textOf } from './project-files.ts';
import { baseName, matchBinary, type RunnerCall, type RunnerMatch } from './runner-calls.ts';
import { quoteAll } from './shell-line.ts';
import { supportText } from './support-file.ts';

const USES_TAPE = /(?:require\(\s*|from\s+|import\s+)['"`]tape['"`]/;

const FLAGS = {
  dropped: new Set<string>(),
  withValue: new Set([
    '-r',
    '--require',
    '-i',
    '--ignore',
    '--ignore-pattern',
    '--import',
    '--loader',
    '-C',
    '--conditions',
  ]),
};

/** `tape test/*.js`, or `node test/index.js` where the file uses tape by itself. */
function matchTape(project: Project, folder: string): RunnerMatch {
  return (words, index) => {
    if (matchBinary(['tape'], words, index)) return 1;
    if (baseName(words[index]?.value ?? '') !== 'node') return 0;
    const script = words.slice(index + 1).find((word) => !word.value.startsWith('-'))?.value ?? '';
    const path = normalizeProjectPath(pathIn(folder, script));
    if (path === null) return 0;
    const files = [path, `${path}.js`, `${path}/index.js`].map((each) => textOf(project, each) ?? '');
    return files.some((text) => USES_TAPE.test(text)) ? 1 : 0;
  };
}

const isProgram = (call: RunnerCall) => baseName(call.runner[0]?.value ?? '') !== 'node';

export const tape: Toolchain = nodeToolchain({
  name: 'tape',
  summary: 'tape',
  reportFormat: 'ctrf',
  protectedGlobs: [],
  support: {
    name: 'reporter.cjs',
    content: (resultFile) => supportText('tape-reporter.cjs').replace("'@@OUTPUT@@'", () => JSON.stringify(resultFile)),
  },
  match: matchTape,
  signs(_project, _folder, nodePackage) {
    if (nodePackage === null || !nodePackage.dependencies.has('tape')) return null;
    return { score: 0.7, evidence: 'package.json lists tape' };
  },
  defaultLine(project, folder) {
    const files = ownFiles(project, folder).filter(
      (path) => isTestPath(path) && USES_TAPE.test(textOf(project, pathIn(folder, path)) ?? ''),
    );
    return `tape ${files.length === 0 ? "'test/**/*.js'" : quoteAll(files)}`;
  },
  clean: (call) => removals(call.piped === undefined ? [] : [call.piped]),
  report: (call, _resultFile, supportFile) => insertAfterRunner(call, ['--require', supportFile]),
  select(call, files, paths) {
    // A script that runs its tests by itself names no other files than its own.
    if (!isProgram(call)) return null;
    const { positionals } = sortParameters(call, FLAGS, paths.isPath);
    if (positionals.some((word) => paths.isBuilt(word.value))) return null;
    return [...removals(positionals), ...append(call, files)];
  },
});
