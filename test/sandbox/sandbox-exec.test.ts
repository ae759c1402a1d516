import { expect, it } from '@jest/globals';
import { seatbeltProfile } from '../../src/sandbox/sandbox-exec-profile.ts';

const folders = {
  writable: ['/private/tmp/work "1"', '/private/tmp/home'],
  readable: ['/Users/me/.nvm/versions/node/v22'],
};

/** The rules with their parts, in order. */
function rules(profile: string): string[] {
  return profile.split('\n').filter((line) => line !== '');
}

it('is denied what is not allowed, and is told in balanced brackets', () => {
  for (const network of [true, false]) {
    const profile = seatbeltProfile({ ...folders, network });
    expect(rules(profile).slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
    const outside = profile.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
    expect(outside.split('(').length).toBe(outside.split(')').length);
    for (const rule of rules(profile)) expect(rule).toMatch(/^\((version|deny|allow) .*\)$/);
  }
});

it('writes to its own folders and devices alone', () => {
  const written = rules(seatbeltProfile({ ...folders, network: false })).filter((rule) =>
    /file-write|file\*/.test(rule),
  );
  expect(written).toHaveLength(1);
  expect(written[0]).toContain(
    '(subpath "/private/tmp/work \\"1\\"") (subpath "/private/tmp/home") (literal "/dev/null")',
  );
  expect(written[0]).not.toMatch(/subpath "\/(Users|usr|System)/);
});

it('reads the toolchain and not the home folder around it', () => {
  const profile = seatbeltProfile({ ...folders, network: false });
  expect(profile).toContain('(subpath "/Users/me/.nvm/versions/node/v22")');
  expect(profile).not.toMatch(/subpath "\/(Users|Users\/me|private|private\/var|)"/);
});

it('reaches this machine’s own network alone, unless it installs', () => {
  expect(seatbeltProfile({ ...folders, network: false })).not.toContain('(allow network*)');
  expect(seatbeltProfile({ ...folders, network: false })).toContain('(remote ip "localhost:*")');
  expect(seatbeltProfile({ ...folders, network: true })).toContain('(allow network*)');
});
