import fc from 'fast-check';
import { KubernetesObject, Observed, plan, PlatformSettings } from '..';
import {
  aCondition,
  anEnvironment,
  mergePatch,
  observedEnvironment,
} from './builders';

const dnsLabel = (maxLength: number) =>
  fc
    .stringMatching(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .filter(label => label.length <= maxLength);

const cidr = fc
  .tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 }))
  .map(([address, length]) => `${address}/${length}`);

/** Any text a claim may carry, well-formed or not for whatever it ends up in. */
export const freeText = fc.string({
  unit: 'binary',
  minLength: 1,
  maxLength: 191,
});

const parameters = fc.record(
  {
    region: fc.constantFrom('us-east-1', 'us-west-2', 'eu-central-1'),
    deletionPolicy: fc.constantFrom('Delete', 'Orphan'),
    stage: fc.constantFrom('dev', 'staging'),
    owner: freeText,
    costCenter: freeText,
    database: fc.record(
      {
        tier: fc.constantFrom('Flex', 'M10', 'M20', 'M30', 'M40'),
        backup: fc.boolean(),
        allowedCidrs: fc.array(cidr, { maxLength: 5 }),
      },
      { requiredKeys: [] },
    ),
    artifacts: fc.record(
      {
        versioning: fc.boolean(),
        retentionDays: fc.integer({ min: 1, max: 3650 }),
      },
      { requiredKeys: [] },
    ),
    server: fc.record(
      {
        replicas: fc.integer({ min: 1, max: 10 }),
        ingressHost: dnsLabel(20).map(label => `${label}.mlflow.example.com`),
      },
      { requiredKeys: [] },
    ),
    observability: fc.record(
      {
        metrics: fc.boolean(),
        logs: fc.constantFrom('None', 'Sidecar'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** Any MLflowEnvironment that the example settings can compose. */
export const environment: fc.Arbitrary<KubernetesObject> = fc
  .tuple(parameters, dnsLabel(40), dnsLabel(63))
  .map(([spec, name, namespace]) => anEnvironment(spec, { name, namespace }));

/** Any state in which the composed resources of an environment may be found, sensible or not. */
export function observedOf(
  xr: KubernetesObject,
  settings: PlatformSettings,
): fc.Arbitrary<Observed> {
  const everything = observedEnvironment(xr, settings);
  const anyState = fc.constantFrom('absent', 'bare', 'unready', 'ready');
  return fc
    .tuple(
      ...plan(xr, settings).map(({ name }) =>
        fc.tuple(fc.constant(name), anyState),
      ),
    )
    .map(states =>
      Object.fromEntries(
        states.flatMap(([name, state]) => {
          const { object, connectionDetails } = everything[name];
          switch (state) {
            case 'ready':
              return [[name, { object, connectionDetails }]];
            case 'unready':
              return [
                [
                  name,
                  {
                    object: mergePatch(object, {
                      status: {
                        conditions: [
                          aCondition('Ready', 'False', 'Unavailable'),
                          aCondition('Available', 'False', 'Unavailable'),
                        ],
                      },
                    }),
                    connectionDetails,
                  },
                ],
              ];
            case 'bare':
              return [
                [
                  name,
                  {
                    object: mergePatch(object, { status: null, data: null }),
                    connectionDetails: {},
                  },
                ],
              ];
            default:
              return [];
          }
        }),
      ),
    );
}
