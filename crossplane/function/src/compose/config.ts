import type { ISecret } from 'kubernetes-models/v1';
import { Environment } from '../environment';
import { fieldAt, KubernetesObject, Observed } from '../kubernetes';
import { artifactRoot } from './artifacts';
import { gateOn, throughGate } from './gates';
import { mongoUri } from './mongoUri';
import { shortHash } from './names';
import { atProvider, whenReady } from './observation';
import { objectOf, Part } from './part';

/** Keys of the Secret from which the server is configured. */
export const MONGO_URI = 'MONGO_URI';
export const ARTIFACT_ROOT = 'ARTIFACT_ROOT';

/** The Secret with what the server needs to find its database and its artifacts. */
export function configPart(environment: Environment, observed: Observed): Part {
  const identity = {
    apiVersion: 'v1',
    kind: 'Secret',
    name: environment.names.configSecret,
  };
  const secret = (data: Record<string, string>) =>
    objectOf<ISecret>(environment, identity, { type: 'Opaque', data });
  const gate = gateOn({
    connectionString: connectionStringOf(observed),
    password: observed['atlas-user']?.connectionDetails.password || undefined,
    user: whenReady(observed, 'atlas-user'),
  });
  return {
    name: 'mlflow-config',
    identity,
    waitsFor: ['atlas-cluster', 'atlas-user'],
    holdsData: false,
    desired: throughGate(
      gate,
      ({ connectionString, password }) =>
        secret({
          [MONGO_URI]: base64(
            mongoUri({
              connectionString,
              username: environment.names.databaseUser,
              password,
              database: environment.names.database,
            }),
          ),
          [ARTIFACT_ROOT]: base64(artifactRoot(environment)),
        }),
      () => {
        const existing = observed['mlflow-config']?.object;
        return existing && secret(secretData(existing));
      },
    ),
  };
}

/** What Atlas says once the cluster is operational. */
function connectionStringOf(observed: Observed): string | undefined {
  const connectionString = atProvider(
    observed,
    'atlas-cluster',
    'connectionStrings',
    'standardSrv',
  );
  return connectionString && URL.canParse(connectionString)
    ? connectionString
    : undefined;
}

/**
 * Checksum of the Secret as the server's pods will read it. Of the one that exists where there is one: pods restart when
 * the new content is there to be read, not when it is about to be.
 */
export function configChecksum(
  observed: Observed,
  desired: KubernetesObject | undefined,
): string | undefined {
  const existing = secretData(observed['mlflow-config']?.object);
  const data = isComplete(existing) ? existing : secretData(desired);
  return isComplete(data)
    ? shortHash(data[MONGO_URI], data[ARTIFACT_ROOT])
    : undefined;
}

/** The values of the Secret, base64 as the API has them. */
function secretData(
  secret: KubernetesObject | undefined,
): Record<string, string> {
  return Object.fromEntries(
    [MONGO_URI, ARTIFACT_ROOT].flatMap(key => {
      const value = fieldAt(secret, 'data', key);
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  );
}

function isComplete(data: Record<string, string>): boolean {
  return MONGO_URI in data && ARTIFACT_ROOT in data;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
