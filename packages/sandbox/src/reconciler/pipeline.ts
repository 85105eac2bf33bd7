import type {
  Resource,
  RunFunctionRequest,
  RunFunctionResponse,
  State,
} from '@crossplane-org/function-sdk-typescript';
import { messageOf } from '../errors';
import { arrayAt, JsonObject, objectAt, stringAt } from '../json';
import { ConditionState, KubeObject } from '../kube';
import { ObservedResources } from './composedResources';
import { FunctionRunner } from './functionRunner';
import { loadFunctionSdk } from './functionSdk';

/** A result that a function reported and that isn't fatal. */
export interface PipelineEvent {
  type: 'Normal' | 'Warning';
  reason?: string;
  message: string;
}

/** What a pipeline run came to. Conditions and events are there even where it failed. */
export interface PipelineResult {
  desired?: State;
  /** Why there is no desired state, in Crossplane's words. */
  failure?: string;
  conditions: ConditionState[];
  events: PipelineEvent[];
  /** After how long the functions want to be asked again. */
  ttlMs?: number;
}

/** Runs the functions of a composition revision one after the other, each on the desired state of the last. */
export async function runPipeline(
  runner: FunctionRunner,
  composite: KubeObject,
  observed: ObservedResources,
  revision: KubeObject,
): Promise<PipelineResult> {
  const result: PipelineResult = { conditions: [], events: [] };
  const request = firstRequest(composite, observed);
  for (const step of arrayAt(revision.spec, 'pipeline')) {
    const name = stringAt(step, 'step') ?? '';
    const functionName = stringAt(step, 'functionRef', 'name') ?? '';
    request.input = objectAt(step, 'input');
    let response: RunFunctionResponse;
    try {
      response = await runner.run(functionName, request);
    } catch (error) {
      result.failure = `cannot run Composition pipeline step "${name}": ${messageOf(
        error,
      )}`;
      return result;
    }
    result.conditions.push(...conditionsIn(response));
    const fatal = collectResults(response, result.events);
    if (fatal !== undefined) {
      result.failure = `pipeline step "${name}" returned a fatal result: ${fatal}`;
      return result;
    }
    const seconds = response.meta?.ttl?.seconds ?? 0;
    if (seconds > 0) {
      result.ttlMs = Math.min(result.ttlMs ?? Infinity, seconds * 1000);
    }
    request.desired = response.desired;
    request.context = response.context;
  }
  result.desired = request.desired;
  return result;
}

function firstRequest(
  composite: KubeObject,
  observed: ObservedResources,
): RunFunctionRequest {
  const { Capability } = loadFunctionSdk();
  return {
    meta: {
      tag: composite.metadata.resourceVersion ?? '',
      capabilities: [
        Capability.CAPABILITY_CAPABILITIES,
        Capability.CAPABILITY_CONDITIONS,
      ],
    },
    observed: {
      composite: protobufResource(composite),
      resources: Object.fromEntries(
        [...observed].map(([name, { object, connectionDetails }]) => [
          name,
          protobufResource(object, connectionDetails),
        ]),
      ),
    },
    desired: { composite: undefined, resources: {} },
    context: {},
    credentials: {},
    extraResources: {},
    requiredResources: {},
    requiredSchemas: {},
  };
}

function protobufResource(
  object: KubeObject,
  connectionDetails: Record<string, Buffer> = {},
): Resource {
  const { READY_UNSPECIFIED } = loadFunctionSdk().Ready;
  return { resource: object, connectionDetails, ready: READY_UNSPECIFIED };
}

function conditionsIn(response: RunFunctionResponse): ConditionState[] {
  const { Status } = loadFunctionSdk();
  return response.conditions.map(condition => {
    let status: ConditionState['status'] = 'Unknown';
    if (condition.status === Status.STATUS_CONDITION_TRUE) {
      status = 'True';
    } else if (condition.status === Status.STATUS_CONDITION_FALSE) {
      status = 'False';
    }
    return {
      type: condition.type,
      status,
      reason: condition.reason,
      ...(condition.message ? { message: condition.message } : {}),
    };
  });
}

/** Adds the results to the events, up to a fatal one, whose message is returned. */
function collectResults(
  response: RunFunctionResponse,
  events: PipelineEvent[],
): string | undefined {
  const { Severity } = loadFunctionSdk();
  for (const { severity, reason, message } of response.results) {
    if (severity === Severity.SEVERITY_FATAL) {
      return message;
    }
    const isNormal = severity === Severity.SEVERITY_NORMAL;
    events.push({ type: isNormal ? 'Normal' : 'Warning', reason, message });
  }
  return undefined;
}

/** Whether the functions call the composite ready, where they decide it themselves. */
export function decidedReadiness(
  desired: State | undefined,
): boolean | undefined {
  const { READY_TRUE, READY_FALSE } = loadFunctionSdk().Ready;
  const decisions = new Map<unknown, boolean>([
    [READY_TRUE, true],
    [READY_FALSE, false],
  ]);
  return decisions.get(desired?.composite?.ready);
}

/** The desired status of the composite, without conditions, which are not the functions' to set there. */
export function desiredStatus(desired: State | undefined): JsonObject {
  const { conditions: _, ...status } = objectAt(
    desired?.composite?.resource,
    'status',
  );
  return status;
}
