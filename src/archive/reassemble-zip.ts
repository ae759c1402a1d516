import type { Project, ProjectChange } from '../domain/project.ts';
import { loadEntryCodec } from './entry-codec.ts';
import { writeAtomically } from './output-file.ts';
import { checkOutputTarget, resolveTarget, unwritableTarget } from './output-target.ts';
import { packProject } from './pack-project.ts';
import { spliceZip } from './splice-zip.ts';
import { type ExpectedZip, verifyZip } from './verify-zip.ts';
import { isZipOrigin } from './zip-project.ts';

/**
 * Writes `project` with `changes` as a ZIP. A project that came from a ZIP is spliced: what is untouched is
 * copied as bytes, order, flags, times, comments and all; only changed and new entries are encoded. A folder
 * becomes a new ZIP. The result is flushed and read back before it takes the target's name.
 * Throws `AutofixError`: `usage` or `output-unwritable` (exit 2); `archive-damaged` when the input changed.
 */
export async function reassembleZip(
  project: Project,
  changes: readonly ProjectChange[],
  target: string,
  modified: Date = new Date(),
): Promise<void> {
  const { origin } = project;
  await checkOutputTarget(origin.kind === 'zip' ? origin.file : origin.folder, target);
  const codec = await loadEntryCodec();
  const work = { project, net: new Map(changes.map((change) => [change.path, change])), codec, modified };
  let expected: ExpectedZip = { input: null, parts: [], count: 0, entries: [] };
  try {
    await writeAtomically(await resolveTarget(target), {
      fill: async (sink) => {
        expected = isZipOrigin(origin) ? await spliceZip(work, origin, sink) : await packProject(work, sink);
      },
      verify: (temporary) => verifyZip(temporary, expected, codec),
    });
  } catch (error) {
    throw unwritableTarget(target, error);
  }
}
