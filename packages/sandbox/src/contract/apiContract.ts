import type { ServerUnderTest } from './server';
import { describeAccess } from './accessCases';
import { describeApply } from './applyCases';
import { describeClients } from './clientCases';
import { describeDeletion } from './deletionCases';
import { describeDiscovery } from './discoveryCases';
import { describeExpiry } from './expiryCases';
import { describeLists } from './listCases';
import { describeSchemas } from './schemaCases';
import { Testbed } from './testbed';
import { describeUpdates } from './updateCases';
import { describeWatches } from './watchCases';

/** A server to hold to the contract. */
export interface Connection {
  server: ServerUnderTest;
  close(): Promise<void>;
  /** Makes the server forget past versions, as it does in the course of time. Where it can't be made to, what follows from that is not tested. */
  forget?(): Promise<void>;
}

/**
 * What this project relies on of the Kubernetes API, as tests. They run against any server: what is true of a real
 * kube-apiserver must be true of the sandbox.
 */
export function describeKubernetesApi(
  name: string,
  connect: () => Promise<Connection>,
  forgets = true,
): void {
  describe(`the Kubernetes API of ${name}`, () => {
    let connection: Connection | undefined;
    let testbed: Testbed | undefined;
    const use = (): Testbed => {
      if (!testbed) throw new Error('the server under test is not there yet');
      return testbed;
    };

    beforeAll(async () => {
      connection = await connect();
      testbed = new Testbed(connection.server);
      await testbed.setUp();
    }, 60_000);

    afterAll(async () => {
      await testbed?.tearDown();
      await connection?.close();
    });

    describeDiscovery(use);
    describeSchemas(use);
    describeUpdates(use);
    describeApply(use);
    describeLists(use);
    describeWatches(use);
    describeDeletion(use);
    (forgets ? describe : describe.skip)('in the course of time', () =>
      describeExpiry(use, async () => connection?.forget?.()),
    );
    describeAccess(use);
    describeClients(use);
  });
}
