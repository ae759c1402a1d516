import type { Sandbox } from '../domain/sandbox.ts';
import type { Host } from './host.ts';
import type { SandboxLimits } from './sandbox-limits.ts';

export type OpenedSandbox =
  | { readonly kind: 'open'; readonly sandbox: Sandbox }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Plug-in contract of the sandbox registry: one way to contain commands, which may not work on this machine. */
export interface SandboxKind {
  readonly name: string;
  /** The system that has it (`process.platform`); null: every one. */
  readonly platform: string | null;
  /** Looks at the machine, and tries itself where that is the only way to know. */
  open(host: Host, limits: SandboxLimits): Promise<OpenedSandbox>;
}
