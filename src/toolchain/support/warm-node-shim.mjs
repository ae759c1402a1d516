// What `import … from 'node:test'` gives in the warm process (see warm-node-test.cjs).
const shim = globalThis[Symbol.for('autofix.node-test')] ?? (await import('node:test')).default;

export default shim;
export const { test, it, describe, suite, before, after, beforeEach, afterEach, mock } = shim;

/** What a module knows of itself. */
export const real = { metaKeys: Object.keys(import.meta), resolve: import.meta.resolve };
