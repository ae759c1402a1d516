import type { ReportFormat } from '../domain/report-format.ts';
import { ctrf } from './ctrf.ts';
import { jestConsole } from './jest-console.ts';
import { jestJson } from './jest-json.ts';
import { junitXml } from './junit-xml.ts';
import { mochaConsole } from './mocha-console.ts';
import { mochaJson } from './mocha-json.ts';
import { nodeSpec } from './node-spec.ts';
import { plainText } from './plain-text.ts';
import { pytestConsole } from './pytest-console.ts';
import { tap } from './tap.ts';
import { unittestConsole } from './unittest-console.ts';
import { vitestConsole } from './vitest-console.ts';
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
