import type { ReportFormat } from '../domain/report-format.ts';
import { ctrf } from './ctrf.ts';
import { jestConsole } from './jest-console-text.ts';
import { jestJson } from './jest-json.ts';
import { junitXml } from './junit-xml.ts';
import { mochaConsole } from './mocha-console-text.ts';
import { mochaJson } from './mocha-json.ts';
import { nodeSpec } from './node-spec.ts';
import { plainText } from './plain-text.ts';
import { pytestConsole } from './pytest-console-text.ts';
import { tap } from './tap.ts';
import { unittestConsole } from './unittest-console-text.ts';
import { vitestConsole } from './vitest-console-text.ts';
import { vitestJson } from './vitest-json.ts';

/** The registry of report formats. Of two that are equally sure of a text the earlier one reads it. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  ctrf,
  vitestJson,
  jestJson,
  mochaJson,
  junitXml,
  tap,
  pytestConsole,
  unittestConsole,
  nodeSpec,
  jestConsole,
  vitestConsole,
  mochaConsole,
  plainText,
];
