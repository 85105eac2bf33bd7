import { fleetClaims, fleetNamespaces } from './claims';
import { environmentObjects } from './environmentObjects';
import { StoredObject } from './kubernetes';
import { fleetComposition } from './settings';

const TIME = '2026-11-01T10:00:00Z';

describe('a fleet', () => {
  const { settings } = fleetComposition();
  const objectsOf = (index: number): StoredObject[] =>
    environmentObjects(fleetClaims(index + 1)[index], settings, TIME);

  it('has environments of 16 composed resources, each controlled by its environment', () => {
    const [environment, ...resources] = objectsOf(0);
    expect(resources).toHaveLength(16);
    for (const { metadata } of resources) {
      expect(metadata.ownerReferences).toMatchObject([
        { uid: environment.metadata.uid, controller: true },
      ]);
    }
  });

  it('refers from each environment to what it is composed of', () => {
    const [environment, ...resources] = objectsOf(0);
    expect(environment).toMatchObject({
      spec: {
        crossplane: {
          resourceRefs: resources.map(({ apiVersion, kind, metadata }) => ({
            apiVersion,
            kind,
            name: metadata.name,
          })),
        },
      },
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Ready', status: 'True' }),
          expect.objectContaining({ type: 'ServerReady', status: 'True' }),
        ]),
      },
    });
  });

  it('has objects as large as those of a real cluster', () => {
    const sizes = objectsOf(0).map(object => JSON.stringify(object).length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(3_000);
    expect(mean).toBeLessThan(8_000);
  });

  it('has a uid and a name of its own for each object', () => {
    const all = [...objectsOf(0), ...objectsOf(1)];
    expect(new Set(all.map(({ metadata }) => metadata.uid)).size).toBe(34);
    expect(
      new Set(
        all.map(
          ({ kind, metadata }) =>
            `${kind}/${metadata.namespace}/${metadata.name}`,
        ),
      ).size,
    ).toBe(34);
  });

  it('names the namespaces that it lives in', () => {
    const used = new Set(
      fleetClaims(120).map(({ metadata }) => metadata.namespace),
    );
    expect([...used]).toEqual(fleetNamespaces(120));
  });
});
