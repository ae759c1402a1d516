import { describe, expect, it } from '@jest/globals';
import { seccompFilter } from '../../src/sandbox/seccomp-filter.ts';

const ALLOWED = 'allowed';

/** What the kernel makes of a call: classic BPF as seccomp(2) runs it, as far as the filter uses it. */
function verdict(filter: Buffer, call: { readonly audit: number; readonly number: number; readonly argument: number }) {
  const words = new Map([
    [0, call.number],
    [4, call.audit],
    [16, call.argument],
  ]);
  let word = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const [code, jumpTrue, jumpFalse, value] = [
      filter.readUInt16LE(at * 8),
      filter.readUInt8(at * 8 + 2),
      filter.readUInt8(at * 8 + 3),
      filter.readUInt32LE(at * 8 + 4),
    ];
    if (code === 0x20) word = words.get(value) ?? Number.NaN;
    else if (code === 0x54) word = (word & value) >>> 0;
    else if (code === 0x15) at += word === value ? jumpTrue : jumpFalse;
    else if (code === 0x06) return value === 0x7fff0000 ? ALLOWED : `error ${value & 0xffff}`;
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('no verdict');
}

const [X64, I386, ARM64] = [0xc000003e, 0x40000003, 0xc00000b7];
const [UNIX, INET, VSOCK] = [1, 2, 40];

describe('the filter of system calls', () => {
  const x64 = seccompFilter('x64') ?? Buffer.alloc(0);
  const arm64 = seccompFilter('arm64') ?? Buffer.alloc(0);

  it.each([
    ['reading', x64, X64, 0, 0, ALLOWED],
    ['a socket of the machine', x64, X64, 41, UNIX, ALLOWED],
    ['a socket of the network', x64, X64, 41, INET, ALLOWED],
    ['a socket to the host of a virtual machine', x64, X64, 41, VSOCK, 'error 97'],
    ['the same by the calls of x32', x64, X64, 0x40000029, VSOCK, 'error 97'],
    ['the same by the calls of i386', x64, I386, 359, VSOCK, 'error 97'],
    ['the old way to a socket of i386', x64, I386, 102, 1, 'error 1'],
    ['reading by the calls of i386', x64, I386, 3, 0, ALLOWED],
    ['the keyring', x64, X64, 250, 11, 'error 1'],
    ['the keyring by the calls of i386', x64, I386, 288, 11, 'error 1'],
    ['rings of operations', x64, X64, 425, 8, 'error 1'],
    ['the keyring on ARM', arm64, ARM64, 219, 11, 'error 1'],
    ['a socket on ARM', arm64, ARM64, 198, INET, ALLOWED],
    ['a socket to the host on ARM', arm64, ARM64, 198, VSOCK, 'error 97'],
    ['calls of another kind of machine', arm64, X64, 0, 0, 'error 1'],
  ])('judges %s', (_, filter, audit, number, argument, expected) => {
    expect(verdict(filter, { audit, number, argument })).toBe(expected);
  });

  it('is not there for a machine whose calls are not known', () => expect(seccompFilter('riscv64')).toBeNull());
});
