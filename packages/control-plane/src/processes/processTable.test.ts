import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { ProcessTable } from './processTable';
import { writeState } from './state';

const tables: ProcessTable[] = [];

function aTable(folder = temporaryFolder()): ProcessTable {
  const table = new ProcessTable(folder);
  tables.push(table);
  return table;
}

/** A process that says a word and stays. */
const talker = {
  name: 'talker',
  command: '/bin/sh',
  args: ['-c', 'echo "$WORD"; exec sleep 60'],
  environment: { WORD: 'hello' },
};

const hasSaid = (table: ProcessTable, word: string) => async () =>
  readFileSync(table.logFile('talker'), 'utf8').includes(word);

async function eventually(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await sleep(20);
  }
}

afterAll(() => {
  tables.forEach(table => table.killAll());
  removeFolders();
});

describe('ProcessTable', () => {
  it('starts a process that another table of the same folder knows and stops', async () => {
    const table = aTable();
    table.start(talker);
    await table.until('talker', hasSaid(table, 'hello'));

    const other = aTable(table.folder);
    expect(other.isRunning('talker')).toBe(true);
    await other.stop('talker');

    expect(table.isRunning('talker')).toBe(false);
  });

  it('leaves a running process alone when it is to be started again', () => {
    const table = aTable();
    table.start(talker);
    const first = table.find('talker')?.identity;

    table.start({ ...talker, args: ['-c', 'exit 1'] });

    expect(table.find('talker')?.identity).toEqual(first);
  });

  it('starts a stopped process as it was the first time', async () => {
    const table = aTable();
    table.start(talker);
    await table.stop('talker');

    table.start({ ...talker, args: ['-c', 'exit 1'] });

    expect(table.isRunning('talker')).toBe(true);
    expect(table.find('talker')?.args).toEqual(talker.args);
  });

  it('starts again what has ended by itself, and leaves alone what was stopped', async () => {
    const table = aTable();
    table.start(talker);
    table.start({ ...talker, name: 'stopped' });
    await table.stop('stopped');
    table.killAll();
    await eventually(() => !table.isRunning('talker'));

    table.revive();

    expect(table.isRunning('talker')).toBe(true);
    expect(table.isRunning('stopped')).toBe(false);
  });

  it('does not stop a process that has only got the pid of one of ours', async () => {
    const table = aTable();
    writeState(table.folder, {
      processes: [
        { ...talker, identity: { pid: process.pid, startTime: 'long ago' } },
      ],
    });

    await table.stopAll();

    expect(table.find('talker')?.identity).toBeUndefined();
  });

  it('stops what was started last first', async () => {
    const table = aTable();
    const record = `trap 'echo $0 >> ended; exit' TERM; echo $WORD; while :; do sleep 0.1; done`;
    for (const name of ['first', 'second']) {
      table.start({ name, command: '/bin/sh', args: ['-c', record, name] });
      await table.until(name, async () =>
        readFileSync(table.logFile(name), 'utf8').includes('\n'),
      );
    }

    await table.stopAll();

    expect(readFileSync(`${table.folder}/ended`, 'utf8')).toBe(
      'second\nfirst\n',
    );
  });

  it('says the last words of a process that ends before it is ready', async () => {
    const table = aTable();
    table.start({
      name: 'failing',
      command: '/bin/sh',
      args: ['-c', 'echo the port is taken; exit 1'],
    });

    await expect(table.until('failing', async () => false)).rejects.toThrow(
      /failing ended unexpectedly\.[^]*the port is taken/,
    );
  });

  it('says so when a program is not there at all', async () => {
    const table = aTable();
    table.start({ name: 'absent', command: '/no/such/program', args: [] });

    await expect(table.until('absent', async () => true)).rejects.toThrow(
      'absent ended unexpectedly',
    );
  });

  it('cannot start again what it does not know', () => {
    expect(() => aTable().restart('nobody')).toThrow(
      'No nobody was ever started',
    );
  });
});
