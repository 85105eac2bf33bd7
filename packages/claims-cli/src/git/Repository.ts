import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf, UsageError } from '../UsageError';

const LARGEST_OUTPUT = 256 * 1024 * 1024;

/** A Git repository with a working tree, through the `git` command. */
export class Repository {
  private constructor(readonly root: string) {}

  /** The repository a folder is in. */
  static async find(folder: string): Promise<Repository> {
    const root = await git(folder, ['rev-parse', '--show-toplevel']);
    return new Repository(root.trimEnd());
  }

  /** Where the working tree and another revision parted. */
  async mergeBase(revision: string): Promise<string> {
    try {
      const commit = await this.#run(['merge-base', '--', revision, 'HEAD']);
      return commit.trim();
    } catch (error) {
      throw new UsageError(
        `nothing to compare with: ${revision} and HEAD have no common commit here. Fetch both with their whole history (fetch-depth: 0)`,
        { cause: error },
      );
    }
  }

  /** Files in the working tree below a folder, those to be ignored left out. Some may be deleted. */
  async files(folder: string): Promise<string[]> {
    return this.#list([
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      '-z',
      ...below(folder),
    ]);
  }

  /** Files below a folder that differ between a commit and the working tree. */
  async changedSince(commit: string, folder: string): Promise<string[]> {
    const [tracked, untracked] = await Promise.all([
      this.#list([
        'diff',
        '--name-only',
        '--no-renames',
        '--no-ext-diff',
        '-z',
        commit,
        ...below(folder),
      ]),
      this.#list([
        'ls-files',
        '--others',
        '--exclude-standard',
        '-z',
        ...below(folder),
      ]),
    ]);
    return [...new Set([...tracked, ...untracked])];
  }

  /** The content of a file in a commit; undefined when it has none of that name. */
  async textAt(commit: string, path: string): Promise<string | undefined> {
    const [entry] = await this.#list(['ls-tree', '-z', commit, '--', path]);
    const blob = entry && /^100\d{3} blob (\w+)\t/.exec(entry)?.[1];
    return blob ? this.#run(['cat-file', 'blob', blob]) : undefined;
  }

  async #list(args: string[]): Promise<string[]> {
    const output = await this.#run(args);
    return output.split('\0').filter(name => name !== '');
  }

  #run(args: string[]): Promise<string> {
    return git(this.root, args);
  }
}

function below(folder: string): string[] {
  return ['--', folder === '' ? '.' : folder];
}

async function git(cwd: string, args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['--literal-pathspecs', ...args],
      { cwd, maxBuffer: LARGEST_OUTPUT },
    );
    return stdout;
  } catch (error) {
    throw new UsageError(`git ${args[0]} failed: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  const said =
    typeof error === 'object' && error !== null && 'stderr' in error
      ? String(error.stderr).trim()
      : '';
  return said === '' ? messageOf(error) : said;
}
