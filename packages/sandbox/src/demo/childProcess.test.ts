import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../__testUtils__/eventually';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { Child } from './childProcess';

/** A script that starts another process which would never end, and writes its id. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  console.log(child.pid);
  setInterval(() => {}, 1e6);
`;

const STUBBORN = `process.on('SIGTERM', () => {}); ${PARENT}`;

describe('Child', () => {
  let logFile: string;

  beforeEach(async () => {
    logFile = join(await temporaryFolder(), 'child.log');
  });

  afterEach(removeFolders);

  const run = (script: string, command = process.execPath) =>
    new Child({
      name: 'The child',
      command,
      args: ['-e', script],
      directory: __dirname,
      environment: process.env,
      logFile,
    });

  const grandchild = () =>
    eventually(async () => Number(await readFile(logFile, 'utf8')));

  const hasEnded = (pid: number) => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  it('takes its own children along when it is stopped', async () => {
    const child = run(PARENT);
    const pid = await grandchild();

    await child.stop();

    await eventually(() => hasEnded(pid));
  });

  it('can be ended at once although it does not listen', async () => {
    const child = run(STUBBORN);
    const pid = await grandchild();

    child.kill();

    await child.ended;
    await eventually(() => hasEnded(pid));
  });

  it('says its last words when it dies by itself', async () => {
    const child = run('console.error("no such table"); process.exit(3)');

    await expect(child.died()).rejects.toThrow(
      `The child ended unexpectedly. Its last output, all of it in ${logFile}:\nno such table`,
    );
  });

  it('has died when it could not be started at all', async () => {
    const child = run('', join(__dirname, 'no-such-program'));

    await expect(child.died()).rejects.toThrow(/ENOENT/);
    await child.stop();
  });
});
