import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** The environment git runs in: the user's and the system's own git settings must not change what the sandbox does. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Runs git in a directory and returns what it prints. Throws with git's own words. */
export async function runGit(
  directory: string,
  ...args: string[]
): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, {
    cwd: directory,
    env: gitEnvironment(),
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout;
}

/** Runs git in a directory with something to read from its standard input. */
export async function runGitWithInput(
  directory: string,
  input: string,
  ...args: string[]
): Promise<void> {
  const child = spawn('git', args, {
    cwd: directory,
    env: gitEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', chunk => {
    complaint += chunk;
  });
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`git ${args[0]} failed: ${complaint.trim()}`);
  }
}
