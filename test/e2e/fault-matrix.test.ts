import { beforeAll, describe, expect, it } from '@jest/globals';
import { FAULT_ROWS } from '../support/fault-rows.ts';
import { createFaultDesk, expectNoKey, REPAIR } from '../support/fault-run.ts';
import { loadSdks } from '../support/load-sdks.ts';

beforeAll(loadSdks);

describe.each(FAULT_ROWS)('a fault of $faulty', ({ faulty, ready, rows }) => {
  it.each(rows)('%s is %s: %d requests, then the other provider repairs', async (fault, expected, requests, waits) => {
    const desk = createFaultDesk();
    try {
      const run = await desk.run(
        { [faulty]: [fault], [ready]: [{ answer: REPAIR }] },
        { providers: `${faulty},${ready}` },
      );
      const { outcome, server, clock } = run;
      expect(run.stderr).toMatch(new RegExp(`^fallback   ${faulty} -> ${ready}: ${expected}: \\S`, 'm'));
      expect(outcome.fallbacks).toEqual([{ from: faulty, to: ready, reason: expect.stringMatching(`^${expected}: `) }]);
      expect(outcome).toMatchObject({ status: 'fixed', exitCode: 0, patch: { provider: ready } });
      expect(run.exitCode).toBe(0);
      expect(server.requestsTo(faulty)).toHaveLength(requests);
      expect(server.requestsTo(ready)).toHaveLength(1);
      expect(server.strays).toEqual([]);
      expect(clock.waits.map((ms, index) => ms >= (waits[index] ?? 0) && ms <= (waits[index] ?? 0) * 1.25)).toEqual(
        waits.map(() => true),
      );
      expect(run.faults).toEqual([...Array.from({ length: requests }, () => expected), null]);
      expectNoKey(run);
    } finally {
      desk.dispose();
    }
  });
});
