import { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Counters, ProxyOptions, Way } from './proxy';

const { target, key, cert } = workerData as ProxyOptions;
const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

function open(counters: Counters): void {
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    counters[0] += 1;
    counters[1] ||= Date.now();
    forward(incoming, outgoing);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    const way: Way = { url: `https://127.0.0.1:${port}` };
    parentPort?.postMessage(way);
  });
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming;
  const onward = request(
    `${target}${url}`,
    { method, headers, agent },
    answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.once('error', () => outgoing.destroy());
    },
  );
  onward.once('error', () => outgoing.destroy());
  outgoing.once('close', () => onward.destroy());
  incoming.pipe(onward);
}

parentPort?.on('message', open);
