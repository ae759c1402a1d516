import { describe, expect, it } from '@jest/globals';
import { remembered, rememberedFor } from '../../src/shared/remembered.ts';

describe('what is remembered', () => {
  it('is worked out once for each object, whatever it is', () => {
    const asked: string[] = [];
    const of = remembered(({ name }: { readonly name: string }) => {
      asked.push(name);
      return name === 'nothing' ? undefined : name.length;
    });
    const [one, other, nothing] = [{ name: 'one' }, { name: 'one' }, { name: 'nothing' }];
    expect([of(one), of(one), of(other), of(nothing), of(nothing)]).toEqual([3, 3, 3, undefined, undefined]);
    expect(asked).toEqual(['one', 'one', 'nothing']);
  });

  it('is worked out once for each pair', () => {
    const asked: string[] = [];
    const of = rememberedFor(({ name }: { readonly name: string }, key: string) => {
      asked.push(`${name} ${key}`);
      return key;
    });
    const [one, other] = [{ name: 'one' }, { name: 'other' }];
    expect([of(one, 'a'), of(one, 'b'), of(other, 'a'), of(one, 'a')]).toEqual(['a', 'b', 'a', 'a']);
    expect(asked).toEqual(['one a', 'one b', 'other a']);
  });
});
