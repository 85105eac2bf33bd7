import { ConflictError } from '@backstage/errors';
import * as fs from 'node:fs';
import { readTree, TreeEntry, writeBlob, writeTree } from 'isomorphic-git';

/** Files by their path in the repository: the new content, or undefined for a file that goes. */
export type FileChanges = ReadonlyMap<string, string | undefined>;

/**
 * Writes the tree that results from changing some files of another, without a work tree.
 *
 * @param tree - the tree or commit to start from
 * @returns the new tree's id; that of `tree` itself when nothing changed
 */
export async function writeChangedTree(
  gitdir: string,
  tree: string,
  changes: FileChanges,
): Promise<string> {
  const { tree: entries, oid } = await readTree({ fs, gitdir, oid: tree });
  const changed = await changeEntries(gitdir, entries, changes, '');
  return changed.length === 0 && entries.length === 0
    ? oid
    : writeTree({ fs, gitdir, tree: changed });
}

async function changeEntries(
  gitdir: string,
  entries: TreeEntry[],
  changes: FileChanges,
  folder: string,
): Promise<TreeEntry[]> {
  const byName = new Map(entries.map(entry => [entry.path, entry]));
  for (const [name, below] of groupByFirstName(changes)) {
    const entry = await changeEntry(
      gitdir,
      byName.get(name),
      { name, path: `${folder}${name}` },
      below,
    );
    if (entry) byName.set(name, entry);
    else byName.delete(name);
  }
  return [...byName.values()];
}

async function changeEntry(
  gitdir: string,
  entry: TreeEntry | undefined,
  at: { name: string; path: string },
  changes: FileChanges,
): Promise<TreeEntry | undefined> {
  const isFile = changes.has('');
  if (entry && isFile !== (entry.type === 'blob')) {
    throw new ConflictError(
      `${at.path} is a ${
        entry.type === 'blob' ? 'file' : 'folder'
      } in the repository, so the change can't be made there`,
    );
  }
  if (isFile) {
    const content = changes.get('');
    if (content === undefined) return undefined;
    const oid = await writeBlob({
      fs,
      gitdir,
      blob: new TextEncoder().encode(content),
    });
    return {
      mode: entry?.mode ?? '100644',
      path: at.name,
      oid,
      type: 'blob',
    };
  }
  const below = entry
    ? (await readTree({ fs, gitdir, oid: entry.oid })).tree
    : [];
  const changed = await changeEntries(gitdir, below, changes, `${at.path}/`);
  if (changed.length === 0) return undefined;
  const oid = await writeTree({ fs, gitdir, tree: changed });
  return { mode: '040000', path: at.name, oid, type: 'tree' };
}

/** The changes below each name; a file's own change has the empty path. */
function groupByFirstName(changes: FileChanges): Map<string, FileChanges> {
  const groups = new Map<string, Map<string, string | undefined>>();
  for (const [path, content] of changes) {
    const [name, ...rest] = path.split('/');
    const group = groups.get(name) ?? new Map();
    group.set(rest.join('/'), content);
    groups.set(name, group);
  }
  return groups;
}
