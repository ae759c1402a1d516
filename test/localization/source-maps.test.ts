import { describe, expect, it } from '@jest/globals';
import { localize } from '../../src/localization/localize.ts';
import { withOriginalPlaces } from '../../src/localization/source-maps.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, frame, reportOf, testResult } from '../support/test-results.ts';

const SOURCE = 'export function vat(net: number): number {\n  const rate = 5;\n  return net.toFixd(rate);\n}\n';
const COMPILED =
  '"use strict";\nexports.vat = function vat(net) {\n  const rate = 5;\n  return net.toFixd(rate);\n};\n';
/** Line 2 of the compiled file is line 1 of the source, and so on. */
const MAPPINGS = ';AAAA;AACA;AACA;AACA';
const mapOf = (source: string) => JSON.stringify({ version: 3, sources: [source], names: [], mappings: MAPPINGS });
const inline = (source: string) =>
  `${COMPILED}//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(mapOf(source)).toString('base64')}\n`;

const failing = (file: string) =>
  testResult('test/tax.test.ts', ['adds'], {
    failure: failure('net.toFixd is not a function', { kind: 'error', frames: [frame(file, 4)] }),
  });

describe('frames in compiled files lead to what they were compiled from', () => {
  const cases: readonly [string, Readonly<Record<string, string>>][] = [
    ['a map in the file', { 'dist/tax.js': inline('../src/tax.ts') }],
    [
      'a map beside the file',
      {
        'dist/tax.js': `${COMPILED}//# sourceMappingURL=tax.js.map\n`,
        'dist/tax.js.map': mapOf('../src/tax.ts'),
      },
    ],
    ['a map that the file does not name', { 'dist/tax.js': COMPILED, 'dist/tax.js.map': mapOf('../src/tax.ts') }],
    ['a map of a bundler', { 'dist/tax.js': inline('webpack://shop/./src/tax.ts') }],
    ['a map of another machine', { 'dist/tax.js': inline('/home/ci/work/shop/src/tax.ts') }],
  ];

  it.each(cases)('%s', async (_, files) => {
    const project = memoryProject({ 'src/tax.ts': SOURCE, 'test/tax.test.ts': '', ...files });
    const [test] = await withOriginalPlaces(project, [failing('dist/tax.js')]);
    expect(test?.failure?.frames[0]).toMatchObject({ file: 'src/tax.ts', line: 3, inProject: true, isTest: false });
    const suspects = await localize({
      project,
      failing: [failing('dist/tax.js')],
      baseline: reportOf([failing('dist/tax.js')]),
    });
    expect(suspects[0]).toMatchObject({ file: 'src/tax.ts', startLine: 3, symbol: 'vat' });
    expect(suspects[0]?.evidence[0]?.kind).toBe('frame');
  });

  it('the file of a compiled test too', async () => {
    const project = memoryProject({
      'test/tax.test.ts': SOURCE,
      'dist/test/tax.test.js': inline('../../test/tax.test.ts'),
    });
    const test = testResult('dist/test/tax.test.js', ['adds'], { failure: failure('no'), line: 4 });
    expect(await withOriginalPlaces(project, [test])).toMatchObject([{ file: 'test/tax.test.ts', line: 3 }]);
  });
});

it('leaves a frame alone whose map is damaged or leads out of the project', async () => {
  for (const text of [
    `${COMPILED}//# sourceMappingURL=data:application/json;base64,e30x\n`,
    `${COMPILED}//# sourceMappingURL=../../../outside.map\n`,
    `${COMPILED}//# sourceMappingURL=%E0%A4%A\n`,
    inline('../elsewhere/gone.ts'),
  ]) {
    const test = failing('dist/tax.js');
    const project = memoryProject({ 'src/tax.ts': SOURCE, 'dist/tax.js': text });
    expect(await withOriginalPlaces(project, [test])).toEqual([test]);
  }
});
