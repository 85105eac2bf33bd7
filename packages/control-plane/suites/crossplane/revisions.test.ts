import { describeWithCrossplane } from '../__testUtils__/controlPlane';
import { eventually } from '../__testUtils__/eventually';
import {
  applyComposition,
  deleteComposition,
} from './__testUtils__/compositions';
import { Platform } from './__testUtils__/Platform';

const COMPOSITION = 'mlflow-environments-in-revisions';
const STABLE = { channel: 'stable' };
const CANARY = { channel: 'canary' };

/** Applies the composition with a tag that tells one version of its settings from another. */
const applySettings = (
  { client }: Platform,
  version: string,
  labels: Record<string, string> = STABLE,
) =>
  applyComposition(client, COMPOSITION, {
    labels,
    settings: ({ tags }) => {
      tags.extra = { settings: version };
    },
  });

describeWithCrossplane(
  'environments and revisions of their composition',
  () => {
    const compositionRef = { name: COMPOSITION };
    let platform: Platform;
    let first: string;
    let second: string;

    beforeAll(async () => {
      platform = await Platform.start('revisions');
      await applySettings(platform, 'first', CANARY);
      first = await applySettings(platform, 'first', STABLE);
      const wishes = {
        follows: {},
        pinned: {
          compositionUpdatePolicy: 'Manual',
          compositionRevisionRef: { name: first },
        },
        tries: { compositionRevisionSelector: { matchLabels: CANARY } },
      };
      for (const [environmentID, wish] of Object.entries(wishes)) {
        await platform.claim(environmentID, {
          crossplane: { compositionRef, ...wish },
        });
      }
    });

    afterAll(async () => {
      await platform?.stop();
      if (first) {
        await deleteComposition(platform.client, COMPOSITION);
      }
    });

    it('follow the stable channel by themselves, unless their claim says otherwise', async () => {
      for (const environmentID of ['follows', 'pinned', 'tries']) {
        await platform.untilHealthy(environmentID);
        expect(await settingsOf(environmentID)).toBe('first');
      }
      const { spec } = await platform.composite('follows');
      expect(spec?.crossplane).toMatchObject({
        compositionUpdatePolicy: 'Automatic',
        compositionRevisionSelector: { matchLabels: STABLE },
        compositionRevisionRef: { name: first },
      });
    });

    it('take new settings of their channel at once, while all others change nothing', async () => {
      const still = ['follows', 'pinned'];
      const before = await Promise.all(still.map(generationsOf));

      const tried = await applySettings(platform, 'second', CANARY);

      await untilOn('tries', { revision: tried, settings: 'second' });
      await platform.untilHealthy('tries');
      for (const environmentID of still) {
        await platform.untilHealthy(environmentID);
        expect(await revisionOf(environmentID)).toBe(first);
        expect(await settingsOf(environmentID)).toBe('first');
      }
      expect(await Promise.all(still.map(generationsOf))).toEqual(before);
    });

    it('all take what the stable channel moves to, but for those that are pinned', async () => {
      second = await applySettings(platform, 'second', STABLE);

      await untilOn('follows', { revision: second, settings: 'second' });
      await platform.untilHealthy('follows');
      expect(await revisionOf('pinned')).toBe(first);
    });

    it('take changes of their claim where they are pinned', async () => {
      await platform.claim('pinned', {
        parameters: { costCenter: 'CC-1' },
        crossplane: {
          compositionRef,
          compositionUpdatePolicy: 'Manual',
          compositionRevisionRef: { name: first },
        },
      });

      await eventually(async () => {
        const bucket = await platform.external('pinned', 'artifact-bucket');
        expect(bucket?.settings.tags).toMatchObject({
          'cost-center': 'CC-1',
          settings: 'first',
        });
        return true;
      });
      await platform.untilHealthy('pinned');
    });

    it('move from where they are pinned when their claim says where to', async () => {
      await platform.claim('pinned', {
        parameters: { costCenter: 'CC-1' },
        crossplane: {
          compositionRef,
          compositionUpdatePolicy: 'Manual',
          compositionRevisionRef: { name: second },
        },
      });

      await untilOn('pinned', { revision: second, settings: 'second' });
      await platform.untilHealthy('pinned');
    });

    async function untilOn(
      environmentID: string,
      expected: { revision: string; settings: string },
    ): Promise<void> {
      await eventually(async () => {
        expect({
          revision: await revisionOf(environmentID),
          settings: await settingsOf(environmentID),
        }).toEqual(expected);
        return true;
      });
    }

    async function revisionOf(environmentID: string): Promise<string> {
      const { spec } = await platform.composite(environmentID);
      const { compositionRevisionRef } = spec?.crossplane as {
        compositionRevisionRef: { name: string };
      };
      return compositionRevisionRef.name;
    }

    /** Which settings the bucket in the cloud was tagged from. */
    async function settingsOf(environmentID: string): Promise<unknown> {
      const bucket = await platform.external(environmentID, 'artifact-bucket');
      return (bucket?.settings.tags as Record<string, string>)?.settings;
    }

    /** How often each composed resource was changed. */
    async function generationsOf(environmentID: string) {
      const { resources } = await platform.environment(environmentID);
      return Promise.all(
        resources
          .filter(({ kind }) => kind !== 'Secret')
          .map(async resource => {
            const { metadata } = await platform.client.get(resource);
            return `${resource.compositionResourceName} ${metadata.generation}`;
          }),
      );
    }
  },
);
