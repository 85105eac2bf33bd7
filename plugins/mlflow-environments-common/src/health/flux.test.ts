import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { record } from './observe';
import { KubernetesObject } from './types';
import {
  anEnvironmentAlone,
  environments,
  statusAlone,
} from './__testUtils__/fromTheClaimAlone';
import { readGitopsFile, wordsOf } from './__testUtils__/gitopsFiles';
import { recordings } from './__testUtils__/recordings';
import {
  CREATING,
  PAUSED,
  READY,
  SYNCED,
  syncFails,
} from './__testUtils__/builders';

const [, kustomization] = readGitopsFile('flux/kustomization.yaml');
jest.setTimeout(60_000);

const words = wordsOf('Flux');

const cel = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
});

/** The status of an object by its health expressions, in Flux's order (fluxcd/pkg, runtime/cel/status_evaluator.go). */
function fluxStatus(object: KubernetesObject): string {
  const { healthCheckExprs } = record(kustomization.spec);
  const [expressions] = Array.isArray(healthCheckExprs)
    ? healthCheckExprs.map(record)
    : [];
  expect(expressions).toMatchObject({
    apiVersion: object.apiVersion,
    kind: object.kind,
  });
  // as the API server sends it: without what isn't there
  const variables = JSON.parse(JSON.stringify(object));
  const holds = (name: string) =>
    cel.evaluate(String(expressions[name]), variables) === true;
  if (holds('inProgress')) return 'InProgress';
  if (holds('failed')) return 'Failed';
  return holds('current') ? 'Current' : 'InProgress';
}

describe('the status that Flux gives an environment', () => {
  it.each([
    ['coming up', { conditions: [SYNCED, CREATING] }, 'InProgress'],
    ['ready', { conditions: [SYNCED, READY] }, 'Current'],
    [
      'ready for an older claim',
      {
        conditions: [SYNCED, { ...READY, observedGeneration: 1 }],
        metadata: { generation: 2 },
      },
      'InProgress',
    ],
    ['refused', { conditions: [syncFails('M99 is no tier')] }, 'Failed'],
    [
      'two writers that met',
      { conditions: [syncFails('the object has been modified'), CREATING] },
      'InProgress',
    ],
    ['paused', { conditions: [PAUSED, READY] }, 'InProgress'],
  ])('of %s', (_situation, options, status) => {
    const environment = anEnvironmentAlone(options);
    expect(fluxStatus(environment)).toBe(status);
    expect(words.get(statusAlone(environment))).toBe(status);
  });

  it('agrees with the rules of the card in every combination', () => {
    fc.assert(
      fc.property(environments, environment => {
        expect(fluxStatus(environment)).toBe(
          words.get(statusAlone(environment)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with them on what a real Crossplane left', () => {
    for (const { environment } of recordings()) {
      expect(fluxStatus(environment)).toBe(words.get(statusAlone(environment)));
    }
  });
});
