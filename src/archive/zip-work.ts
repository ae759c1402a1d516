import type { Project, ProjectChange } from '../domain/project.ts';
import type { EntryCodec } from './entry-codec.ts';

/** What a ZIP is made from. */
export interface ZipWork {
  readonly project: Project;
  /** Net effect by path. */
  readonly net: ReadonlyMap<string, ProjectChange>;
  readonly codec: EntryCodec;
  /** Time of the entries that are new or changed. */
  readonly modified: Date;
}
