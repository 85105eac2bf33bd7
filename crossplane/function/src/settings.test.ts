import { InvalidInputError, parseSettings } from '.';
import { settingsInput } from './__testUtils__/builders';

function problemWith(input: unknown): unknown {
  try {
    return parseSettings(input);
  } catch (error) {
    return error;
  }
}

describe('the settings', () => {
  it('need little more than what nobody can guess', () => {
    const settings = parseSettings({
      apiVersion: 'mlflow.mlops.example.com/v1alpha1',
      kind: 'PlatformSettings',
      spec: {
        regions: ['us-east-1'],
        naming: { prefix: 'ml', scope: 'here' },
        atlas: {
          organizationId: 'a'.repeat(24),
          egressCidrs: ['203.0.113.10/32'],
        },
        aws: {
          accountId: '111122223333',
          eksCluster: { name: 'platform', region: 'us-east-1' },
        },
        server: {
          image: {
            repository: 'registry.example.com/mlflow',
            versions: ['3.17.2'],
            defaultVersion: '3.17.2',
          },
        },
      },
    });
    expect(settings).toMatchObject({
      tags: {
        keys: {
          environment: 'mlflow-environment',
          owner: 'owner',
          costCenter: 'cost-center',
          stage: 'stage',
          managedBy: 'managed-by',
        },
      },
      atlas: {
        providerConfig: { kind: 'ClusterProviderConfig', name: 'default' },
      },
      server: {
        workers: 2,
        clusterDomain: 'cluster.local',
        podNetworks: ['10.*'],
      },
      metrics: { podMonitor: false },
    });
    expect(settings.ingress).toBeUndefined();
    expect(settings.networkPolicy).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'has no input'],
    [
      'another kind',
      { ...settingsInput(), kind: 'Settings' },
      'kind invalid literal value',
    ],
    [
      'a default version that is not on offer',
      settingsInput({ server: { image: { defaultVersion: '3.9.0' } } }),
      'spec.server.image.defaultVersion must be one of versions',
    ],
    [
      'an address where a network belongs',
      settingsInput({ atlas: { egressCidrs: ['203.0.113.10'] } }),
      'spec.atlas.egressCidrs.0 must be an IPv4 network like 203.0.113.0/24, not 203.0.113.10',
    ],
    [
      'the whole internet',
      settingsInput({ atlas: { egressCidrs: ['0.0.0.0/0'] } }),
      'spec.atlas.egressCidrs.0 must be an IPv4 network',
    ],
    [
      'a tag key that one of the targets refuses',
      settingsInput({ tags: { keys: { owner: 'acme.com/owner' } } }),
      'spec.tags.keys.owner must be letters, digits, dots, hyphens or underscores',
    ],
    [
      'a quantity that is none',
      settingsInput({ server: { resources: { limits: { memory: '2 GB' } } } }),
      'spec.server.resources.limits.memory must be a quantity',
    ],
    [
      'a prefix that is too long for a bucket name',
      settingsInput({ naming: { prefix: 'thirteen-char' } }),
      'spec.naming.prefix must be 2 to 12 lowercase letters',
    ],
  ])(
    'name what is wrong with %s, and that the platform team must act',
    (_what, input, problem) => {
      const error = problemWith(input);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error).toMatchObject({
        move: 'platform',
        message: expect.stringContaining(problem),
      });
    },
  );
});
