import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Environment } from '../environment';
import { Part, plainPart } from './part';
import { selectorLabels } from './tags';

/** Keeps all but one pod running while nodes are drained; a single pod would only block the drain. */
export function disruptionParts(environment: Environment): Part[] {
  if (environment.parameters.server.replicas === 1) return [];
  return [
    plainPart<IPodDisruptionBudget>(
      environment,
      'mlflow-disruption-budget',
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        name: environment.names.object,
      },
      {
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: selectorLabels(environment) },
        },
      },
    ),
  ];
}
