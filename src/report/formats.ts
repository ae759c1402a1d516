import type { ReportFormat } from '../domain/report-format.ts';
import { avaConsole } from './ava-console-text.ts';
import { bunConsole } from './bun-console-text.ts';
import { cargoConsole } from './cargo-console-text.ts';
import { ctestConsole } from './ctest-console-text.ts';
import { ctrf } from './ctrf.ts';
import { denoConsole } from './deno-console-text.ts';
import { eslintConsole } from './eslint-console-text.ts';
import { eslintJson } from './eslint-json.ts';
import { githubAnnotations } from './github-annotations.ts';
import { goTestConsole } from './go-test-console-text.ts';
import { goTestJson } from './go-test-json.ts';
import { gtestConsole } from './gtest-console-text.ts';
import { jestConsole } from './jest-console-text.ts';
import { jestJson } from './jest-json.ts';
import { junitXml } from './junit-xml.ts';
import { mavenConsole } from './maven-console-text.ts';
import { minitestConsole } from './minitest-console-text.ts';
import { mochaConsole } from './mocha-console-text.ts';
import { mochaJson } from './mocha-json.ts';
import { mochawesomeJson } from './mochawesome-json.ts';
import { nodeSpec } from './node-spec.ts';
import { phpunitConsole } from './phpunit-console-text.ts';
import { plainText } from './plain-text.ts';
import { playwrightConsole } from './playwright-console-text.ts';
import { playwrightJson } from './playwright-json.ts';
import { proveConsole } from './prove-console-text.ts';
import { pytestConsole } from './pytest-console-text.ts';
import { rspecConsole } from './rspec-console-text.ts';
import { rspecJson } from './rspec-json.ts';
import { sarif } from './sarif.ts';
import { tap } from './tap.ts';
import { teamcityMessages } from './teamcity-messages.ts';
import { tscConsole } from './tsc-console-text.ts';
import { unittestConsole } from './unittest-console-text.ts';
import { vitestConsole } from './vitest-console-text.ts';
import { vitestJson } from './vitest-json.ts';

/** The registry of report formats. Of two that are equally sure of a text the earlier one reads it. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  ctrf,
  vitestJson,
  jestJson,
  mochawesomeJson,
  mochaJson,
  playwrightJson,
  rspecJson,
  eslintJson,
  sarif,
  goTestJson,
  junitXml,
  teamcityMessages,
  proveConsole,
  tap,
  pytestConsole,
  unittestConsole,
  nodeSpec,
  goTestConsole,
  cargoConsole,
  rspecConsole,
  minitestConsole,
  phpunitConsole,
  mavenConsole,
  ctestConsole,
  gtestConsole,
  jestConsole,
  vitestConsole,
  mochaConsole,
  playwrightConsole,
  avaConsole,
  bunConsole,
  denoConsole,
  eslintConsole,
  tscConsole,
  githubAnnotations,
  plainText,
];
