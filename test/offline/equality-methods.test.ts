import { describe, expect, it } from '@jest/globals';
import { linesOfJudging } from '../../src/offline/equality-methods.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import { symbolsOf } from '../../src/syntax/symbols.ts';

const SPAN = `class Span:
    def __init__(self, start):
        self.start = start

    def __eq__(self, other):
        return self.start == other.start

    def moved(self, by):
        return Span(self.start + by)
`;

async function judging(run: readonly number[], bonus = 0): Promise<number[]> {
  const parsed = await parseSource('python', SPAN);
  const symbols = symbolsOf(parsed);
  parsed.dispose();
  const suspicion = (line: number) => ({
    suspiciousness: 1,
    bonus: line === 6 ? bonus : 0,
    reached: run.includes(line),
  });
  const isJudging = linesOfJudging({ suspects: [] }, 'span.py', symbols, suspicion);
  return [3, 6, 9].filter(isJudging);
}

describe('what tests judge by', () => {
  it('is the equality of objects that other functions made', async () => {
    expect(await judging([3, 6, 9])).toEqual([6]);
  });

  it('is nothing where the failing tests run nothing else', async () => {
    expect(await judging([3, 6])).toEqual([]);
  });

  it('is nothing where a failure points at it', async () => {
    expect(await judging([3, 6, 9], 8)).toEqual([]);
  });
});
