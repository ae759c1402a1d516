import { AutofixError } from '../domain/autofix-error.ts';
import { damagedArchive, nameLabel } from './archive-error.ts';

/** A fault of the input must not be told as one of the output. */
export async function stillReadable<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw noLongerReadable(file, error);
  }
}

/** The same for a caller that cannot wait. */
export function stillReadableSync<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw noLongerReadable(file, error);
  }
}

function noLongerReadable(file: string, error: unknown): AutofixError {
  return error instanceof AutofixError ? error : damagedArchive(`${nameLabel(file)} cannot be read any more`, error);
}
