import { AutofixError } from '../domain/autofix-error.ts';
import { damagedArchive, nameLabel } from './archive-error.ts';

/** A fault of the input must not be told as one of the output. */
export async function stillReadable<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AutofixError) throw error;
    throw damagedArchive(`${nameLabel(file)} cannot be read any more`, error);
  }
}
