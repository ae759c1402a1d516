import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const GUARD = join(process.cwd(), 'src/toolchain/support/warm-guard.cjs');

/** What a program prints that has `limits`, `begin`, `end` and `guarded`, a `spin` without end and a `pause`. */
function printed(body: string): unknown {
  const code = `const { limits, begin, end, guarded } = require(${JSON.stringify(GUARD)});
    const spin = () => { for (;;); };
    const pause = (milliseconds) => new Promise((settle) => setTimeout(settle, milliseconds));
    const message = (work) => { try { return work(); } catch (error) { return error.message; } };
    const timed = (work) => { const start = Date.now(); work(); return Date.now() - start; };
    void (async () => { await pause(200); console.log(JSON.stringify(await (async () => { ${body} })())); process.exit(0); })();`;
  const { stdout, status, signal } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8', timeout: 30_000 });
  return stdout === '' ? { status, signal } : JSON.parse(stdout);
}

const ENDED = 'the candidate did not end in its time';

describe('the guard of a warm Node process', () => {
  it('ends a loop by what it takes of the processor long before the clock would', () => {
    const body = `begin(20_000, 100);
      const said = message(() => guarded(spin));
      return [said, limits.timedOut, Date.now() < limits.deadline - 10_000];`;
    expect(printed(body)).toEqual([ENDED, true, true]);
  });

  it('ends one by the clock where the processor does not count, and goes on with the next candidate', () => {
    const body = `const said = [];
      for (let turn = 0; turn < 3; turn++) {
        begin(150);
        said.push(message(() => guarded(spin)));
        end();
        await pause(1);
        begin(10_000);
        said.push(guarded(() => 'fine'), limits.timedOut);
        end();
      }
      return said;`;
    expect(printed(body)).toEqual([ENDED, 'fine', false, ENDED, 'fine', false, ENDED, 'fine', false]);
  });

  it('ends what the same candidate calls in the same turn when its time is over', () => {
    const body = `begin(100);
      const said = [message(() => guarded(spin)), timed(() => message(() => guarded(spin))) < 250];
      return [...said, message(() => guarded(() => { throw new Error('its own'); }))];`;
    expect(printed(body)).toEqual([ENDED, true, 'its own']);
  });

  it('lets a call through that ends in its time, whatever it gives, and leaves nothing behind', () => {
    const body = `begin(5000, 5000);
      const inner = guarded(() => guarded(() => [1]));
      const before = Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => /autofix/.test(name));
      return [inner, message(() => guarded(() => { throw new Error('its own'); })), before, limits.timedOut];`;
    expect(printed(body)).toEqual([[1], 'its own', [], false]);
  });

  it('tells the runner when a promise has looped, and not of a candidate that is done with', () => {
    const body = `const told = [];
      begin(20_000, 100);
      limits.whenEnded = () => told.push('the first');
      setTimeout(() => Promise.resolve().then(spin), 1);
      await pause(600);
      end();
      begin(20_000, 5000);
      limits.whenEnded = () => told.push('the second');
      await pause(100);
      return told;`;
    expect(printed(body)).toEqual(['the first']);
  });

  it('does not take waiting for computing', () => {
    const body = `begin(20_000, 100);
      limits.whenEnded = () => { throw new Error('ended'); };
      await pause(400);
      return guarded(() => [limits.timedOut]);`;
    expect(printed(body)).toEqual([false]);
  });
});
