import { ApiServer, startApiServer } from '../apiserver';
import { crdOf } from '../crds/definition';
import { eventually } from '../__testUtils__/eventually';
import { silentLogger } from '../logger';
import { KubeClient } from './client';
import { KubeObject, refOf } from './objects';
import { Watcher } from './watcher';

const THING = { apiVersion: 'example.org/v1', kind: 'Thing' };
const CRD = crdOf({
  group: 'example.org',
  versions: ['v1'],
  kind: 'Thing',
  plural: 'things',
  scope: 'Cluster',
});

const aThing = (name: string): KubeObject => ({ ...THING, metadata: { name } });

describe('Watcher', () => {
  let server: ApiServer;
  let client: KubeClient;
  let watcher: Watcher;
  let seen: string[];
  let said: string[];

  beforeEach(async () => {
    server = await startApiServer();
    client = KubeClient.forServer(server);
    seen = [];
    said = [];
    watcher = Watcher.start({
      client,
      type: THING,
      onChange: (change, { metadata }) =>
        seen.push(`${metadata.name} ${change}`),
      logger: { ...silentLogger, info: message => said.push(message) },
    });
  });

  afterEach(async () => {
    await watcher.stop();
    await server.stop();
  });

  it('waits for a kind that is not served yet, then reports what exists and what happens', async () => {
    await client.create(CRD);
    await eventually(() => client.pathOf(THING));
    const thing = await client.create(aThing('a'));
    await eventually(() => seen.includes('a changed'));

    await client.create(aThing('b'));
    await eventually(() => seen.includes('b changed'));
    await client.delete(refOf(thing));

    await eventually(() => seen.includes('a deleted'));
    expect(watcher.all().map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  it('goes on after the API server was away', async () => {
    await client.create(CRD);
    await eventually(() => client.pathOf(THING));
    await client.create(aThing('before'));
    await eventually(() => seen.includes('before changed'));

    const { port, token } = server;
    said = [];
    await server.stop();
    await eventually(() => said.some(message => /again in/.test(message)));
    server = await startApiServer({ port, token, crds: [CRD] });
    await client.create(aThing('after'));

    await eventually(() => seen.includes('after changed'));
    await eventually(() => seen.includes('before deleted'));
  });
});
