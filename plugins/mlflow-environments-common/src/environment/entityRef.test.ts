import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import fc from 'fast-check';
import {
  entityNameOf,
  entityRefOf,
  formatEnvironmentRef,
  parseEnvironmentRef,
} from './entityRef';

const ref = (cluster: string, name = 'churn') => ({
  cluster,
  namespace: 'team-a',
  name,
});

describe('entityRefOf', () => {
  it('is the plain name in the default cluster', () => {
    expect(entityRefOf(ref('sandbox'), 'sandbox')).toBe(
      'resource:team-a/churn',
    );
  });

  it('carries the cluster elsewhere', () => {
    expect(entityRefOf(ref('eu-west'), 'sandbox')).toBe(
      'resource:team-a/churn.eu-west',
    );
  });

  it('makes a legal name out of a cluster that is called by its ARN', () => {
    const name = entityNameOf(
      ref('arn:aws:eks:eu-west-1:123456789012:cluster/ml'),
      'sandbox',
    );
    expect(name).toMatch(/^churn\.arn-aws-eks-eu-west-1-.*-[0-9a-f]{8}$/);
    expect(name.length).toBeLessThanOrEqual(63);
  });

  it('keeps clusters apart whose names become the same', () => {
    expect(entityNameOf(ref('a:b'), 'x')).not.toBe(
      entityNameOf(ref('a/b'), 'x'),
    );
  });

  it('always gives a name the catalog accepts', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/),
        fc.string({ minLength: 1, maxLength: 120 }),
        (name, cluster) => {
          const entityName = entityNameOf(ref(cluster, name), 'default');
          expect(
            KubernetesValidatorFunctions.isValidObjectName(entityName),
          ).toBe(true);
        },
      ),
    );
  });
});

describe('the environment annotation', () => {
  it('can be read back, whatever the cluster is called', () => {
    const arn = ref('arn:aws:eks:eu-west-1:1:cluster/ml');
    expect(parseEnvironmentRef(formatEnvironmentRef(arn))).toEqual(arn);
    expect(formatEnvironmentRef(ref('sandbox'))).toBe('sandbox/team-a/churn');
  });

  it.each(['', 'a', 'a/b', '//', '/a/b', 'a//b'])(
    'is no reference when it reads %p',
    text => {
      expect(parseEnvironmentRef(text)).toBeUndefined();
    },
  );
});
