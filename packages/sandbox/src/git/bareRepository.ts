import { mkdir } from 'node:fs/promises';
import { runGit, runGitWithInput } from './runGit';

/** A file in a commit. */
export interface CommittedFile {
  path: string;
  content: string;
}

const BRANCH_NAME = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/;
const COMMIT_HASH = /^[0-9a-f]{7,40}$/;

/** A bare Git repository in a folder of its own. */
export class BareRepository {
  private constructor(readonly directory: string, readonly branch: string) {}

  /** Makes an empty repository whose default branch is `branch`. */
  static async create(
    directory: string,
    branch = 'main',
  ): Promise<BareRepository> {
    await mkdir(directory, { recursive: true });
    await runGit(
      directory,
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${branch}`,
    );
    // Housekeeping would go on in the background after the server has stopped.
    await runGit(directory, 'config', 'receive.autogc', 'false');
    return new BareRepository(directory, branch);
  }

  /** The commit a branch points to, or `undefined` while it has none. */
  async head(branch = this.branch): Promise<string | undefined> {
    const printed = await runGit(
      this.directory,
      'for-each-ref',
      '--format=%(objectname)',
      `refs/heads/${branch}`,
    );
    return printed.trim() || undefined;
  }

  /** The text files below a folder as a commit has them. */
  async files(commit: string, folder: string): Promise<CommittedFile[]> {
    const printed = await runGit(
      this.directory,
      'ls-tree',
      '-r',
      '-z',
      '--name-only',
      commit,
      '--',
      `${folder}/`,
    );
    const paths = printed.split('\0').filter(path => path !== '');
    return Promise.all(
      paths.map(async path => ({
        path,
        content: await runGit(
          this.directory,
          'cat-file',
          'blob',
          `${commit}:${path}`,
        ),
      })),
    );
  }

  /** Commits files on top of the default branch. */
  async commit(options: {
    files: CommittedFile[];
    message: string;
    author: { name: string; email: string };
  }): Promise<void> {
    const { files, message, author } = options;
    const parent = await this.head();
    const seconds = Math.floor(Date.now() / 1000);
    await runGitWithInput(
      this.directory,
      [
        `commit refs/heads/${this.branch}`,
        `committer ${author.name} <${author.email}> ${seconds} +0000`,
        data(message),
        ...(parent ? [`from ${parent}`] : []),
        ...files.map(
          file =>
            `M 100644 inline ${JSON.stringify(file.path)}\n${data(
              file.content,
            )}`,
        ),
        'done\n',
      ].join('\n'),
      'fast-import',
      '--quiet',
      '--done',
    );
  }

  /** A commit as `git show` prints it, or `undefined` where there is no such commit. */
  async showCommit(hash: string): Promise<string | undefined> {
    return COMMIT_HASH.test(hash)
      ? this.printed('show', '--stat', '--patch', `${hash}^{commit}`)
      : undefined;
  }

  /** A file as a branch or commit has it, or `undefined` where there is none. */
  async showFile(ref: string, path: string): Promise<string | undefined> {
    return BRANCH_NAME.test(ref)
      ? this.printed('cat-file', 'blob', `${ref}:${path}`)
      : undefined;
  }

  /** The latest commits, newest first. */
  async showLog(): Promise<string | undefined> {
    return this.printed('log', '--max-count=50', '--stat', this.branch);
  }

  private async printed(...args: string[]): Promise<string | undefined> {
    try {
      return await runGit(this.directory, ...args);
    } catch {
      return undefined;
    }
  }
}

/** A piece of text in the format of git fast-import. */
function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
