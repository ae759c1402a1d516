/** How one architecture's system calls are told: `AUDIT_ARCH_*` of linux/audit.h, numbers of its asm/unistd.h. */
interface Architecture {
  readonly audit: number;
  readonly socket: number;
  readonly refused: readonly number[];
}

/**
 * `refused`: add_key, request_key, keyctl (the keyring of the person's session belongs to no namespace that we make),
 * io_uring_setup (its operations pass by this filter), and on i386 socketcall, whose family the filter cannot see.
 */
const X64: Architecture = { audit: 0xc000003e, socket: 41, refused: [248, 249, 250, 425] };
const I386: Architecture = { audit: 0x40000003, socket: 359, refused: [286, 287, 288, 425, 102] };
const ARM64: Architecture = { audit: 0xc00000b7, socket: 198, refused: [217, 218, 219, 425] };

/** By the names that Node has for them. */
const ARCHITECTURES: Readonly<Record<string, readonly Architecture[]>> = { x64: [X64, I386], arm64: [ARM64] };

/** Families of sockets by linux/socket.h: AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. AF_VSOCK leads to the host of a virtual machine. */
const ALLOWED_FAMILIES = [0, 1, 2, 10, 16];

/** Codes of linux/bpf_common.h, and answers of linux/seccomp.h. */
const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const AND = 0x54;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const EPERM = 1;
const EAFNOSUPPORT = 97;
const fail = (error: number) => 0x00050000 | error;

/** Offsets in `struct seccomp_data` of linux/seccomp.h; the low half of the first argument comes first on these machines. */
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const FIRST_ARGUMENT_AT = 16;

/** Calls of the x32 kind carry this bit. */
const WITHOUT_X32_BIT = 0xbfffffff;

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];

/**
 * A filter of system calls in the form that `bwrap --seccomp` reads (`struct sock_filter`, classic BPF): what no namespace
 * contains is refused. null on a machine whose calls are not known here.
 */
export function seccompFilter(arch: string = process.arch): Buffer | null {
  const known = ARCHITECTURES[arch];
  if (known === undefined) return null;
  const program: Instruction[] = [
    [LOAD_WORD, 0, 0, ARCHITECTURE_AT],
    ...known.flatMap((each) => {
      const rules = rulesFor(each);
      return [[JUMP_IF_EQUAL, 0, rules.length, each.audit] as Instruction, ...rules];
    }),
    [RETURN, 0, 0, fail(EPERM)],
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, jumpTrue, jumpFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}

function rulesFor({ socket, refused }: Architecture): Instruction[] {
  const families = ALLOWED_FAMILIES.flatMap((family): Instruction[] => [
    [JUMP_IF_EQUAL, 0, 1, family],
    [RETURN, 0, 0, ALLOW],
  ]);
  return [
    [LOAD_WORD, 0, 0, NUMBER_AT],
    [AND, 0, 0, WITHOUT_X32_BIT],
    ...refused.flatMap((number): Instruction[] => [
      [JUMP_IF_EQUAL, 0, 1, number],
      [RETURN, 0, 0, fail(EPERM)],
    ]),
    [JUMP_IF_EQUAL, 0, families.length + 2, socket],
    [LOAD_WORD, 0, 0, FIRST_ARGUMENT_AT],
    ...families,
    [RETURN, 0, 0, fail(EAFNOSUPPORT)],
    [RETURN, 0, 0, ALLOW],
  ];
}
