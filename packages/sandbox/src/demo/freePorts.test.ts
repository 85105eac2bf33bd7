import { AddressInfo, createServer, Server } from 'node:net';
import { freePort } from '../__testUtils__/freePort';
import { requireFreePorts } from './freePorts';

describe('requireFreePorts', () => {
  let server: Server | undefined;

  afterEach(
    () =>
      new Promise<void>(resolve => {
        if (server) {
          server.close(() => resolve());
          server = undefined;
        } else {
          resolve();
        }
      }),
  );

  const listenAt = (host: string) =>
    new Promise<number>(resolve => {
      server = createServer();
      server.listen(0, host, () =>
        resolve((server?.address() as AddressInfo).port),
      );
    });

  it('is content with free ports', async () => {
    const port = await freePort();

    await expect(
      requireFreePorts([{ port, purpose: 'anything' }]),
    ).resolves.toBeUndefined();
  });

  it.each(['127.0.0.1', '::1', '0.0.0.0'])(
    'names a port that is taken at %s and what to do',
    async host => {
      const port = await listenAt(host);

      await expect(
        requireFreePorts([{ port, purpose: 'Git', variable: 'GIT_PORT' }]),
      ).rejects.toThrow(
        `Port ${port}, for Git, is taken. Stop the program that listens there, or set GIT_PORT to another port.`,
      );
    },
  );
});
