import type { OutputFormat } from '../domain/output-format.ts';
import { annotationsOutput } from './annotations-output.ts';
import { codeQualityOutput } from './code-quality-output.ts';
import { diffOutput } from './diff-output.ts';
import { htmlOutput } from './html-output.ts';
import { junitOutput } from './junit-output.ts';
import { jsonOutput } from './result-document.ts';
import { sarifOutput } from './sarif-output.ts';
import { summaryOutput } from './summary-output.ts';

/** Every way to write an outcome down. A new one is a file and a line here. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [
  jsonOutput,
  diffOutput,
  summaryOutput,
  htmlOutput,
  annotationsOutput,
  sarifOutput,
  codeQualityOutput,
  junitOutput,
];
