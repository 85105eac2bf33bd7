import { FAIL_ANNOTATION } from '@mlops-platform/sandbox';
import { describeWithCrossplane } from '../__testUtils__/controlPlane';
import { eventually } from '../__testUtils__/eventually';
import { Platform } from './__testUtils__/Platform';

const PAUSED = 'crossplane.io/paused';
const ROLE_POLICY = 'server-role-policy';

describeWithCrossplane('an environment in trouble under Crossplane', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start('trouble');
    await platform.claim('never-ready', {
      annotations: { [FAIL_ANNOTATION]: 'artifact-bucket=BucketAlreadyExists' },
    });
    for (const environmentID of ['unauthorized', 'loses-one', 'pauses']) {
      await platform.claim(environmentID);
    }
  });

  afterAll(() => platform?.stop());

  it('has failed where a cloud refuses a resource, and says whose move it is', async () => {
    await platform.until('never-ready', {
      health: {
        status: 'Failed',
        cause: {
          path: [
            { kind: 'MLflowEnvironment', name: 'never-ready' },
            { compositionResourceName: 'artifact-bucket' },
          ],
          message: expect.stringContaining('BucketAlreadyExists'),
        },
        hint: expect.stringMatching(/^You: the name is taken/),
      },
      conditions: expect.arrayContaining([
        expect.objectContaining({
          type: 'ResourcesHealthy',
          status: 'False',
          message: expect.stringContaining('BucketAlreadyExists'),
        }),
        expect.objectContaining({ type: 'Synced', status: 'True' }),
      ]),
    });

    await platform.claim('never-ready');

    await platform.untilHealthy('never-ready');
  });

  it('works on while a provider has lost its rights, and says that changes will not arrive', async () => {
    await platform.untilHealthy('unauthorized');

    await platform.claim('unauthorized', {
      annotations: { [FAIL_ANNOTATION]: 'atlas-project=Unauthorized' },
    });

    await platform.until('unauthorized', {
      health: { status: 'Healthy' },
      reconcileError: {
        message: expect.stringContaining('HTTP 401 Unauthorized'),
      },
    });

    await platform.claim('unauthorized');

    await eventually(async () => {
      const { reconcileError } = await platform.environment('unauthorized');
      return !reconcileError;
    });
    await platform.untilHealthy('unauthorized');
  });

  it('is degraded by a managed resource that somebody deleted, until it is there again', async () => {
    await platform.untilHealthy('loses-one');
    const { metadata } = await platform.composed('loses-one', ROLE_POLICY);

    // Made again, it is refused at first.
    await platform.claim('loses-one', {
      annotations: { [FAIL_ANNOTATION]: `${ROLE_POLICY}=AccessDenied` },
    });
    await platform.deleteComposed('loses-one', ROLE_POLICY);

    await platform.until('loses-one', {
      health: {
        status: 'Degraded',
        cause: {
          path: [
            { name: 'loses-one' },
            { compositionResourceName: ROLE_POLICY },
          ],
          message: expect.stringContaining('iam:PutRolePolicy'),
        },
        hint: expect.stringMatching(/^Owner of the cloud account: /),
      },
    });

    await platform.claim('loses-one');

    await platform.untilHealthy('loses-one');
    const again = await platform.composed('loses-one', ROLE_POLICY);
    expect(again.metadata.uid).not.toBe(metadata.uid);
  });

  it('is paused by its annotation, and goes on without it', async () => {
    await platform.untilHealthy('pauses');

    await platform.annotate('pauses', PAUSED, 'true');
    await platform.until('pauses', { health: { status: 'Paused' } });
    await platform.claim('pauses', { parameters: { server: { replicas: 2 } } });
    await platform.annotate('pauses', PAUSED, null);

    await eventually(async () => {
      const server = await platform.composed('pauses', 'mlflow-server');
      expect(server.spec).toMatchObject({ replicas: 2 });
      return true;
    });
    await platform.untilHealthy('pauses');
  });

  it('is paused where one of its resources is', async () => {
    await platform.untilHealthy('pauses');
    const pause = (value: string | null) =>
      platform.mergeComposed('pauses', 'artifact-bucket', {
        metadata: { annotations: { [PAUSED]: value } },
      });

    await pause('true');
    await platform.until('pauses', {
      health: {
        status: 'Paused',
        cause: {
          path: expect.arrayContaining([
            expect.objectContaining({
              compositionResourceName: 'artifact-bucket',
            }),
          ]),
        },
      },
    });
    await pause(null);

    await platform.untilHealthy('pauses');
  });
});
