import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Settings of the machine's user must not change what a test sees. */
export const gitEnvironment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Runs git and returns what it prints. */
export async function git(directory: string, ...args: string[]) {
  const { stdout } = await run('git', args, {
    cwd: directory,
    env: gitEnvironment,
  });
  return stdout;
}

/** Commits files on top of a branch of a bare repository. A file without content is removed. */
export async function commitFiles(
  directory: string,
  branch: string,
  files: Record<string, string | undefined>,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const parent = (
    await git(directory, 'for-each-ref', '--format=%(objectname)', ref)
  ).trim();
  const script = [
    `commit ${ref}`,
    'committer Somebody <somebody@example.com> 1700000000 +0000',
    data('Change by somebody else'),
    ...(parent ? [`from ${parent}`] : []),
    ...Object.entries(files).map(([path, content]) =>
      content === undefined
        ? `D ${JSON.stringify(path)}`
        : `M 100644 inline ${JSON.stringify(path)}\n${data(content)}`,
    ),
    'done',
    '',
  ].join('\n');
  await new Promise<void>((resolve, reject) => {
    const child = spawn('git', ['fast-import', '--quiet', '--done'], {
      cwd: directory,
      env: gitEnvironment,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve() : reject(new Error(`fast-import: ${code}`)),
    );
    child.stdin.end(script);
  });
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
