import fc from 'fast-check';
import {
  compose,
  COMPOSITION_RESOURCE_NAMES,
  KubernetesObject,
  plan,
} from '..';
import {
  environment,
  freeText,
  observedOf,
} from '../__testUtils__/arbitraries';
import { mergePatch, someSettings } from '../__testUtils__/builders';
import { fieldAt } from '../kubernetes';
import { toAtlasTagValue, toAwsTagValue, toLabelValue } from './tags';

const settings = someSettings({ metrics: { podMonitor: true } });

const situation = environment.chain(xr =>
  fc.record({ xr: fc.constant(xr), observed: observedOf(xr, settings) }),
);

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const ATLAS_TAG = /^[A-Za-z0-9 ;@_\-.+]{1,255}$/;
const AWS_TAG = /^[\p{L}\p{N} _.:/=+\-@]{1,256}$/u;

function stringValues(object: KubernetesObject, ...path: string[]): string[] {
  return Object.values(Object(fieldAt(object, ...path))).map(String);
}

describe('for any claim in any state', () => {
  it('the same input composes the same output', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        expect(
          compose(structuredClone(xr), structuredClone(observed), settings),
        ).toEqual(compose(xr, observed, settings));
      }),
    );
  });

  it('what exists is still desired: only a change of spec removes a resource', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        const desired = compose(xr, observed, settings).resources.map(
          ({ name }) => name,
        );
        expect(desired).toEqual(expect.arrayContaining(Object.keys(observed)));
      }),
    );
  });

  it('what is desired or waits behind a gate is exactly what was planned, in order', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        const composed = compose(xr, observed, settings);
        const waiting = new Set<string>(composed.waiting);
        const planned = plan(xr, settings);
        expect(composed.resources.map(({ name }) => name)).toEqual(
          planned.map(({ name }) => name).filter(name => !waiting.has(name)),
        );
        for (const { name, object } of composed.resources) {
          expect(planned).toContainEqual(
            expect.objectContaining({
              name,
              apiVersion: object.apiVersion,
              kind: object.kind,
              objectName: object.metadata.name,
            }),
          );
        }
      }),
    );
  });

  it('whose it is and what it is called does not change what it consists of', () => {
    const names = (xr: KubernetesObject) =>
      plan(xr, settings).map(({ name }) => name);
    fc.assert(
      fc.property(environment, environment, (xr, other) => {
        const { environmentID, owner, costCenter } = Object(
          fieldAt(other, 'spec', 'parameters'),
        );
        const renamed = mergePatch(xr, {
          metadata: {
            name: other.metadata.name,
            namespace: other.metadata.namespace,
          },
          spec: {
            parameters: {
              environmentID,
              owner: owner ?? null,
              costCenter: costCenter ?? null,
            },
          },
        });
        expect(names(renamed)).toEqual(names(xr));
      }),
    );
  });

  it('object names are legal and tell the objects apart', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        const { resources } = compose(xr, observed, settings);
        const ids = resources.map(
          ({ object }) =>
            `${object.apiVersion}/${object.kind}/${object.metadata.name}`,
        );
        expect(new Set(ids).size).toBe(ids.length);
        for (const { object } of resources) {
          expect(object.metadata.name).toMatch(DNS_LABEL);
          expect(object.metadata.namespace).toBe(xr.metadata.namespace);
        }
      }),
    );
  });

  it('labels and tags are legal, whatever the owner is called', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        for (const { object } of compose(xr, observed, settings).resources) {
          for (const value of stringValues(object, 'metadata', 'labels')) {
            expect(value).toMatch(LABEL_VALUE);
          }
          const legal = object.apiVersion.includes('mongodbatlas')
            ? ATLAS_TAG
            : AWS_TAG;
          for (const value of stringValues(
            object,
            'spec',
            'forProvider',
            'tags',
          )) {
            expect(value).toMatch(legal);
          }
        }
      }),
    );
  });

  it('nothing is undefined or null in what is desired', () => {
    fc.assert(
      fc.property(situation, ({ xr, observed }) => {
        const composed = compose(xr, observed, settings);
        expect(JSON.parse(JSON.stringify(composed))).toStrictEqual(composed);
        expect(JSON.stringify(composed)).not.toMatch(/:null\b/);
      }),
    );
  });
});

describe('for any claim', () => {
  it('bucket names satisfy S3', () => {
    fc.assert(
      fc.property(environment, xr => {
        const bucket = plan(xr, settings).find(
          ({ name }) => name === 'artifact-bucket',
        );
        expect(bucket?.externalName).toMatch(
          /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
        );
        expect(bucket?.externalName).not.toMatch(
          /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/,
        );
      }),
    );
  });

  it('two environments share no external name', () => {
    fc.assert(
      fc.property(environment, environment, (one, other) => {
        fc.pre(
          one.metadata.name !== other.metadata.name ||
            one.metadata.namespace !== other.metadata.namespace,
        );
        const bucketOf = (xr: KubernetesObject) =>
          plan(xr, settings).find(({ name }) => name === 'artifact-bucket')
            ?.externalName;
        expect(bucketOf(one)).not.toBe(bucketOf(other));
      }),
    );
  });

  it('the plan waits for nothing that comes later than itself or not at all', () => {
    fc.assert(
      fc.property(environment, xr => {
        const names = plan(xr, settings).map(({ name }) => name);
        plan(xr, settings).forEach(({ waitsFor }, index) => {
          expect(names.slice(0, index)).toEqual(
            expect.arrayContaining(waitsFor),
          );
        });
      }),
    );
  });

  it('the plan keeps the published order', () => {
    fc.assert(
      fc.property(environment, xr => {
        const fixed = plan(xr, settings)
          .map(({ name }) => name)
          .filter(name => !name.startsWith('atlas-access-list-'));
        expect(fixed).toEqual(
          COMPOSITION_RESOURCE_NAMES.filter(name => fixed.includes(name)),
        );
      }),
    );
  });
});

describe('escaping', () => {
  it.each([
    ['AWS', toAwsTagValue],
    ['Atlas', toAtlasTagValue],
    ['Kubernetes', toLabelValue],
  ])('for %s leaves what is legal as it is', (_target, escape) => {
    fc.assert(
      fc.property(freeText, value => {
        expect(escape(escape(value))).toBe(escape(value));
      }),
    );
  });
});
