// Loader hooks of the warm Node process (see warm-node.cjs): each candidate gets modules of its own.
import { fileURLToPath } from 'node:url';
import { receiveMessageOnPort } from 'node:worker_threads';

let port = null;
let root = '';
let shim = '';
let generation = 0;
let overlay = new Map();
/** Whether the process loads the project's modules itself, but for what it cannot. */
let isBeside = false;

export function initialize(given) {
  ({ port, root, shim } = given);
}

export async function resolve(specifier, context, next) {
  if (specifier === 'node:test' && context.parentURL !== shim)
    return { url: shim, format: 'module', shortCircuit: true };
  const found = await next(specifier, context);
  refresh();
  if (generation === 0 || !isOwn(found.url)) return found;
  // What a candidate is still loading when it is done with stays its own.
  const number = numberIn(context.parentURL ?? '') ?? generation;
  return { ...found, url: `${found.url}${found.url.includes('?') ? '&' : '?'}autofix=${number}` };
}

export async function load(url, context, next) {
  const number = numberIn(url);
  if (number !== null) port.postMessage({ loaded: fileURLToPath(url), isMixed: isBeside && number === generation });
  const text = number === null ? undefined : textOf(url, number);
  if (text === undefined) return next(url, context);
  // Other languages than JavaScript are for the loaders behind this one, which read the file: then it counts as unseen.
  if (context.format !== 'module' && context.format !== 'commonjs') return next(url, context);
  if (context.format === 'commonjs') return next(url, context);
  port.postMessage({ used: fileURLToPath(url.replace(/\?.*$/, '')) });
  return { format: 'module', source: text, shortCircuit: true };
}

/** The number of the candidate that a module was loaded for. */
function numberIn(url) {
  const [, number] = /[?&]autofix=(\d+)/.exec(url) ?? [];
  return number === undefined ? null : Number(number);
}

function textOf(url, number) {
  refresh();
  return number === generation ? overlay.get(fileURLToPath(url.replace(/\?.*$/, ''))) : undefined;
}

function refresh() {
  for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
    ({ generation, overlay, isBeside } = message.message);
  }
}

function isOwn(url) {
  return url.startsWith(`${root}/`) && !url.includes('/node_modules/');
}
