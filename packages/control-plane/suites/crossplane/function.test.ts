import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  describeWithCrossplane,
  controlPlane,
} from '../__testUtils__/controlPlane';
import { eventually } from '../__testUtils__/eventually';
import {
  applyComposition,
  CompositionChanges,
  deleteComposition,
  deregisterFunction,
  registerFunction,
} from './__testUtils__/compositions';
import { FunctionRoute } from './__testUtils__/FunctionRoute';
import { Platform } from './__testUtils__/Platform';
import { Stillness } from './__testUtils__/Stillness';

/** Crossplane gives a reconciliation two minutes, and waits for a function that is away for as long. */
const LONGER_THAN_CROSSPLANE_MS = 300_000;
const A_MINUTE_MS = 60_000;
const REGIONS = ['us-east-1', 'eu-west-1'];

jest.setTimeout(700_000);

describeWithCrossplane(
  'an environment and its function under Crossplane',
  () => {
    const compositions: string[] = [];
    const routes = new Map<string, FunctionRoute>();
    const earlier = new Map<string, EnvironmentDetail['resources']>();
    let platform: Platform;
    let stillness: Stillness;

    beforeAll(async () => {
      platform = await Platform.start('function');
      const { address = '' } = controlPlane.function ?? {};
      for (const name of ['down', 'slow']) {
        const route = await FunctionRoute.open(address);
        routes.set(name, route);
        await registerFunction(
          platform.client,
          functionOf(name),
          route.endpoint,
        );
        await claimWith(name, { functionName: functionOf(name) });
      }
      await claimWith('misled', {
        settings: settings => {
          settings.regions = REGIONS;
        },
      });
      await platform.claim('still');
      for (const name of ['down', 'slow', 'misled', 'still']) {
        await platform.untilHealthy(name);
      }
      await routes.get('down')?.set('closed');
      await routes.get('slow')?.set('stuck');
      for (const name of routes.keys()) {
        earlier.set(name, (await platform.environment(name)).resources);
        await platform.claim(name, {
          crossplane: { compositionRef: { name: compositionOf(name) } },
          parameters: { server: { replicas: 2 } },
        });
      }
      await eventually(async () => {
        const { status } = await platform.composite('still');
        return status?.firstReadyTime;
      });
      stillness = await Stillness.watch(platform, 'still');
    });

    afterAll(async () => {
      for (const route of routes.values()) {
        await route.set('open');
      }
      await platform?.stop();
      for (const name of compositions) {
        await deleteComposition(platform.client, name);
      }
      for (const [name, route] of routes) {
        await deregisterFunction(platform.client, functionOf(name));
        await route.close();
      }
    });

    it('is refused with one sentence that says whose move it is, if its claim is wrong', async () => {
      await platform.claim('refused', { parameters: { region: 'ap-south-2' } });

      await platform.until('refused', {
        health: {
          status: 'Failed',
          cause: {
            path: [{ name: 'refused' }],
            message: expect.stringMatching(
              /region ap-south-2 is not offered here.*the owner of the claim must choose one of us-east-1/,
            ),
          },
          hint: expect.stringMatching(/^You: /),
        },
        resources: [],
      });
    });

    it('works on where settings refuse it, says so, and loses nothing', async () => {
      const before = await platform.environment('misled');
      await applyComposition(platform.client, compositionOf('misled'), {
        settings: settings => {
          settings.regions = REGIONS.slice(1);
        },
      });

      const { resources, conditions } = await platform.until('misled', {
        health: { status: 'Healthy' },
        reconcileError: {
          message: expect.stringContaining('us-east-1 is not offered here'),
        },
      });
      expect(resources).toEqual(before.resources);
      expect(conditions).toContainEqual(
        expect.objectContaining({ type: 'DatabaseReady', status: 'Unknown' }),
      );

      await applyComposition(platform.client, compositionOf('misled'), {
        settings: settings => {
          settings.regions = REGIONS;
        },
      });

      await untilReconciled('misled');
    });

    it.each(['down', 'slow'])(
      'works on while its function is %s, and takes up what was changed once it is back',
      async name => {
        const { resources } = await platform.until(
          name,
          {
            health: { status: 'Healthy' },
            reconcileError: {
              message: expect.stringContaining(
                `cannot run Function "${functionOf(name)}"`,
              ),
            },
          },
          LONGER_THAN_CROSSPLANE_MS,
        );
        expect(resources).toEqual(earlier.get(name));

        await routes.get(name)?.set('open');

        await eventually(async () => {
          const { spec } = await platform.composed(name, 'mlflow-server');
          expect(spec).toMatchObject({ replicas: 2 });
          return true;
        }, LONGER_THAN_CROSSPLANE_MS);
        await untilReconciled(name);
      },
    );

    it('changes nothing for a minute once it is ready', async () => {
      await eventually(
        async () => stillness.lasted >= A_MINUTE_MS,
        LONGER_THAN_CROSSPLANE_MS,
      );
      expect(await stillness.changes()).toEqual([]);
    });

    async function claimWith(
      name: string,
      changes: CompositionChanges,
    ): Promise<void> {
      await applyComposition(platform.client, compositionOf(name), changes);
      compositions.push(compositionOf(name));
      await platform.claim(name, {
        crossplane: { compositionRef: { name: compositionOf(name) } },
      });
    }

    async function untilReconciled(name: string): Promise<void> {
      await eventually(async () => {
        const { reconcileError } = await platform.environment(name);
        return !reconcileError;
      }, LONGER_THAN_CROSSPLANE_MS);
      await platform.untilHealthy(name);
    }

    function functionOf(name: string): string {
      return `suites-${name}`;
    }

    function compositionOf(name: string): string {
      return `mlflow-environments-${name}`;
    }
  },
);
