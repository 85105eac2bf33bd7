import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { ensureCredentials } from './credentials';

afterAll(removeFolders);

describe('ensureCredentials', () => {
  it('makes credentials once for a folder, and other ones for another folder', () => {
    const folder = temporaryFolder();

    const first = ensureCredentials(folder);

    expect(ensureCredentials(folder)).toEqual(first);
    expect(ensureCredentials(temporaryFolder()).adminToken).not.toBe(
      first.adminToken,
    );
  });

  it('writes files that only their owner can read', () => {
    const { tokenFile, serviceAccountKeyFile } = ensureCredentials(
      temporaryFolder(),
    );

    for (const file of [tokenFile, serviceAccountKeyFile]) {
      expect(statSync(file).mode % 0o1000).toBe(0o600);
    }
    const key = createPrivateKey(readFileSync(serviceAccountKeyFile));
    expect(key.asymmetricKeyType).toBe('rsa');
  });
});
