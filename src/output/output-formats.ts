import type { OutputFormat } from '../domain/output-format.ts';
import { diffOutput } from './diff-output.ts';
import { htmlOutput } from './html-output.ts';
import { jsonOutput } from './result-document.ts';
import { summaryOutput } from './summary-output.ts';

/** Every way to write an outcome down. A new one is a file and a line here. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [jsonOutput, diffOutput, summaryOutput, htmlOutput];
