import { describe, expect, it } from '@jest/globals';
import { type FailureClues, readClues } from '../../src/offline/failure-clues.ts';
import { failure, testResult } from '../support/test-results.ts';

const cluesOf = (message: string): FailureClues =>
  readClues([testResult('t.js', ['t'], { failure: failure(message) })]);

describe('what the messages of the runtimes tell', () => {
  it.each([
    ['undefinedNames', 'Node', 'total is not defined', 'total'],
    ['undefinedNames', 'Python', "NameError: name 'total' is not defined", 'total'],
    ['undefinedNames', 'JavaScriptCore', "Can't find variable: total", 'total'],
    ['undefinedNames', 'TypeScript', "error TS2304: Cannot find name 'total'.", 'total'],
    ['missingModules', 'Node', "Cannot find module './tax' Require stack", './tax'],
    ['missingModules', 'Bun', 'Cannot find module "./tax" from "/app/src/cart.ts"', './tax'],
    ['missingModules', 'Deno', 'Module not found "file:///app/src/tax.ts"', 'file:///app/src/tax.ts'],
    ['missingModules', 'Python', "ModuleNotFoundError: No module named 'shop.tax'", 'shop.tax'],
    ['missingModules', 'Vite', 'Failed to resolve import "./tax" from "src/cart.ts". Does the file exist?', './tax'],
    ['missingExports', 'Node', "The requested module './tax.js' does not provide an export named 'rate'", 'rate'],
    ['missingExports', 'Bun', "Export named 'rate' not found in module '/app/src/tax.ts'.", 'rate'],
    ['missingExports', 'esbuild', 'No matching export in "src/tax.ts" for import "rate"', 'rate'],
    ['missingExports', 'Rollup', '"rate" is not exported by "src/tax.js", imported by "src/cart.js"', 'rate'],
    ['missingExports', 'webpack', "export 'rate' (imported as 'rate') was not found in './tax'", 'rate'],
    ['missingExports', 'TypeScript', "error TS2305: Module '\"./tax\"' has no exported member 'rate'.", 'rate'],
    [
      'missingExports',
      'TypeScript for a default',
      'error TS1192: Module \'"./tax"\' has no default export.',
      'default',
    ],
    ['missingExports', 'Python', "ImportError: cannot import name 'rate' from 'shop.tax'", 'rate'],
  ] as const)('%s of %s', (kind, _runtime, message, name) => {
    expect([...cluesOf(message)[kind]]).toEqual([name]);
  });

  it('takes over what TypeScript suggests for an export', () => {
    const message = `error TS2724: '"./tax"' has no exported member named 'rat'. Did you mean 'rate'?`;
    expect(cluesOf(message).suggestions.get('rat')).toBe('rate');
  });
});
