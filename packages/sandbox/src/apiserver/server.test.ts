import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ServerUnderTest } from '../contract/server';
import { at, names } from '../contract/testbed';
import {
  startApiServer,
  type ApiServer,
  type ApiServerOptions,
} from './server';

const running: ApiServer[] = [];

async function start(
  options: ApiServerOptions = {},
): Promise<{ api: ApiServer; client: ServerUnderTest }> {
  const api = await startApiServer(options);
  running.push(api);
  return { api, client: ServerUnderTest.fromToken(api.url, api.token) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(api => api.stop()));
});

/** Sends a path as it is: clients would not let it through. */
async function sendRaw(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

describe('startApiServer', () => {
  it('says when its port is taken', async () => {
    const { api } = await start();
    await expect(startApiServer({ port: api.port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${api.port}: the port is taken`,
    );
  });

  it('lets go of its watchers when it stops', async () => {
    const { api, client } = await start();
    const watch = await client.watch(`${CONFIG_MAPS}?resourceVersion=1`);
    running.splice(0);
    await api.stop();
    expect(await watch.next()).toBeUndefined();
  });

  it('ends watches and pages from before its history', async () => {
    const { client } = await start({ historySize: 3 });
    for (const name of ['a', 'b']) {
      await client.post(CONFIG_MAPS, { metadata: { name } });
    }
    const page = await client.get(`${CONFIG_MAPS}?limit=1`);
    const version = at(page.body, 'metadata', 'resourceVersion');
    for (const name of ['c', 'd', 'e', 'f']) {
      await client.post(CONFIG_MAPS, { metadata: { name } });
    }
    const watch = await client.watch(
      `${CONFIG_MAPS}?resourceVersion=${version}`,
    );
    expect(await watch.rest()).toMatchObject([
      { type: 'ERROR', object: { code: 410, reason: 'Expired' } },
    ]);
    const next = await client.get(
      `${CONFIG_MAPS}?limit=1&continue=${at(
        page.body,
        'metadata',
        'continue',
      )}`,
    );
    expect(next).toMatchObject({ code: 410, body: { reason: 'Expired' } });
    const rest = await client.get(
      `${CONFIG_MAPS}?continue=${at(next.body, 'metadata', 'continue')}`,
    );
    expect(names(rest)).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  it('sends bookmarks as often as it is told to', async () => {
    const { client } = await start({ bookmarkIntervalMs: 10 });
    const watch = await client.watch(
      `${CONFIG_MAPS}?resourceVersion=1&allowWatchBookmarks=true`,
    );
    expect(await watch.next()).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', apiVersion: 'v1' },
    });
    watch.close();
  });

  it('refuses to a bearer what is denied', async () => {
    const { api } = await start({
      tokens: [
        {
          token: 'backstage',
          user: 'backstage',
          deny: [{ verbs: ['list', 'watch'], resources: ['configmaps'] }],
        },
      ],
    });
    const client = ServerUnderTest.fromToken(api.url, 'backstage');
    expect(await client.get('/api/v1/configmaps')).toMatchObject({
      code: 403,
      body: {
        reason: 'Forbidden',
        message:
          'configmaps is forbidden: User "backstage" cannot list resource "configmaps" in API group "" at the cluster scope',
      },
    });
    expect((await client.get('/api/v1/pods')).code).toBe(200);
  });

  it('answers nobody in particular with health alone', async () => {
    const { api } = await start();
    const anonymous = (path: string) => fetch(api.url + path);
    expect((await anonymous('/healthz')).status).toBe(200);
    expect(await (await anonymous('/api/v1/pods')).json()).toMatchObject({
      code: 403,
      message: expect.stringContaining('User "system:anonymous" cannot list'),
    });
  });

  it('survives a client that sends nonsense', async () => {
    const { api, client } = await start();
    for (const path of ['//', '/api/v1/pods/%zz']) {
      expect(await sendRaw(api.port, path)).toContain('400 Bad Request');
    }
    expect((await client.get('/healthz')).code).toBe(200);
  });
});

const shared = resolve(
  process.env.MLFLOW_SHARED_DIR ?? join(__dirname, '../../../../../shared'),
);
const folders = ['crds', 'crossplane-crds'].map(name => join(shared, name));
const isThere = folders.every(existsSync);

(isThere ? describe : describe.skip)(
  `the definitions of real providers in ${shared}`,
  () => {
    const definitions = isThere
      ? folders.flatMap(folder =>
          readdirSync(folder).map(file =>
            parse(readFileSync(join(folder, file), 'utf8')),
          ),
        )
      : [];

    it('are all accepted and served', async () => {
      const { client } = await start({ crds: definitions });
      const { body } = await client.get(
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      );
      expect(at(body, 'items')).toHaveLength(definitions.length);
      for (const { spec } of definitions) {
        const served = spec.versions.filter(
          ({ served: isServed }: { served: boolean }) => isServed,
        );
        for (const { name } of served) {
          const list = await client.get(
            `/apis/${spec.group}/${name}/${spec.names.plural}`,
          );
          expect(list.code).toBe(200);
        }
      }
    });

    it('give a bucket its defaults and its rules', async () => {
      const { client } = await start({ crds: definitions });
      const path =
        '/apis/s3.aws.m.upbound.io/v1beta1/namespaces/default/buckets';
      const bucket = (forProvider: object) => ({
        apiVersion: 's3.aws.m.upbound.io/v1beta1',
        kind: 'Bucket',
        metadata: { name: 'bucket' },
        spec: { forProvider },
      });
      const created = await client.post(path, bucket({ region: 'us-east-1' }));
      expect(created.body.spec).toEqual({
        forProvider: { region: 'us-east-1' },
        managementPolicies: ['*'],
        providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
      });
      const refused = await client.post(path, bucket({}));
      expect(refused.body.message).toContain(
        'spec.forProvider.region: Required value',
      );
    });
  },
);
