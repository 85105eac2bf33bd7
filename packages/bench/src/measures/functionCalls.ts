import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  compose,
  KubernetesObject,
  Observed,
} from '@mlops-platform/function-mlflow-environments';
import { loadFunctionSdk, startFunction } from '@mlops-platform/sandbox';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type {
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { wholeEnvironment } from '../fleet';
import { freePort } from '../processes/freePort';
import { quantile } from './spread';

const CALLS = 300;
const AT_ONCE = 100;
const CALLS_AT_ONCE = 1_000;
const READY_MS = 60_000;

/** What composing a whole environment costs. Times in milliseconds. */
export interface FunctionResult {
  composeP50: number;
  callP50: number;
  /** Calls a second, with 100 under way at any time. */
  perSecond: number;
}

/** Calls the composition function as Crossplane does, with everything of an environment observed. */
export async function measureFunction(folder: string): Promise<FunctionResult> {
  const { claim, observed, settings, input } = wholeEnvironment();
  const composeTimes = timesOf(CALLS, () => compose(claim, observed, settings));

  const port = await freePort();
  const child = startFunction({ port, logFile: join(folder, 'function.log') });
  process.once('exit', () => child.kill());
  const { FunctionRunnerServiceService } = loadFunctionSdk();
  const { path, requestSerialize, responseDeserialize } =
    FunctionRunnerServiceService.runFunction;
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const request = requestOf(claim, observed, input);
  const call = () =>
    new Promise<void>((resolve, reject) => {
      client.makeUnaryRequest<RunFunctionRequest, RunFunctionResponse>(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata({ waitForReady: true }),
        { deadline: Date.now() + READY_MS },
        (error, response) => {
          const fatal = response?.results.find(
            ({ severity }) => severity === 1,
          );
          if (error || !response || fatal) {
            reject(error ?? new Error(fatal?.message ?? 'no response'));
          } else {
            resolve();
          }
        },
      );
    });
  try {
    await Promise.race([call(), child.died()]);
    const callTimes: number[] = [];
    for (let index = 0; index < CALLS; index += 1) {
      const start = performance.now();
      await call();
      callTimes.push(performance.now() - start);
    }
    await sleep(100);
    const start = performance.now();
    let left = CALLS_AT_ONCE;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left > 0) {
          left -= 1;
          await call();
        }
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    return {
      composeP50: median(composeTimes),
      callP50: median(callTimes),
      perSecond: CALLS_AT_ONCE / seconds,
    };
  } finally {
    client.close();
    await child.stop();
  }
}

function timesOf(times: number, act: () => unknown): number[] {
  return Array.from({ length: times }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
}

function median(times: number[]): number {
  return quantile(
    [...times].sort((a, b) => a - b),
    0.5,
  );
}

function requestOf(
  claim: KubernetesObject,
  observed: Observed,
  input: Record<string, unknown>,
): RunFunctionRequest {
  const { RunFunctionRequest: message } = loadFunctionSdk();
  return message.fromPartial({
    meta: { tag: 'bench' },
    input,
    observed: {
      composite: { resource: claim },
      resources: Object.fromEntries(
        Object.entries(observed).map(([name, { object }]) => [
          name,
          { resource: object },
        ]),
      ),
    },
  });
}
