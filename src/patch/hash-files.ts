import { createHash } from 'node:crypto';
import type { Project } from '../domain/project.ts';
import { isManifest } from './integrity-policy.ts';
import { protectedManifestParts } from './package-manifest.ts';

/**
 * SHA-256 in hex by path; paths that the project does not have are left out. Of a package.json only the
 * protected parts count: its entry points may be what a repair must change.
 */
export function hashFiles(project: Project, paths: readonly string[]): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const path of paths) {
    const entry = project.entries.get(path);
    if (entry === undefined) continue;
    const bytes = entry.bytes();
    const parts = isManifest(path) ? protectedManifestParts(bytes) : null;
    hashes.set(
      path,
      createHash('sha256')
        .update(parts ?? bytes)
        .digest('hex'),
    );
  }
  return hashes;
}
