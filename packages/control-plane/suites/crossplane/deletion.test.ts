import {
  EnvironmentDetail,
  Preview,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { SPEED_ANNOTATION } from '@mlops-platform/sandbox';
import { describeWithCrossplane } from '../__testUtils__/controlPlane';
import { eventually } from '../__testUtils__/eventually';
import { Platform } from './__testUtils__/Platform';

/** What holds data, or guards what does. */
const RETAINED = [
  'artifact-bucket',
  'artifact-bucket-encryption',
  'artifact-bucket-lifecycle',
  'artifact-bucket-public-access',
  'artifact-bucket-versioning',
  'atlas-cluster',
  'atlas-project',
];
/** Slow enough to be seen going. */
const SLOWLY = { [SPEED_ANNOTATION]: '0.05' };

describeWithCrossplane(
  'an environment whose claim goes, under Crossplane',
  () => {
    let platform: Platform;

    beforeAll(async () => {
      platform = await Platform.start('deletion');
      await platform.claim('goes', {
        parameters: { deletionPolicy: 'Delete' },
      });
      await platform.claim('stays', {
        parameters: { deletionPolicy: 'Orphan' },
      });
      await platform.claim('changes-its-mind');
    });

    afterAll(() => platform?.stop());

    it('goes with everything in the cloud where it asked for that', async () => {
      await platform.untilHealthy('goes');
      const environment = await platform.environment('goes');
      const before = await inTheCloud(environment);
      expect(before.length).toBeGreaterThan(RETAINED.length);

      await platform.unclaim('goes');

      await platform.untilGone('goes');
      expect(await inTheCloud(environment)).toEqual([]);
      expect(await inTheCluster(environment)).toEqual([]);
    });

    it('is shown going for as long as something of it is in the cluster', async () => {
      await platform.claim('changes-its-mind', {
        parameters: { deletionPolicy: 'Delete' },
        annotations: SLOWLY,
      });
      await eventually(async () => {
        const bucket = await platform.external(
          'changes-its-mind',
          'artifact-bucket',
        );
        const cluster = await platform.external(
          'changes-its-mind',
          'atlas-cluster',
        );
        return (
          bucket?.settings.forceDestroy === true &&
          cluster?.settings.terminationProtectionEnabled === false
        );
      });
      await platform.untilHealthy('changes-its-mind');

      await platform.unclaim('changes-its-mind');

      const { health } = await platform.until('changes-its-mind', {
        health: { status: 'Deleting' },
      });
      expect(health.cause?.path[0]).toMatchObject({ name: 'changes-its-mind' });
      await platform.untilGone('changes-its-mind');
    });

    it('leaves its data behind, sealed, where it asked for that', async () => {
      await platform.untilHealthy('stays');
      const environment = await platform.environment('stays');

      await platform.unclaim('stays');

      await platform.untilGone('stays');
      expect(await inTheCloud(environment)).toEqual(RETAINED);
      expect(await inTheCluster(environment)).toEqual([]);
      const { resources } = await platform.aggregator.post<Preview>(
        '/previews',
        {
          namespace: platform.namespace,
          parameters: { environmentID: 'stays' },
        },
      );
      expect(
        resources
          .filter(({ retained }) => retained)
          .map(({ compositionResourceName }) => compositionResourceName)
          .sort(),
      ).toEqual(RETAINED);
    });

    it('meets its data again when it is claimed with its project', async () => {
      const [project] = platform.cloud
        .list('Project')
        .filter(({ settings }) => String(settings.name).includes('stays'));
      const [bucket] = platform.cloud
        .list('Bucket')
        .filter(({ id }) => id.includes('stays'));
      const [cluster] = platform.cloud
        .list('AdvancedCluster')
        .filter(({ settings }) => settings.projectId === project.id);

      await platform.claim('stays', {
        parameters: { reclaim: { projectId: project.id } },
      });

      await platform.untilHealthy('stays');
      expect(await platform.external('stays', 'atlas-project')).toMatchObject({
        id: project.id,
        createdAt: project.createdAt,
      });
      expect(await platform.external('stays', 'atlas-cluster')).toMatchObject({
        id: cluster.id,
        createdAt: cluster.createdAt,
      });
      expect(await platform.external('stays', 'artifact-bucket')).toMatchObject(
        {
          id: bucket.id,
          createdAt: bucket.createdAt,
        },
      );
    });

    it('cannot be claimed again without its project, and says whose move it is', async () => {
      await platform.unclaim('stays');
      await platform.untilGone('stays');

      await platform.claim('stays');

      await platform.until('stays', {
        health: {
          status: 'Failed',
          cause: {
            path: [
              { name: 'stays' },
              { compositionResourceName: 'atlas-project' },
            ],
            message: expect.stringContaining('GROUP_ALREADY_EXISTS'),
          },
          hint: expect.stringMatching(/^You: the name is taken/),
        },
      });
    });

    /** Which composed resources still stand for something in the clouds. */
    async function inTheCloud({
      resources,
    }: EnvironmentDetail): Promise<string[]> {
      return resources
        .filter(({ kind, externalName }) =>
          platform.cloud.find(kind, externalName ?? ''),
        )
        .map(({ compositionResourceName }) => String(compositionResourceName))
        .sort();
    }

    /** Which composed resources are still objects in the cluster. */
    async function inTheCluster({
      resources,
    }: EnvironmentDetail): Promise<string[]> {
      const found = await Promise.all(
        resources.map(async resource => {
          const object = await platform.client.find(resource);
          return object ? [String(resource.compositionResourceName)] : [];
        }),
      );
      return found.flat();
    }
  },
);
