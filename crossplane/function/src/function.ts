import type {
  ComposeFunction,
  Condition,
  Resource,
} from '@crossplane-org/function-sdk-typescript';
import { compose, Composed, ComposedResource } from './compose/compose';
import { EnvironmentCondition } from './compose/conditions';
import { InvalidInputError } from './errors';
import { KubernetesObject, Observed } from './kubernetes';
import { parseSettings } from './settings';

type Sdk = typeof import('@crossplane-org/function-sdk-typescript');

/**
 * Makes the function that answers Crossplane: what it observed in, what it shall make of it out.
 *
 * @param sdk - handed in because it is an ES module, which only `import()` can load from here
 */
export function createFunction(sdk: Sdk): ComposeFunction {
  return (request, response) => {
    try {
      const composed = compose(
        readComposite(request.observed?.composite),
        readObserved(request.observed?.resources ?? {}),
        parseSettings(request.input),
      );
      const { desired } = response;
      // One by one: the SDK's own setter merges deeply and drops repeated values from lists. What earlier steps desired
      // stays.
      for (const resource of composed.resources) {
        desired.resources[resource.name] = desiredResource(sdk, resource);
      }
      desired.composite = desiredComposite(sdk, desired.composite, composed);
      response.conditions.push(
        ...composed.conditions.map(condition => toCondition(sdk, condition)),
      );
      return response;
    } catch (error) {
      if (error instanceof InvalidInputError) {
        return sdk.fatal(response, error.message);
      }
      throw error;
    }
  };
}

function readComposite(composite: Resource | undefined): KubernetesObject {
  const object = composite?.resource;
  if (!isKubernetesObject(object)) {
    throw new Error('The request has no observed composite resource');
  }
  return object;
}

function readObserved(resources: Record<string, Resource>): Observed {
  return Object.fromEntries(
    Object.entries(resources).flatMap(
      ([name, { resource, connectionDetails }]) =>
        isKubernetesObject(resource)
          ? [
              [
                name,
                {
                  object: resource,
                  connectionDetails: Object.fromEntries(
                    Object.entries(connectionDetails).map(([key, value]) => [
                      key,
                      Buffer.from(value).toString('utf8'),
                    ]),
                  ),
                },
              ],
            ]
          : [],
    ),
  );
}

function isKubernetesObject(
  object: Record<string, unknown> | undefined,
): object is KubernetesObject {
  return (
    typeof object?.apiVersion === 'string' &&
    typeof object.kind === 'string' &&
    typeof object.metadata === 'object' &&
    object.metadata !== null
  );
}

function desiredResource(
  { Ready }: Sdk,
  { object, ready }: ComposedResource,
): Resource {
  return {
    resource: object,
    connectionDetails: {},
    ready: ready ? Ready.READY_TRUE : Ready.READY_FALSE,
  };
}

function desiredComposite(
  { Ready }: Sdk,
  earlier: Resource | undefined,
  { status, waiting, resources }: Composed,
): Resource {
  // Crossplane derives readiness, and the list of what is unready, from the resources that are desired, and doesn't know of
  // those behind a gate.
  const onlyGatesLeft =
    waiting.length > 0 && resources.every(({ ready }) => ready);
  return {
    resource: {
      ...earlier?.resource,
      status: { ...earlier?.resource?.status, ...status },
    },
    connectionDetails: earlier?.connectionDetails ?? {},
    ready: onlyGatesLeft
      ? Ready.READY_FALSE
      : earlier?.ready ?? Ready.READY_UNSPECIFIED,
  };
}

function toCondition(
  { Status, Target }: Sdk,
  { type, status, reason, message }: EnvironmentCondition,
): Condition {
  return {
    type,
    status:
      status === 'True'
        ? Status.STATUS_CONDITION_TRUE
        : Status.STATUS_CONDITION_FALSE,
    reason,
    message,
    target: Target.TARGET_COMPOSITE,
  };
}
