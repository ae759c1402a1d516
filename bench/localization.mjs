// How well the fault is found: recall of the guilty file and symbol, tokens, seconds, beside repomix in the same run.
// Run: npm run bench:localization -- [FOLDER OF CASES] [--seed N] [--no-repomix]
//
// A case is a folder with project.zip, report.* (any runner's) and gold.json:
//   { "files": [ { "file": "src/cart.js", "lines": [12, 13] } ] }
// Without a folder, N faults (default 5) are seeded into each of nine npm packages, whose own tests write the reports.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { openProject } from '../dist/archive/open-project.js';
import { buildPrompt } from '../dist/context/build-prompt.js';
import { failedTests } from '../dist/domain/test-report.js';
import { localize } from '../dist/localization/localize.js';
import { PATCH_INSTRUCTIONS } from '../dist/patch/patch-schema.js';
import { mergeReports } from '../dist/report/merge-reports.js';
import { readReport } from '../dist/report/read-report.js';
import { estimateTokens } from '../dist/shared/tokens.js';
import { languageOf } from '../dist/syntax/languages.js';
import { parseSource } from '../dist/syntax/parser.js';
import { enclosingSymbol, symbolsOf } from '../dist/syntax/symbols.js';
import { makeCases } from './localization-cases.mjs';

const BUDGETS = [2000, 4000, 8000, 16_000];
const RANKS = [1, 3, 5];
const REPOMIX = 'repomix@1.18.1';

const argv = process.argv.slice(2);
const seedAt = argv.indexOf('--seed');
const perSubject = seedAt < 0 ? 5 : Number(argv.splice(seedAt, 2)[1]);
const withRepomix = !argv.includes('--no-repomix');
const given = argv.find((argument) => !argument.startsWith('--'));
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const log = (line) => process.stderr.write(`${line}\n`);

const folder = given ?? join(tmpdir(), 'autofix-bench-localization');
if (given === undefined) await makeCases(folder, perSubject, log);

const rows = [];
for (const name of readdirSync(folder).sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))) {
  const at = join(folder, name);
  if (!existsSync(join(at, 'gold.json'))) continue;
  try {
    rows.push(await measured(name, at));
  } catch (error) {
    log(`${name}: left out, ${error.message}`);
  }
}
print(rows);

async function measured(name, at) {
  const gold = JSON.parse(readFileSync(join(at, 'gold.json'), 'utf8')).files;
  const archive = join(at, 'project.zip');
  const reports = readdirSync(at).filter((file) => file.startsWith('report.'));
  const begun = performance.now();
  const project = await openProject(archive);
  const context = { project, workspaceRoot: null };
  const report = mergeReports(reports.map((file) => readReport(readFileSync(join(at, file)), null, context)));
  const failing = failedTests(report);
  if (failing.length === 0) throw new Error('the report has no failure');
  const read = performance.now();
  const before = process.cpuUsage();
  const suspects = await localize({ project, failing, baseline: report });
  const found = performance.now();
  const { user, system } = process.cpuUsage(before);
  const task = { project, failing, baseline: report, suspects };
  const prompts = [];
  for (const budgetTokens of BUDGETS)
    prompts.push(await buildPrompt({ task, history: [], budgetTokens, replyInstructions: PATCH_INSTRUCTIONS }));
  const built = performance.now();
  const ranked = [...new Set(suspects.map(({ file }) => file))];
  const rank = Math.min(
    ...gold.map(({ file }) => ranked.indexOf(file)).map((place) => (place < 0 ? Infinity : place + 1)),
  );
  const wanted = await goldRanges(project, gold);
  return {
    name,
    sources: [...project.entries.keys()].filter((path) => languageOf(path) !== null).length,
    rank,
    inPrompt: prompts.map(({ files }) => gold.some(({ file }) => files.includes(file))),
    symbolShown: prompts.map(({ pieces }) => wanted.some((range) => shows(pieces, range.file, range.start, range.end))),
    lineShown: prompts.map(({ pieces }) => wanted.some(({ file, line }) => shows(pieces, file, line, line))),
    tokens: prompts.map((prompt) => prompt.tokens),
    seconds: {
      report: (read - begun) / 1000,
      localize: (found - read) / 1000,
      processor: (user + system) / 1e6,
      prompts: (built - found) / 1000,
    },
    repomix: withRepomix ? repomixTokens(archive, `${name.replace(/-\d+$/, '')}`) : null,
  };
}

