/** Collects what a process prints and keeps only its head and its tail, so that a flood cannot fill the memory. */
export class CappedOutput {
  readonly #part: number;
  #head: Buffer[] = [];
  #headLength = 0;
  #tail: Buffer[] = [];
  #tailLength = 0;
  #dropped = 0;

  /** `part`: bytes kept of the head, and again of the tail. */
  constructor(part: number) {
    this.#part = part;
  }

  add(chunk: Uint8Array): void {
    const room = this.#part - this.#headLength;
    if (room > 0) {
      const first = Buffer.from(chunk.subarray(0, room));
      this.#head.push(first);
      this.#headLength += first.length;
    }
    if (chunk.length <= Math.max(room, 0)) return;
    this.#tail.push(Buffer.from(chunk.subarray(Math.max(room, 0))));
    this.#tailLength += chunk.length - Math.max(room, 0);
    // Whole chunks are let go while the rest still fills the tail.
    for (let first = this.#tail[0]; first && this.#tailLength - first.length >= this.#part; first = this.#tail[0]) {
      this.#tail.shift();
      this.#tailLength -= first.length;
      this.#dropped += first.length;
    }
  }

  text(): string {
    const tail = Buffer.concat(this.#tail);
    const excess = Math.max(0, tail.length - this.#part);
    const dropped = this.#dropped + excess;
    const head = Buffer.concat(this.#head);
    if (dropped === 0) return Buffer.concat([head, tail]).toString('utf8');
    const note = `\n[… ${dropped} bytes of output left out …]\n`;
    return `${head.toString('utf8')}${note}${tail.subarray(excess).toString('utf8')}`;
  }
}
