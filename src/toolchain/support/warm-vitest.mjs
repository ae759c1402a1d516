// Stands in for the Vitest reporter: serves candidates in place of Vitest's run (see warm-loop.cjs), with the server, the
// configuration and the files that Vitest has made out. The worker stays (its modules are not isolated), and everything
// of the project is loaded anew for each candidate. Vitest 2 and newer.
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const { settings, root, limits, serve } = createRequire(import.meta.url)('./warm-loop.cjs');

const TIRED_AT_BYTES = 1200 * 1024 * 1024;

let changed = [];

export default class WarmReporter {
  onInit(vitest) {
    if (vitest.isServing) return;
    vitest.isServing = true;
    // The first run goes on to its end once nothing is left to serve: never, since the process ends then.
    const { runFiles } = vitest;
    vitest.runFiles = (specifications) => serveCandidates(vitest, runFiles.bind(vitest), specifications);
  }
}

/** Vitest ends its workers after each run, though their modules are not isolated from the next one. */
async function keepWorkers() {
  try {
    const file = createRequire(realpathSync(process.argv[1])).resolve('tinypool');
    const { Tinypool } = await import(pathToFileURL(file).href);
    Tinypool.prototype.recycleWorkers = async () => {};
  } catch {
    // Newer versions have no such pool: each candidate gets a worker of its own.
  }
}

async function serveCandidates(vitest, runFiles, specifications) {
  await keepWorkers();
  const files = new Set(settings.targets.map(({ file }) => realpathSync(join(root, file))));
  const own = specifications.filter((each) => files.has(realpathSync(each.moduleId ?? each[1] ?? each)));
  await serve({
    take(changes) {
      const before = changed;
      changed = Object.keys(changes).map((path) => join(root, path));
      for (const path of [...before, ...changed]) forget(vitest, path);
      for (const path of ownModules(vitest)) (vitest.watcher?.invalidates ?? vitest.invalidates).add(path);
    },
    async run() {
      const pattern = namePattern();
      for (const config of configurations(vitest)) config.testNamePattern = pattern;
      if (vitest.configOverride) vitest.configOverride.testNamePattern = pattern;
      await runFiles(own, false);
      if (limits.timedOut) return [];
      return resultsOf(vitest.state.getFiles());
    },
    sawAll: () => changed.every((path) => isLoaded(vitest, path)),
    isTired: () => process.memoryUsage().rss > TIRED_AT_BYTES,
  });
}

function configurations(vitest) {
  return [vitest.config, ...(vitest.projects ?? []).map((project) => project.config)].filter(Boolean);
}

/** Vitest joins the names of a test and of the blocks around it. */
function namePattern() {
  const names = settings.targets.map(({ namePath }) =>
    namePath.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('\\s*'),
  );
  return new RegExp(`^\\s*(${names.join('|')})$`);
}

function graphs(vitest) {
  const servers = [
    vitest.vite ?? vitest.server,
    ...(vitest.projects ?? []).map((project) => project.vite ?? project.server),
  ];
  return [...new Set(servers)]
    .filter(Boolean)
    .flatMap((server) => [
      server.moduleGraph,
      ...Object.values(server.environments ?? {}).map((environment) => environment.moduleGraph),
    ]);
}

function forget(vitest, path) {
  for (const graph of graphs(vitest)) {
    for (const module of graph.getModulesByFile(path) ?? []) graph.invalidateModule(module);
  }
}

/** Files of the project that were loaded, for the worker to load them anew. */
function ownModules(vitest) {
  const paths = new Set();
  for (const graph of graphs(vitest)) {
    for (const path of graph.fileToModulesMap?.keys() ?? []) {
      if (path.startsWith(root + sep) && !path.includes('/node_modules/')) paths.add(path);
    }
  }
  return paths;
}

/** A module that was forgotten has a result again once a test has loaded it. */
function isLoaded(vitest, path) {
  return graphs(vitest).some((graph) =>
    [...(graph.getModulesByFile(path) ?? [])].some((module) => module.transformResult ?? module.ssrTransformResult),
  );
}

function resultsOf(files) {
  const found = new Map();
  for (const file of files) {
    const path = realpathSync(file.filepath);
    for (const [index, target] of settings.targets.entries()) {
      if (realpathSync(join(root, target.file)) !== path) continue;
      const result = resultOf(index, target.namePath, file);
      if (found.get(index)?.[1] !== 'failed') found.set(index, result);
    }
  }
  return settings.targets.map((_, index) => found.get(index) ?? [index, 'failed', 'did not run']);
}

function resultOf(index, namePath, file) {
  let tasks = [file];
  let failure = errorOf(file);
  for (const name of namePath) {
    tasks = tasks.flatMap((task) => task.tasks ?? []).filter((task) => task.name === name);
    failure ??= tasks.map(errorOf).find((message) => message !== null) ?? null;
  }
  const states = tasks.map((task) => task.result?.state);
  if (failure !== null || states.includes('fail')) return [index, 'failed', failure ?? 'failed'];
  return states.includes('pass') ? [index, 'passed', ''] : [index, 'failed', 'did not run'];
}

function errorOf(task) {
  if (task.result?.state !== 'fail') return null;
  const [error] = task.result.errors ?? [];
  return error === undefined ? null : stripVTControlCharacters(String(error.message ?? error));
}
