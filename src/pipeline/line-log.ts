/** How long lines are gathered before they are written, in milliseconds. */
const GATHERED_MS = 100;

/**
 * A file of the run folder with one JSON value a line. Written a moment later and several lines at a time: while a candidate's
 * tests run there is time for it, between two of them there is none.
 */
export class LineLog {
  readonly #write: (text: string) => void;
  #gathered: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;

  /** `write` adds text to the end of the file. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Adds what `value` gives when it is written. Throws when lines before could not be. */
  add(value: () => unknown): void {
    this.#gathered.push(value);
    if (this.#failure !== null) throw this.#failure;
    this.#timer ??= setTimeout(() => {
      try {
        this.#flush();
      } catch (error) {
        this.#failure = error;
      }
    }, GATHERED_MS);
  }

  /** Writes what is left. */
  end(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#gathered.splice(0);
    if (lines.length > 0) this.#write(lines.map((value) => `${JSON.stringify(value())}\n`).join(''));
  }
}
