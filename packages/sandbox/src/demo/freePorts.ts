import { createServer } from 'node:net';

/** A port somebody wants, and what for. */
export interface WantedPort {
  port: number;
  purpose: string;
  /** The environment variable that moves it, if one does. */
  variable?: string;
}

/** Throws one error that names all ports that are taken and what to do about each. */
export async function requireFreePorts(wanted: WantedPort[]): Promise<void> {
  const taken: WantedPort[] = [];
  for (const each of wanted) {
    if (!(await isFree(each.port))) {
      taken.push(each);
    }
  }
  if (taken.length > 0) {
    throw new Error(
      taken
        .map(({ port, purpose, variable }) => {
          const move = variable ? `, or set ${variable} to another port` : '';
          return `Port ${port}, for ${purpose}, is taken. Stop the program that listens there${move}.`;
        })
        .join('\n'),
    );
  }
}

/** Somebody may listen on IPv4 or on IPv6 only; `localhost` means either. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && canListen(port, '::1');
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE'),
    );
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
