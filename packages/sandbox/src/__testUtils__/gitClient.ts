import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runGit } from '../git/runGit';

/** A working copy that a person would use, with the git command. */
export class GitClient {
  private constructor(readonly folder: string) {}

  static async clone(url: string, folder: string): Promise<GitClient> {
    await runGit(dirname(folder), 'clone', '--quiet', url, folder);
    await runGit(folder, 'config', 'user.name', 'Ada');
    await runGit(folder, 'config', 'user.email', 'ada@example.com');
    return new GitClient(folder);
  }

  async write(path: string, content: string): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.folder, path));
  }

  /** Commits everything and pushes it; returns the commit's hash. */
  async push(message: string): Promise<string> {
    await runGit(this.folder, 'add', '--all');
    await runGit(this.folder, 'commit', '--quiet', '--message', message);
    await runGit(this.folder, 'push', '--quiet', 'origin', 'HEAD:main');
    return (await runGit(this.folder, 'rev-parse', 'HEAD')).trim();
  }
}

/** The URL with a user and a password, as one gives it to git. */
export function withPassword(url: string, password: string): string {
  return url.replace('//', `//sandbox:${encodeURIComponent(password)}@`);
}
