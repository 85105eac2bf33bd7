import * as fs from 'node:fs';
import {
  addRemote,
  commit,
  Errors,
  fetch,
  HttpClient,
  init,
  push,
  readBlob,
  readCommit,
  TREE,
  walk,
} from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { GitCredentials } from './credentials';
import { explainGitError } from './explainGitError';
import { CommitIdentity } from './identity';
import { FileChanges, writeChangedTree } from './tree';

const REMOTE = 'origin';
const LOCAL_REF = 'refs/heads/change';

/** One deadline for everything that is asked of a server. */
const TIMEOUT_MS = 2 * 60 * 1000;

/** How to reach a repository. */
export interface GitRepositoryOptions {
  cloneUrl: string;
  /** An empty folder that outlives the repository object. */
  directory: string;
  credentials?: GitCredentials;
  signal?: AbortSignal;
}

/**
 * The newest state of a branch on a Git server, read and changed without a work tree.
 *
 * Only the newest commit is fetched, over http or https. What the server answers becomes one readable error.
 */
export class GitRepository {
  private readonly cache = {};

  static async open(options: GitRepositoryOptions): Promise<GitRepository> {
    const gitdir = options.directory;
    await init({ fs, gitdir, bare: true });
    await addRemote({ fs, gitdir, remote: REMOTE, url: options.cloneUrl });
    return new GitRepository(options, gitdir, abortable(options.signal));
  }

  private constructor(
    private readonly options: GitRepositoryOptions,
    private readonly gitdir: string,
    private readonly client: HttpClient,
  ) {}

  /** @returns the newest commit of the branch, undefined when there is no such branch */
  async fetchHead(branch: string): Promise<string | undefined> {
    try {
      const { fetchHead } = await fetch({
        ...this.server(),
        ref: `refs/heads/${branch}`,
        depth: 1,
        singleBranch: true,
        tags: false,
      });
      return fetchHead ?? undefined;
    } catch (error) {
      return isMissingRef(error, `refs/heads/${branch}`)
        ? undefined
        : this.fail(error);
    }
  }

  /** @returns the file's text, undefined when there is no such file */
  async readFile(revision: string, path: string): Promise<string | undefined> {
    try {
      const { blob } = await readBlob({
        fs,
        gitdir: this.gitdir,
        cache: this.cache,
        oid: revision,
        filepath: path,
      });
      return new TextDecoder().decode(blob);
    } catch (error) {
      if (
        error instanceof Errors.NotFoundError ||
        error instanceof Errors.ObjectTypeError
      ) {
        return undefined;
      }
      throw error;
    }
  }

  /** @returns the paths of all files below a folder; an empty name means the whole repository */
  async listFiles(revision: string, folder: string): Promise<string[]> {
    const leadsThere = (path: string) =>
      path === '.' || path === folder || folder.startsWith(`${path}/`);
    const files: string[] = [];
    await walk({
      fs,
      gitdir: this.gitdir,
      cache: this.cache,
      trees: [TREE({ ref: revision })],
      map: async (path, [entry]) => {
        const below = folder === '' || path.startsWith(`${folder}/`);
        if (!below && !leadsThere(path)) return null;
        if (below && (await entry?.type()) === 'blob') files.push(path);
        return path;
      },
    });
    return files;
  }

  /** @returns the new commit, undefined when the changes are there already */
  async commit(options: {
    parent: string;
    changes: FileChanges;
    message: string;
    author: CommitIdentity;
  }): Promise<string | undefined> {
    const { gitdir } = this;
    const { parent, message, author } = options;
    const before = await readCommit({ fs, gitdir, oid: parent });
    const tree = await writeChangedTree(gitdir, parent, options.changes);
    if (tree === before.commit.tree) return undefined;
    return commit({
      fs,
      gitdir,
      message,
      author,
      committer: author,
      tree,
      parent: [parent],
      ref: LOCAL_REF,
    });
  }

  /**
   * Pushes the last commit. A branch that has moved is never overwritten.
   *
   * @param replaces - what the branch was when the commit was made, undefined when there was no such branch
   * @returns whether it was pushed, false when the branch has moved meanwhile
   */
  async push(branch: string, replaces: string | undefined): Promise<boolean> {
    try {
      await push({
        ...this.server(),
        ref: LOCAL_REF,
        remoteRef: `refs/heads/${branch}`,
        force: false,
      });
      return true;
    } catch (error) {
      if (error instanceof Errors.PushRejectedError) return false;
      // A server words a lost race in many ways, but the branch tells.
      if (
        error instanceof Errors.GitPushError &&
        (await this.fetchHead(branch)) !== replaces
      ) {
        return false;
      }
      return this.fail(error);
    }
  }

  private server() {
    return {
      fs,
      http: this.client,
      gitdir: this.gitdir,
      cache: this.cache,
      remote: REMOTE,
      onAuth: () => this.options.credentials,
    };
  }

  private fail(error: unknown): never {
    throw explainGitError(error, this.options.cloneUrl);
  }
}

function abortable(signal: AbortSignal | undefined): HttpClient {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const both = signal ? AbortSignal.any([signal, deadline]) : deadline;
  return { request: req => http.request({ ...req, signal: both }) };
}

function isMissingRef(error: unknown, ref: string): boolean {
  return error instanceof Errors.NotFoundError && error.data.what === ref;
}