/** The gold lines with the symbol around each; where there is none, the line itself. */
async function goldRanges(project, gold) {
  const ranges = [];
  for (const { file, lines } of gold) {
    const entry = project.entries.get(file);
    const language = languageOf(file);
    const parsed =
      entry === undefined || language === null
        ? null
        : await parseSource(language, Buffer.from(entry.bytes()).toString());
    const symbols = parsed === null ? [] : symbolsOf(parsed);
    parsed?.dispose();
    for (const line of lines) {
      const symbol = enclosingSymbol(symbols, line);
      ranges.push({ file, line, start: symbol?.startLine ?? line, end: symbol?.endLine ?? line });
    }
  }
  return ranges;
}

function shows(pieces, file, start, end) {
  const own = pieces.filter((piece) => piece.file === file && piece.startLine !== null);
  for (let line = start; line <= end; line++)
    if (!own.some((piece) => piece.startLine <= line && line <= piece.endLine)) return false;
  return true;
}

/** Tokens of the whole project as repomix packs it, by the same estimate as our prompts'; once for each package. */
function repomixTokens(archive, subject) {
  repomixTokens.known ??= new Map();
  const known = given === undefined ? repomixTokens.known.get(subject) : undefined;
  if (known !== undefined) return known;
  const place = mkdtempSync(join(tmpdir(), 'autofix-repomix-'));
  try {
    new AdmZip(archive).extractAllTo(join(place, 'project'), true);
    const output = join(place, 'packed.xml');
    const done = spawnSync('npx', ['-y', REPOMIX, join(place, 'project'), '-o', output, '--quiet'], {
      cwd: root,
      encoding: 'utf8',
    });
    const tokens = done.status === 0 && existsSync(output) ? estimateTokens(readFileSync(output, 'utf8')) : null;
    if (tokens === null) log(`repomix did not pack ${subject}: ${done.stderr}`);
    repomixTokens.known.set(subject, tokens);
    return tokens;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function print(all) {
  const share = (accepts) => `${((100 * all.filter(accepts).length) / all.length).toFixed(0)} %`;
  const median = (values) =>
    [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
  const cells = (row) =>
    row
      .map((cell, column) => String(cell).padEnd(column === 0 ? 22 : 10))
      .join(' ')
      .trimEnd();
  console.log(cells(['case', 'sources', 'file rank', 'at 8k', 'symbol 8k', 'tokens 8k', 'repomix', 'localize s']));
  for (const row of all) {
    const at = BUDGETS.indexOf(8000);
    const yes = (value) => (value ? 'yes' : 'NO');
    console.log(
      cells([
        row.name,
        row.sources,
        row.rank,
        yes(row.inPrompt[at]),
        yes(row.symbolShown[at]),
        row.tokens[at],
        row.repomix ?? '-',
        row.seconds.localize.toFixed(2),
      ]),
    );
  }
  console.log(`\n${all.length} cases`);
  for (const rank of RANKS) console.log(cells([`gold file at ${rank}`, share((row) => row.rank <= rank)]));
  console.log(`\n${cells(['prompt budget', ...BUDGETS])}`);
  const table = {
    'gold file': (at) => share((row) => row.inPrompt[at]),
    'gold line': (at) => share((row) => row.lineShown[at]),
    'its whole symbol': (at) => share((row) => row.symbolShown[at]),
    'tokens used, median': (at) => median(all.map((row) => row.tokens[at])),
  };
  for (const [label, value] of Object.entries(table)) console.log(cells([label, ...BUDGETS.map((_, at) => value(at))]));
  if (withRepomix) console.log(cells(['repomix, median', median(all.flatMap((row) => row.repomix ?? []))]));
  const seconds = (part) => all.map((row) => row.seconds[part]);
  // Of a busy machine only the processor's seconds tell something.
  for (const part of ['report', 'localize', 'processor', 'prompts'])
    console.log(
      cells([
        `seconds: ${part}`,
        `median ${median(seconds(part)).toFixed(2)}, most ${Math.max(...seconds(part)).toFixed(2)}`,
      ]),
    );
}
