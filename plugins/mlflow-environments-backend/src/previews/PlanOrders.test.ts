import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  parseSettings,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { parse } from 'yaml';
import { PlanOrders } from './PlanOrders';

const { pipeline } = parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../../crossplane/apis/mlflowenvironments/composition.yaml',
    ),
    'utf8',
  ),
).spec;
const SETTINGS = parseSettings(
  pipeline.find(
    ({ input }: { input?: { kind: string } }) =>
      input?.kind === 'PlatformSettings',
  ).input,
);

const CHURN = {
  environmentID: 'churn',
  owner: 'team-a',
  costCenter: '4711',
  region: 'us-east-1',
  stage: 'dev',
  database: { tier: 'M10' },
};

describe('the orders of plans', () => {
  let settings: Record<string, PlatformSettings>;
  let orders: PlanOrders;

  beforeEach(() => {
    settings = { one: SETTINGS };
    orders = new PlanOrders(
      {
        of: async cluster => {
          if (!settings[cluster]) {
            throw new Error(`${cluster} has no Composition`);
          }
          return settings[cluster];
        },
      },
      mockServices.logger.mock(),
    );
  });

  it('are not known before the settings of the cluster are', async () => {
    expect(orders.of('one', CHURN)).toEqual([]);

    await orders.refresh(['one', 'two']);

    expect(orders.of('one', CHURN)).toEqual(
      expect.arrayContaining(['atlas-project', 'mlflow-server']),
    );
    expect(orders.of('two', CHURN)).toEqual([]);
  });

  it('are worked out once for all who ask for the same', async () => {
    await orders.refresh(['one']);

    expect(
      orders.of('one', {
        ...CHURN,
        environmentID: 'fraud',
        owner: 'team-b',
        costCenter: '4712',
      }),
    ).toBe(orders.of('one', CHURN));
  });

  it('follow what is asked for', async () => {
    await orders.refresh(['one']);

    const ofServer = (server: object) =>
      orders.of('one', { ...CHURN, server: { ...server } });
    expect(ofServer({ replicas: 2 })).toContain('mlflow-disruption-budget');
    expect(ofServer({ replicas: 1 })).not.toContain('mlflow-disruption-budget');
  });

  it('are worked out again when the settings of the cluster changed', async () => {
    expect(await orders.refresh(['one'])).toEqual(['one']);
    const before = orders.of('one', CHURN);
    expect(await orders.refresh(['one'])).toEqual([]);
    expect(orders.of('one', CHURN)).toBe(before);

    settings.one = { ...SETTINGS, regions: ['eu-west-1'] };

    expect(await orders.refresh(['one'])).toEqual(['one']);
    // A claim that is refused has no plan.
    expect(orders.of('one', CHURN)).toEqual([]);
  });
});
