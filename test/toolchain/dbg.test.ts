import { it } from '@jest/globals';
import { memoryProject } from '../support/memory-project.ts';
import { manifest, planOf } from './plan-of.ts';
import { RunnerRig } from './runner-rig.ts';
it('x', async () => {
  const rig = await RunnerRig.open();
  const p = memoryProject({ 'package.json': manifest('mocha', [], {devDependencies: { jest: '30.5.2', mocha: '11.8.0', vitest: '3.2.7' }}) });
  const w = await rig.workspace(p);
  const r = await rig.install(planOf(p), w);
  process.stdout.write(`${r.exitCode} ${r.durationMs} ${r.stdout} ${r.stderr}\n`);
  const t = performance.now();
  const w2 = await rig.workspace(p); await w2.cloneInstalledFrom(w, ['node_modules']);
  process.stdout.write(`clone ${performance.now() - t}\n`);
  const t2 = performance.now(); await w2.reset(p, ['node_modules']);
  process.stdout.write(`reset ${performance.now() - t2}\n`);
  const t3 = performance.now(); await w2.dispose();
  process.stdout.write(`dispose ${performance.now() - t3}\n`);
  rig.close();
}, 300000);
