import { KubernetesObject } from '..';
import { composedObjects, testCases } from '../__testUtils__/cases';
import {
  describeWithShared,
  readProviderCrds,
  sharedNote,
} from '../__testUtils__/files';
import { schemaOf, violations } from '../__testUtils__/schema';

const composable = testCases().filter(
  ([, testCase]) => testCase.expect.fatal === undefined,
);

const isManaged = ({ apiVersion }: KubernetesObject) =>
  /\.m\.(crossplane|upbound)\.io\//.test(apiVersion);

describeWithShared(`composed managed resources${sharedNote}`, () => {
  let definitions: Map<string, unknown>;

  beforeAll(() => {
    definitions = readProviderCrds();
  });

  it.each(composable)('validate against their CRDs: %s', (_title, testCase) => {
    const found = composedObjects(testCase)
      .filter(isManaged)
      .flatMap(object => {
        const [group, version] = object.apiVersion.split('/');
        const crd = definitions.get(`${group}/${object.kind}`);
        return violations(schemaOf(crd, version), object).map(
          violation => `${object.kind}: ${violation}`,
        );
      });
    expect(found).toEqual([]);
  });
});
