import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { readState, State, writeState } from './state';

afterAll(removeFolders);

describe('the state file', () => {
  it('gives back what was written, and nothing else stays in the folder', () => {
    const folder = temporaryFolder();
    const state: State = {
      processes: [
        {
          name: 'etcd',
          command: '/bin/etcd',
          args: ['--data-dir=x'],
          identity: { pid: 4711, startTime: '12' },
        },
      ],
    };

    writeState(folder, state);

    expect(readState(folder)).toEqual(state);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('is empty where there is none', () => {
    expect(readState(temporaryFolder())).toEqual({ processes: [] });
  });

  it.each(['', '{"processes":', '[]', 'null', '{"processes":7}'])(
    'is refused, with what to do, when it reads %p',
    content => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'state.json'), content);

      expect(() => readState(folder)).toThrow(
        `${join(folder, 'state.json')} is damaged; stop what runs`,
      );
    },
  );
});
