import {
  Composed,
  KubernetesObject,
  Observed,
  ObservedResource,
  parseSettings,
  plan,
  PlatformSettings,
} from '..';
import { fieldAt } from '../kubernetes';
import { readCrossplaneYaml } from './files';

type Json = Record<string, unknown>;

/** When everything that the builders make ready became so. */
export const READY_TIME = '2026-11-01T10:00:00Z';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON merge patch (RFC 7386): null removes. */
export function mergePatch<T>(target: T, patch: unknown): T;
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** The input of the example composition, with changes to its spec. */
export function settingsInput(changes: unknown = {}): Json {
  const composition = readCrossplaneYaml(
    'apis/mlflowenvironments/composition.yaml',
  );
  const pipeline = fieldAt(composition, 'spec', 'pipeline');
  const input = Array.isArray(pipeline) ? pipeline[0].input : undefined;
  return mergePatch<Json>(input, { spec: changes });
}

/** The settings of the example composition, with changes. */
export function someSettings(changes: unknown = {}): PlatformSettings {
  return parseSettings(settingsInput(changes));
}

/** An MLflowEnvironment called demo in team-a, with these parameters. */
export function anEnvironment(
  parameters: Json = {},
  { name = 'demo', namespace = 'team-a' } = {},
): KubernetesObject {
  return {
    apiVersion: 'mlops.example.com/v1alpha1',
    kind: 'MLflowEnvironment',
    metadata: { name, namespace },
    spec: { parameters: { environmentID: name, ...parameters } },
  };
}

/** A condition as providers and Kubernetes write it. */
export function aCondition(
  type: string,
  status: string,
  reason = 'Available',
  message = '',
): Json {
  return { type, status, reason, message, lastTransitionTime: READY_TIME };
}

/** A composed resource as the API server has it after a pass: what was desired, with a status. */
export function observedAs(
  object: KubernetesObject,
  changes: unknown = {},
  connectionDetails: Record<string, string> = {},
): ObservedResource {
  return { object: mergePatch(object, changes), connectionDetails };
}

/** Conditions of an object that is ready. */
export function readyStatus({ kind }: { kind: string }): Json {
  return kind === 'Deployment'
    ? {
        conditions: [
          aCondition('Available', 'True', 'MinimumReplicasAvailable'),
        ],
      }
    : {
        conditions: [
          aCondition('Synced', 'True', 'ReconcileSuccess'),
          aCondition('Ready', 'True'),
        ],
      };
}

/** What the providers report of an environment that is up. */
export const PROVIDED: Record<
  string,
  { status: Json; connectionDetails?: Record<string, string> }
> = {
  'atlas-project': {
    status: { atProvider: { id: '65f0a1b2c3d4e5f601234567' } },
  },
  'atlas-cluster': {
    status: {
      atProvider: {
        stateName: 'IDLE',
        mongoDbVersion: '8.0.4',
        connectionStrings: {
          standardSrv: 'mongodb+srv://mlflow.ab1cd.mongodb.net',
        },
      },
    },
  },
  'atlas-user': {
    status: {},
    connectionDetails: { password: 'correct horse' },
  },
  'artifact-bucket': {
    status: { atProvider: { arn: 'arn:aws:s3:::the-bucket' } },
  },
};

/** Content of the Secret from an earlier pass: mongodb://a and s3://b. */
export const CONFIG = {
  MONGO_URI: 'bW9uZ29kYjovL2E=',
  ARTIFACT_ROOT: 'czM6Ly9i',
};

/** A bare managed resource or Kubernetes object for each entry of the plan, ready where asked. */
export function observedEnvironment(
  xr: KubernetesObject,
  settings: PlatformSettings,
  isReady: (name: string) => boolean = () => true,
): Observed {
  return Object.fromEntries(
    plan(xr, settings)
      .filter(({ name }) => isReady(name))
      .map(({ name, apiVersion, kind, objectName }) => {
        const managed = /\.m\.(crossplane|upbound)\.io\//.test(apiVersion);
        const provided = PROVIDED[name];
        return [
          name,
          observedAs(
            {
              apiVersion,
              kind,
              metadata: { name: objectName, namespace: xr.metadata.namespace },
              ...(managed && {
                spec: {
                  providerConfigRef: {
                    kind: 'ClusterProviderConfig',
                    name: 'default',
                  },
                },
              }),
            },
            {
              ...(name === 'mlflow-config' && { data: CONFIG }),
              status: { ...readyStatus({ kind }), ...provided?.status },
            },
            provided?.connectionDetails,
          ),
        ];
      }),
  );
}

/** The desired object of a composed resource; throws if there is none. */
export function desiredOf(composed: Composed, name: string): KubernetesObject {
  const found = composed.resources.find(resource => resource.name === name);
  if (!found) throw new Error(`${name} is not desired`);
  return found.object;
}

/** Text of a value in a desired Secret. */
export function secretValue(secret: KubernetesObject, key: string): string {
  return Buffer.from(String(fieldAt(secret, 'data', key)), 'base64').toString(
    'utf8',
  );
}
