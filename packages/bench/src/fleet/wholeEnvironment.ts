import {
  KubernetesObject,
  Observed,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { fleetClaims } from './claims';
import { environmentObjects } from './environmentObjects';
import { Json, memberOf } from './kubernetes';
import { fleetComposition } from './settings';

/** An environment of which everything exists, as the composition function gets to see it. */
export function wholeEnvironment(): {
  claim: KubernetesObject;
  observed: Observed;
  settings: PlatformSettings;
  /** What the function's step gets as its input. */
  input: Json;
} {
  const { composition, settings } = fleetComposition();
  const [step] = memberOf(composition, 'spec').pipeline as Json[];
  const [claim] = fleetClaims(1);
  const [, ...resources] = environmentObjects(
    claim,
    settings,
    '2026-11-01T10:00:00Z',
  );
  return {
    claim,
    settings,
    input: memberOf(step, 'input'),
    observed: Object.fromEntries(
      resources.map(object => [
        object.metadata.annotations?.[
          'crossplane.io/composition-resource-name'
        ] ?? object.metadata.name,
        { object, connectionDetails: {} },
      ]),
    ),
  };
}
