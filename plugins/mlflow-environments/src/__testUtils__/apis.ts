import { ResponseError } from '@backstage/errors';
import type { SignalApi } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';
import type { MlflowEnvironmentsApi } from '../api';
import { aCluster } from './clusters';
import { aList, anEnvironment, aPreview } from './environments';

/** A backend with one healthy environment, for tests to change. */
export function fakeApi(
  overrides: Partial<MlflowEnvironmentsApi> = {},
): jest.Mocked<MlflowEnvironmentsApi> {
  return {
    listEnvironments: jest.fn(async () => aList([anEnvironment()])),
    getEnvironment: jest.fn(async () => anEnvironment()),
    listEvents: jest.fn(async () => []),
    listHistory: jest.fn(async () => []),
    getManifest: jest.fn(async (_ref, resource) => ({
      ref: { apiVersion: 'v1', kind: 'ConfigMap', name: resource },
      yaml: `name: ${resource}\n`,
    })),
    checkName: jest.fn(async () => ({ available: true })),
    createPreview: jest.fn(async () => aPreview()),
    listTargets: jest.fn(async () => []),
    listClusters: jest.fn(async () => [aCluster()]),
    ...overrides,
  } as jest.Mocked<MlflowEnvironmentsApi>;
}

/** A signals API whose messages come from the test. */
export class FakeSignals implements SignalApi {
  readonly #subscribers = new Map<string, Set<(message: never) => void>>();

  subscribe<TMessage extends JsonObject>(
    channel: string,
    onMessage: (message: TMessage) => void,
  ) {
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    subscribers.add(onMessage);
    this.#subscribers.set(channel, subscribers);
    return { unsubscribe: () => subscribers.delete(onMessage) };
  }

  send(message: { uid: string; version: number }) {
    this.#subscribers
      .get('mlflow-environments')
      ?.forEach(subscriber => subscriber(message as never));
  }

  get listeners(): number {
    return this.#subscribers.get('mlflow-environments')?.size ?? 0;
  }
}

/** The error that the client makes of a refusal. */
export async function aResponseError(
  statusCode: number,
  message: string,
): Promise<Error> {
  const body = {
    error: { name: 'Error', message },
    response: { statusCode },
  };
  return ResponseError.fromResponse({
    status: statusCode,
    statusText: 'refused',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => JSON.stringify(body),
  } as Response);
}
