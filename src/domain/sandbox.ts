/** Stops every process of a command; gives how to let them go on, or null when they did not all stop. */
export type Hold = () => Promise<(() => void) | null>;

/** Talk with a command while it runs, by lines. */
export interface Dialogue {
  /**
   * The command has started: `send` writes one line to its stdin. Its end is told by `Sandbox.run` as ever. `hold`: left out
   * where its processes cannot be held.
   */
  started(send: (line: string) => void, hold?: Hold): void;
  /** One line of its stdout, without its end. Whatever the project prints comes here too. */
  line(text: string): void;
}

/**
 * Folders that hold the same in many work copies: each command sees them as they are and may write to them, and what it writes
 * is gone with it.
 */
export interface SharedFolders {
  /** Host folder with the content of each, named `0`, `1` and so on. No command has another way to it. */
  readonly root: string;
  /** Their paths below a work copy, `/`-separated, in that order. */
  readonly folders: readonly string[];
}

/** A command to run in a work copy of the project. */
export interface SandboxCommand {
  /** Program and arguments; no shell is involved unless the argv says so. */
  readonly argv: readonly string[];
  /** Host path of the work copy; the command may write there and nowhere else that lasts. */
  readonly workspace: string;
  /** Host path of a second writable folder, outside the work copy, for reports and helper files; null: none. */
  readonly scratch: string | null;
  /** Folder below the work copy in which the command runs, `/`-separated; '' is the work copy itself. */
  readonly cwd: string;
  /** Only for sandboxes that can; left out: none. */
  readonly shared?: SharedFolders;
  /** Added to the allow-listed environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Installation needs the network; tests never get it. */
  readonly network: boolean;
  /** Wall-clock limit in milliseconds; then the whole process tree is ended. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** With one, stdin is open, and stdout goes to it instead of into the result. */
  readonly dialogue?: Dialogue;
}

/** How a command ended. */
export interface CommandResult {
  /** null when the command was ended by a signal or could not be started. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** True when the program does not exist or is not executable. */
  readonly notFound: boolean;
  /** UTF-8; of a flood the head and the tail, with a note of what was left out between them. */
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** Plug-in contract of the sandbox registry. */
export interface Sandbox {
  /** e.g. `bubblewrap`, `none`. */
  readonly name: string;
  /** What is contained and what is not, in one sentence for the result. */
  readonly isolation: string;
  /** True when commands that run at the same time see nothing of each other: no port, no process, no temporary file. */
  readonly separates?: boolean;
  /** Path at which a command sees the work copy: reports that it writes carry this root. */
  workspaceRoot(workspace: string): string;
  /** Path at which a command sees the scratch folder. */
  scratchRoot(scratch: string): string;
  /** Tries whether commands can be given shared folders whose content lies in `root`, which is there. Left out: they cannot. */
  canShare?(root: string): Promise<boolean>;
  run(command: SandboxCommand): Promise<CommandResult>;
}
