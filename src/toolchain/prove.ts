import type { Project } from '../domain/project.ts';
import type { Toolchain } from '../domain/toolchain.ts';
import { append, insertAfterRunner, removals, sortParameters } from './call-edits.ts';
import { commandToolchain, type Narrowed, type PackageInstall } from './command-runner.ts';
import { CACHE_FOLDER, installation } from './package-install.ts';
import { hasFile, ownFiles, pathIn } from './project-files.ts';
import { baseName, type RunnerMatch } from './runner-calls.ts';
import { quoteShell } from './shell-line.ts';
import { supportText } from './support-file.ts';

const FLAGS = {
  dropped: new Set([
    ...[
      '--verbose',
      '-v',
      '-q',
      '--quiet',
      '-Q',
      '--QUIET',
      '--formatter',
      '--jobs',
      '-j',
      '--color',
      '-c',
      '--merge',
      '-m',
    ],
    ...['--shuffle', '-s', '--timer', '--failures', '-f', '--comments', '-o', '--state', '--archive', '-a', '--count'],
  ]),
  withValue: new Set([
    ...[
      '-I',
      '--exec',
      '-e',
      '--formatter',
      '--source',
      '--jobs',
      '-j',
      '--state',
      '--archive',
      '-a',
      '-P',
      '-M',
      '--ext',
    ],
    ...['--harness', '--rules', '--rc'],
  ]),
};

const match: RunnerMatch = (words, index) => (baseName(words[index]?.value ?? '') === 'prove' ? 1 : 0);

const manifests = ['cpanfile', 'Makefile.PL', 'Build.PL', 'dist.ini'];

export const prove: Toolchain = commandToolchain({
  name: 'prove',
  summary: "prove, Perl's test harness",
  language: 'perl',
  reportFormat: 'ctrf',
  protectedGlobs: ['**/.proverc', '**/cpanfile', '**/Makefile.PL', '**/Build.PL', '**/dist.ini', '**/t/**', '**/xt/**'],
  results: { kind: 'file', ending: 'json' },
  match,
  signs(project, folder) {
    const test = ownFiles(project, folder).find((path) => /^x?t\/.*\.t$/.test(path));
    if (test === undefined) return null;
    const manifest = manifests.find((name) => hasFile(project, pathIn(folder, name)));
    const evidence = `there is ${pathIn(folder, manifest ?? test)}`;
    return { score: manifest === undefined ? 0.8 : 0.9, evidence, certain: manifest !== undefined };
  },
  install: perlInstall,
  defaultLine: (project, folder) => (hasFile(project, pathIn(folder, '.proverc')) ? 'prove' : 'prove -lr t'),
  setup: () => [
    `export PERL5LIB="$PWD/${CACHE_FOLDER}/perl/lib/perl5\${PERL5LIB:+:$PERL5LIB}" PERL_USE_UNSAFE_INC=\${PERL_USE_UNSAFE_INC:-0}`,
  ],
  // Short flags may stand in one word: `-lvr`.
  clean: (call) => [
    ...removals(sortParameters(call, FLAGS, () => true).dropped),
    ...call.parameters.flatMap(({ value, start, end }) => {
      const kept = value.replace(/[vqQfosmc]/g, '');
      const isBundle = /^-[lbrvqQfosmctTwWU]{2,}$/.test(value) && kept !== value;
      return isBundle ? [{ start, end, text: kept === '-' ? '' : kept }] : [];
    }),
  ],
  report(call, { scratch, index }) {
    const start = call.runner[0]?.start ?? 0;
    const library = `env PERL5LIB=${quoteShell(scratch.folder)}\${PERL5LIB:+:$PERL5LIB} `;
    const flags = ['--formatter', formatterName(scratch.nonce, index), '--merge'];
    return [{ start, end: start, text: library }, ...insertAfterRunner(call, flags)];
  },
  // TAP has no way to run a single test of a file.
  narrow(call, { files }): Narrowed | null {
    if (files === null) return null;
    const { positionals } = sortParameters(call, FLAGS, () => true);
    return { edits: [...removals(positionals), ...append(call, files)], runs: 'files' };
  },
  support: ({ scratch, index, resultFile }) => {
    const name = formatterName(scratch.nonce, index);
    const text = supportText('prove-formatter.pm')
      .replace('package AutofixFormatter;', () => `package ${name};`)
      .replace("'@@OUTPUT@@'", () => `'${resultFile.replace(/[\\']/g, '\\$&')}'`);
    return { [`${name}.pm`]: text };
  },
});

/** A module's name, with the part that project code cannot know beforehand. */
function formatterName(nonce: string, index: number): string {
  return `AutofixFormatter_${nonce}_${index}`;
}

/** cpanm, where the machine has it; without it the modules of the machine must do. */
function perlInstall(project: Project, folder: string): PackageInstall {
  const folders = [pathIn(folder, CACHE_FOLDER), pathIn(folder, 'blib')];
  const manifest = ['cpanfile', 'Makefile.PL', 'Build.PL'].find((name) => hasFile(project, pathIn(folder, name)));
  if (manifest === undefined) return { command: null, folders, evidence: ['no module is asked for'], manager: null };
  const line = `cpanm --notest --quiet --local-lib-contained ${CACHE_FOLDER}/perl --installdeps .`;
  return {
    command: installation(folder, line),
    folders,
    evidence: [`there is ${pathIn(folder, manifest)}`],
    manager: 'cpanm',
  };
}
