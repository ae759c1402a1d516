import type { OutputFormat } from '../domain/output-format.ts';
import type { PatchGenerator } from '../domain/patch-generator.ts';
import type { Sandbox } from '../domain/sandbox.ts';

/** What a program that uses the library brings along. */
export interface Plugins {
  /** Asked before the providers, in this order. A run that had any cannot be replayed. */
  readonly generators?: readonly PatchGenerator[];
  /** Rendered into the run folder at the end, each under its `fileName`. */
  readonly outputs?: readonly OutputFormat[];
  /** Runs the project's commands instead of a sandbox of autofix. One that is still being opened is waited for. */
  readonly ownSandbox?: Sandbox | Promise<Sandbox>;
}
