import { Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** Starts to listen on loopback only; 0 takes any free port. Returns the URL. */
export async function listenOnLoopback(
  server: Server,
  port: number,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stops listening and drops the connections that are still open. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise(resolve => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
