import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { run } from '../run';

/** What a run of the command printed and how it ended. */
export interface Outcome {
  exitCode: number;
  output: string[];
  errors: string[];
}

/** A repository of claims in a temporary folder, with a branch `main` and the change that is being made on another. */
export class ClaimsRepository {
  private constructor(readonly folder: string) {}

  static async create(): Promise<ClaimsRepository> {
    const repository = new ClaimsRepository(
      await mkdtemp(join(tmpdir(), 'mlflow-claims-')),
    );
    await repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  /** Writes files, by path; undefined removes one. */
  async write(files: Record<string, string | undefined>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      await rm(file, { force: true });
      if (content !== undefined) {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
  }

  async link(path: string, target: string): Promise<void> {
    await symlink(target, join(this.folder, path));
  }

  /** Commits files to `main` and begins a branch there. */
  async begin(files: Record<string, string>): Promise<void> {
    await this.write({ 'README.md': 'claims', ...files });
    await this.commit();
    await this.git('switch', '--quiet', '--create', 'change');
  }

  async commit(): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', 'change');
  }

  async git(...args: string[]): Promise<void> {
    await promisify(execFile)(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args],
      { cwd: this.folder },
    );
  }

  /** Runs the command in the repository. */
  async check(...args: string[]): Promise<Outcome> {
    return this.run('check', ...args);
  }

  async run(...args: string[]): Promise<Outcome> {
    const output: string[] = [];
    const errors: string[] = [];
    const exitCode = await run(args, {
      cwd: this.folder,
      write: line => output.push(line),
      writeError: line => errors.push(line),
    });
    return { exitCode, output, errors };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
