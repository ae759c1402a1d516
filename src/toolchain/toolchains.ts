import type { Toolchain } from '../domain/toolchain.ts';
import { ava } from './ava.ts';
import { bats } from './bats.ts';
import { bunTest } from './bun-test.ts';
import { cargo } from './cargo.ts';
import { ctest } from './ctest.ts';
import { denoTest } from './deno-test.ts';
import { django } from './django.ts';
import { dotnet } from './dotnet.ts';
import { goTest } from './go-test.ts';
import { gradle } from './gradle.ts';
import { jest } from './jest.ts';
import { maven } from './maven.ts';
import { meson } from './meson.ts';
import { minitest } from './minitest.ts';
import { mocha } from './mocha.ts';
import { nodeScript } from './node-script.ts';
import { nodeTap } from './node-tap.ts';
import { nodeTest } from './node-test.ts';
import { phpunit } from './phpunit.ts';
import { playwright } from './playwright.ts';
import { prove } from './prove.ts';
import { pytest } from './pytest.ts';
import { pythonScript } from './python-script.ts';
import { rspec } from './rspec.ts';
import { tape } from './tape.ts';
import { unittest } from './unittest.ts';
import { vitest } from './vitest.ts';

/** All toolchains. Where two are equally likely, the earlier one wins. */
export const TOOLCHAINS: readonly Toolchain[] = [
  ...[jest, vitest, mocha, ava, tape, nodeTap, playwright, bunTest, denoTest, nodeTest, nodeScript],
  ...[pytest, django, unittest, pythonScript, goTest, cargo, maven, gradle, dotnet, rspec, minitest, phpunit],
  ...[ctest, meson, prove, bats],
];

/** What steers a package manager or an interpreter under any runner. */
const SHARED_GLOBS: readonly string[] = [
  ...['**/package.json', '**/.npmrc', '**/.yarnrc*', '**/.pnpmfile.cjs', '**/tsconfig*.json'],
  ...['**/pyproject.toml', '**/setup.py', '**/sitecustomize.py', '**/usercustomize.py', '**/*.pth'],
];

/**
 * Globs of every file that steers a runner or the tools around it: the union over all toolchains, since a project may
 * use several and a file for the wrong one is as dangerous.
 */
export function protectedGlobs(toolchains: readonly Toolchain[] = TOOLCHAINS): readonly string[] {
  return [...new Set([...toolchains.flatMap((toolchain) => toolchain.protectedGlobs), ...SHARED_GLOBS])];
}
