import type { EntryKind } from '../domain/project.ts';
import { nameLabel, refusedArchive } from './archive-error.ts';

/** `implied`: a folder that no entry declares but some entry lies in. */
type NodeKind = EntryKind | 'implied';

interface TreeNode {
  readonly name: string;
  kind: NodeKind;
  children: Map<string, TreeNode> | null;
}

/**
 * Refuses names that cannot live in one folder tree on every system: duplicates, names that differ only in
 * case or Unicode form, files that are folders too, files below links.
 */
export class EntryTree {
  readonly #top: TreeNode = { name: '', kind: 'implied', children: null };
  readonly #maxNodes: number;
  #nodes = 0;

  /** `maxNodes` bounds the memory: deep names imply many folders. */
  constructor(maxNodes: number) {
    this.#maxNodes = maxNodes;
  }

  add(path: string, kind: EntryKind): void {
    const parts = path.split('/');
    let node = this.#top;
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      const known = node.children?.get(clashKey(part));
      if (known === undefined) node = this.#append(node, part, last ? kind : 'implied');
      else {
        this.#judge(known, part, path, last ? kind : 'implied');
        if (known.kind === 'implied' && last) known.kind = kind;
        node = known;
      }
    }
  }

  #append(parent: TreeNode, name: string, kind: NodeKind): TreeNode {
    if (++this.#nodes > this.#maxNodes)
      throw refusedArchive(`the archive implies more than ${this.#maxNodes} files and folders`);
    const node: TreeNode = { name, kind, children: null };
    parent.children ??= new Map();
    parent.children.set(clashKey(name), node);
    return node;
  }

  #judge(known: TreeNode, part: string, path: string, kind: NodeKind): void {
    if (known.name !== part)
      throw refusedArchive(
        `the archive holds two names that differ only in case or Unicode form: ${nameLabel(path)} and another with ${nameLabel(known.name)}`,
        'Rename one of them: on some systems one would overwrite the other.',
      );
    const wasFolder = known.kind === 'directory' || known.kind === 'implied';
    if (kind === 'implied') {
      if (known.kind === 'symlink')
        throw refusedArchive(`the archive writes through a link: ${nameLabel(path)} lies below one`);
      if (known.kind === 'file')
        throw refusedArchive(`the archive holds ${nameLabel(path)} below a name that is a file`);
      return;
    }
    if (known.kind === 'implied' && kind === 'directory') return;
    if (wasFolder && kind !== 'directory')
      throw refusedArchive(`the archive holds ${nameLabel(path)} as a file and as a folder`);
    throw refusedArchive(`the archive holds ${nameLabel(path)} twice`, 'Pack the project again into a new ZIP.');
  }
}

/** What file systems that fold case and Unicode forms take for the same name. */
function clashKey(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  return /^[\u0000-\u007f]*$/.test(part) ? part.toLowerCase() : foldedName(part);
}

/** Upper case first: only so the sharp s, the long s and the two small sigmas fall together with their likes. */
function foldedName(part: string): string {
  return part.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
