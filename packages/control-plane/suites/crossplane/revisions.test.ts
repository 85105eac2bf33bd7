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

    beforeAll(async () => {
      platform = await Platform.start('revisions');
      first = await applySettings(platform, 'first');
      const wishes = {
        follows: {},
        pinned: {
          compositionUpdatePolicy: 'Manual',
          compositionRevisionRef: { name: first },
        },
        stable: { compositionRevisionSelector: { matchLabels: STABLE } },
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

    it('start on the revision that is there, and follow the next ones unless they say otherwise', async () => {
      for (const environmentID of ['follows', 'pinned', 'stable']) {
        await platform.untilHealthy(environmentID);
        expect(await revisionOf(environmentID)).toBe(first);
        expect(await settingsOf(environmentID)).toBe('first');
      }
      const { spec } = await platform.composite('follows');
      expect(spec?.crossplane).toMatchObject({
        compositionUpdatePolicy: 'Automatic',
      });
    });

    it('take new settings at once, while a pinned one and one on another channel change nothing', async () => {
      const still = ['pinned', 'stable'];
      const before = await Promise.all(still.map(generationsOf));

      const second = await applySettings(platform, 'second', CANARY);

      await untilOn('follows', { revision: second, settings: 'second' });
      await platform.untilHealthy('follows');
      for (const environmentID of still) {
        // It is reconciled, and nothing comes of it.
        await platform.annotate(environmentID, 'suites/touched', 'true');
        await platform.untilHealthy(environmentID);
        expect(await revisionOf(environmentID)).toBe(first);
        expect(await settingsOf(environmentID)).toBe('first');
      }
      expect(await Promise.all(still.map(generationsOf))).toEqual(before);
    });

    it('move by channel once the settings are found good', async () => {
      const third = await applySettings(platform, 'second', STABLE);

      await untilOn('stable', { revision: third, settings: 'second' });
      await platform.untilHealthy('stable');
      expect(await settingsOf('pinned')).toBe('first');
    });

    it('move from where they are pinned when somebody says where to', async () => {
      const revision = await revisionOf('stable');

      await platform.claim('pinned', {
        crossplane: {
          compositionRef,
          compositionUpdatePolicy: 'Manual',
          compositionRevisionRef: { name: revision },
        },
      });

      await untilOn('pinned', { revision, settings: 'second' });
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
