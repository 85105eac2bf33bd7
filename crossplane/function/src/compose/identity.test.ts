import { compose } from '..';
import {
  anEnvironment,
  desiredOf,
  someSettings,
} from '../__testUtils__/builders';
import { stringAt } from '../kubernetes';

function policies(region: string, eksRegion: string) {
  const settings = someSettings({
    regions: [region],
    aws: { eksCluster: { region: eksRegion } },
  });
  const composed = compose(anEnvironment({ region }), {}, settings);
  const document = (name: string, field: string): unknown =>
    JSON.parse(
      stringAt(desiredOf(composed, name), 'spec', 'forProvider', field) ?? '',
    );
  return {
    trust: document('server-role', 'assumeRolePolicy'),
    access: document('server-role-policy', 'policy'),
  };
}

describe("the server's role", () => {
  it("may be taken by the environment's own service account alone", () => {
    expect(policies('us-west-2', 'us-east-1').trust).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'PodIdentity',
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:SourceAccount': '111122223333',
              'aws:RequestTag/kubernetes-namespace': 'team-a',
              'aws:RequestTag/kubernetes-service-account': 'mlflow-demo',
            },
            ArnEquals: {
              'aws:SourceArn':
                'arn:aws:eks:us-east-1:111122223333:cluster/platform',
            },
          },
        },
      ],
    });
  });

  it("opens the environment's own bucket and nothing else", () => {
    const { access } = policies('us-west-2', 'us-east-1');
    const resources = JSON.stringify(access).match(/arn:[^"]+/g);
    expect(resources).toEqual([
      'arn:aws:s3:::mlflow-demo-4f968209',
      'arn:aws:s3:::mlflow-demo-4f968209/*',
    ]);
    expect(JSON.stringify(access)).not.toContain('s3:*');
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ])('in %s lives in the partition %s', (region, partition) => {
    const { trust, access } = policies(region, region);
    expect(JSON.stringify(trust)).toContain(`"arn:${partition}:eks:`);
    expect(JSON.stringify(access)).toContain(`"arn:${partition}:s3:::`);
  });
});
