import type { Toolchain } from '../../src/domain/toolchain.ts';

/** A project that is tested by `just test`. Registry: `src/toolchain/toolchains.ts`. */
export const just: Toolchain = {
  name: 'just',
  summary: 'just, by its recipe `test`',
  language: 'javascript',
  // Nothing here touches the disk: a project is a map from paths to entries.
  detect: (project, folder) => (project.entries.has(`${folder === '' ? '' : `${folder}/`}justfile`) ? 0.5 : 0),
  recognizes: (command) => /(^|\s)just(\s|$)/.test(command),
  plan: (_project, folder, { testCommand }) => {
    const display = testCommand ?? 'just test';
    return {
      ...{ toolchain: 'just', language: 'javascript', folder, packageManager: null, install: null },
      // null: what it prints is read by whichever report format knows it.
      reportFormat: null,
      test: () => ({
        ...{ argv: ['sh', '-c', display], cwd: folder, env: {}, display },
        ...{ results: { kind: 'output' }, runs: 'all', supportFiles: {} },
      }),
      ...{ installedFolders: [], evidence: ['justfile'], guessed: false },
    };
  },
  // What steers the runner: no patch may touch it.
  protectedGlobs: ['**/justfile'],
};
