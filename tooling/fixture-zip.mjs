import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';

/** Folder of the fixtures, with a trailing slash. */
export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/**
 * Each fixture: its report's file, and the folder that its ZIP puts around everything, as source archives
 * of hosting services do.
 */
export const FIXTURE_TABLE = [
  { name: 'task-api', report: 'task-api.failures.json', topFolder: '' },
  { name: 'task-api-py', report: 'task-api-py.failures.txt', topFolder: '' },
  { name: 'inventory', report: 'inventory.failures.json', topFolder: '' },
  { name: 'geometry', report: 'geometry.failures.json', topFolder: 'geometry-main/' },
  { name: 'report-cli', report: 'report-cli.failures.xml', topFolder: '' },
  { name: 'green', report: 'green.failures.tap', topFolder: '' },
];

/** What running or installing a project leaves behind in its folder. */
const LEFTOVERS = new Set(['node_modules', '__pycache__', 'coverage', '.DS_Store']);

/** Paths of a fixture project's files, sorted by code unit, `/`-separated. */
export function fixtureFiles(name) {
  const files = [];
  const walk = (folder) => {
    for (const entry of readdirSync(`${FIXTURES}projects/${name}/${folder}`, { withFileTypes: true })) {
      if (LEFTOVERS.has(entry.name)) continue;
      if (entry.isDirectory()) walk(`${folder}${entry.name}/`);
      else files.push(`${folder}${entry.name}`);
    }
  };
  walk('');
  return files.sort();
}

/** The ZIP of a fixture: times, modes and order do not depend on the machine. */
export function fixtureZip(fixture) {
  const zip = new AdmZip({ noSort: true });
  for (const file of fixtureFiles(fixture.name)) {
    const content = readFileSync(`${FIXTURES}projects/${fixture.name}/${file}`);
    const executable = content.subarray(0, 2).toString() === '#!';
    const entry = zip.addFile(fixture.topFolder + file, content);
    // ZIP stores local time: local components make the same bytes in every time zone.
    entry.header.time = new Date(2026, 2, 2, 9, 30, 0);
    entry.header.made = 0x0314;
    entry.attr = (0o100000 | (executable ? 0o755 : 0o644)) * 0x10000;
  }
  return zip.toBuffer();
}

/** What a ZIP says of its entries, without the compressed bytes: those differ between versions of zlib. */
export function describeZip(bytes) {
  return new AdmZip(bytes, { noSort: true }).getEntries().map((entry) => ({
    name: entry.entryName,
    mode: (entry.attr >>> 16).toString(8),
    time: entry.header.timeval,
    method: entry.header.method,
    content: entry.getData().toString('latin1'),
  }));
}
