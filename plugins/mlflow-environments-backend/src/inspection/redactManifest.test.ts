import fc from 'fast-check';
import { JsonObject } from '@backstage/types';
import { redactManifest } from './redactManifest';

const MARKER = 'S3CR3T-MARKER';

function redactedText(manifest: JsonObject): string {
  return JSON.stringify(redactManifest(manifest));
}

describe('redactManifest', () => {
  it('shows no Secret at all', () => {
    expect(
      redactManifest({ kind: 'Secret', data: { password: MARKER } }),
    ).toBeUndefined();
  });

  it('shows what isn’t secret as it is', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'mlflow-churn',
        annotations: { 'crossplane.io/external-name': 'x' },
      },
      spec: {
        replicas: 1,
        writeConnectionSecretToRef: { name: 'mlflow-churn-atlas-user' },
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: 'MLFLOW_PORT', value: '5000' },
                  {
                    name: 'MLFLOW_BACKEND_STORE_URI',
                    valueFrom: {
                      secretKeyRef: {
                        name: 'churn-mlflow-config',
                        key: 'MONGO_URI',
                      },
                    },
                  },
                ],
              },
            ],
          },
        },
      },
    };
    expect(redactManifest(deployment)).toEqual(deployment);
  });

  it.each<[string, JsonObject]>([
    [
      'content of a ConfigMap',
      { kind: 'ConfigMap', data: { anything: MARKER } },
    ],
    ['binary content', { kind: 'ConfigMap', binaryData: { a: MARKER } }],
    [
      'a last-applied configuration',
      {
        kind: 'Bucket',
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': `{"a":"${MARKER}"}`,
          },
        },
      },
    ],
    [
      'an object that a tool keeps in an annotation',
      {
        kind: 'Bucket',
        metadata: { annotations: { 'tool/state': `{"a":"${MARKER}"}` } },
      },
    ],
    [
      'managedFields',
      { kind: 'Bucket', metadata: { managedFields: [{ manager: MARKER }] } },
    ],
    [
      'a password',
      { kind: 'User', spec: { forProvider: { password: MARKER } } },
    ],
    ['a token', { kind: 'X', spec: { deeply: [{ accessToken: MARKER }] } }],
    ['a secret key', { kind: 'X', spec: { secretAccessKey: MARKER } }],
    ['a private key', { kind: 'X', spec: { private_key: MARKER } }],
    [
      'connection strings',
      {
        kind: 'AdvancedCluster',
        status: {
          atProvider: { connectionStrings: { standardSrv: MARKER } },
        },
      },
    ],
    [
      'a password in a URL',
      { kind: 'X', status: { message: `mongodb+srv://u:${MARKER}@host/db` } },
    ],
    [
      'a password that should have been encoded',
      { kind: 'X', status: { message: `mongodb://u:a/@${MARKER}@host/db` } },
    ],
    [
      'a bearer token in a message',
      {
        kind: 'X',
        status: { message: `sent Authorization: Bearer ${MARKER}` },
      },
    ],
    [
      'the value of a variable whose name says it is secret',
      {
        kind: 'Deployment',
        spec: { env: [{ name: 'DB_PASSWORD', value: MARKER }] },
      },
    ],
  ])('hides %s', (_, manifest) => {
    expect(redactedText(manifest)).not.toContain(MARKER);
  });

  it('hides a secret however deep it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constant(0)), { maxLength: 100 }),
        path => {
          const manifest = path.reduceRight<JsonObject>(
            (inner, key) => (key === 0 ? { list: [inner] } : { [key]: inner }),
            { password: MARKER },
          );
          expect(redactedText({ ...manifest, kind: 'X' })).not.toContain(
            MARKER,
          );
        },
      ),
    );
  });
});
