import { previewRequestOf } from './previewRequest';

describe('previewRequestOf', () => {
  it('takes the answers apart into where and what', () => {
    expect(
      previewRequestOf({
        environmentID: 'churn',
        namespace: 'team-a',
        target: 'sandbox',
        stage: 'dev',
        database: { tier: 'Flex' },
        preview: 'environments/team-a/churn.yaml',
      }),
    ).toEqual({
      target: 'sandbox',
      namespace: 'team-a',
      parameters: {
        environmentID: 'churn',
        stage: 'dev',
        database: { tier: 'Flex' },
      },
    });
  });

  it('asks for nothing that was left empty, and keeps a no', () => {
    expect(
      previewRequestOf({
        namespace: 'team-a',
        costCenter: '',
        artifacts: { versioning: false },
        server: { ingressHost: '', resources: {} },
        reclaim: { projectId: undefined },
      }),
    ).toEqual({
      namespace: 'team-a',
      parameters: { artifacts: { versioning: false } },
    });
  });

  it('survives a wizard that has not been filled in', () => {
    expect(previewRequestOf({})).toEqual({ namespace: '', parameters: {} });
  });
});
