import { pipeline, type Readable, Transform } from 'node:stream';

/** More than any model writes, unpacked: what is larger is no answer, and would fill the memory until the deadline. */
export const LONGEST_BODY_BYTES = 8_000_000;

/** Codes of our own, beside those of Node and undici. */
export const REDIRECTED = 'ERR_ANSWER_REDIRECTED';
export const TOO_LARGE = 'ERR_ANSWER_TOO_LARGE';

export function answerTooLarge(): Error {
  return Object.assign(new Error(`more than ${LONGEST_BODY_BYTES} bytes`), { code: TOO_LARGE });
}

/** The stream, ended with an error once it is larger than any answer. */
export function limitedStream(source: Readable): Readable {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > LONGEST_BODY_BYTES ? answerTooLarge() : null, chunk);
    },
  });
  // What breaks it is thrown to whoever reads.
  pipeline(source, counted, () => undefined);
  return counted;
}
