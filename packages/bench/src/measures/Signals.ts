import { setTimeout as sleep } from 'node:timers/promises';
import { SIGNAL_CHANNEL } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import WebSocket from 'ws';
import { BackstageProcess } from '../processes/BackstageProcess';

const CONNECT_MS = 2_000;
const TRIES = 5;

/** Listens to the signals of environments as a browser does. */
export class Signals {
  private listener: (uid: string) => void = () => {};

  static async open({ url, token }: BackstageProcess): Promise<Signals> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const socket = new WebSocket(
        `${url.replace('http', 'ws')}/api/signals`,
        token,
      );
      // The first connection ever made tells the backend to listen for the next ones.
      const opened = await Promise.race([
        new Promise<boolean>(resolve => {
          socket.once('open', () => resolve(true));
          socket.on('error', () => resolve(false));
        }),
        sleep(CONNECT_MS, false),
      ]);
      if (opened) {
        return new Signals(socket);
      }
      socket.terminate();
    }
    throw new Error(`${url} takes no listeners for signals`);
  }

  private constructor(private readonly socket: WebSocket) {
    socket.send(
      JSON.stringify({ action: 'subscribe', channel: SIGNAL_CHANNEL }),
    );
    socket.on('message', data => {
      const { channel, message } = JSON.parse(String(data));
      if (channel === SIGNAL_CHANNEL) {
        this.listener(message.uid);
      }
    });
  }

  onSignal(listener: (uid: string) => void): void {
    this.listener = listener;
  }

  close(): void {
    this.socket.terminate();
  }
}
