import type { ServerResponse } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { HttpClusterClient } from '../clusters';
import type { KindFeed, KindState, ProjectedObject } from '../store';
import { Discovery } from './Discovery';
import { eventually } from './__testUtils__/eventually';
import {
  FakeApi,
  respond,
  respondStatus,
  type FakeObject,
  type FakeRequest,
} from './__testUtils__/FakeApi';
import { FastClock } from './__testUtils__/FastClock';
import { Reflector, type Streaming } from './Reflector';
import { collectionPath, type ResourceType } from './resourceType';
import { defaultTimings, type ReflectorTimings } from './timings';

jest.setTimeout(60_000);

const buckets: ResourceType = {
  group: 's3.example.org',
  version: 'v1',
  kind: 'Bucket',
  plural: 'buckets',
};

function bucket(name: string, more: object = {}): FakeObject {
  return { metadata: { name, uid: `uid-${name}` }, ...more };
}

const isList = ({ path, query }: FakeRequest) =>
  path === collectionPath(buckets) && !query.has('watch');
const isStream = ({ path, query }: FakeRequest) =>
  path === collectionPath(buckets) && query.has('sendInitialEvents');
const isWatch = (request: FakeRequest) =>
  request.path === collectionPath(buckets) &&
  request.query.has('watch') &&
  !isStream(request);

/** A feed that only remembers. */
class RecordingFeed implements KindFeed {
  readonly objects = new Map<string, ProjectedObject>();
  readonly states: KindState[] = [];
  message?: string;
  malformedObjects = 0;
  lists = 0;

  upserted = (object: ProjectedObject) => {
    this.objects.set(object.metadata.uid, object);
  };
  removed = (uid: string) => {
    this.objects.delete(uid);
  };
  listed = (uids: ReadonlySet<string>) => {
    this.lists += 1;
    for (const uid of this.objects.keys()) {
      if (!uids.has(uid)) {
        this.objects.delete(uid);
      }
    }
  };
  malformed = () => {
    this.malformedObjects += 1;
  };
  heard = () => {};
  state = (state: KindState, message?: string) => {
    this.message = message;
    if (this.states.at(-1) !== state) {
      this.states.push(state);
    }
  };

  get names(): string[] {
    return [...this.objects.values()]
      .map(({ metadata }) => metadata.name)
      .sort();
  }
}

describe('Reflector', () => {
  let api: FakeApi;
  let feed: RecordingFeed;
  let clock: FastClock;
  let abort: AbortController;
  let running: Promise<void>;
  let client: HttpClusterClient;

  beforeEach(async () => {
    api = await FakeApi.start();
    api.serve(buckets);
    feed = new RecordingFeed();
    clock = new FastClock();
    abort = new AbortController();
    running = Promise.resolve();
    client = HttpClusterClient.create(
      { name: 'one', url: api.url, authMetadata: {} },
      { getCredential: async () => ({ type: 'anonymous' }) },
    );
  });

  afterEach(async () => {
    abort.abort();
    await running;
    await client.close();
    await api.down();
  });

  function run(
    options: {
      timings?: Partial<ReflectorTimings>;
      labelSelector?: string;
      streaming?: Streaming;
    } = {},
  ) {
    const reflector = new Reflector({
      client,
      resolveType: signal =>
        // A discovery of its own each time: what is asked here is what the reflector does with the answer.
        new Discovery(client).find(buckets, undefined, signal),
      accepts: () => true,
      feed,
      logger: mockServices.logger.mock(),
      clock,
      labelSelector: options.labelSelector,
      timings: { ...defaultTimings, ...options.timings },
      streaming: options.streaming ?? { offered: true },
    });
    running = reflector.run(abort.signal);
  }

  async function synced() {
    await eventually(() => {
      expect(api.watchesOf(buckets)).toHaveLength(1);
      expect(feed.states.at(-1)).toBe('synced');
    });
    return api.watchesOf(buckets)[0];
  }

  it('lists, then watches from the version of the list', async () => {
    api.put(buckets, bucket('a'));
    run({ labelSelector: 'crossplane.io/composite' });
    const watch = await synced();

    expect(feed.names).toEqual(['a']);
    expect(watch.query.get('resourceVersion')).toBe(api.version);
    expect(watch.query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watch.query.get('timeoutSeconds'))).toBeGreaterThan(0);
    for (const { query } of [watch, ...api.listsOf(buckets)]) {
      expect(query.get('labelSelector')).toBe('crossplane.io/composite');
    }
  });

  it('applies what the watch tells', async () => {
    api.put(buckets, bucket('a'));
    run();
    await synced();

    api.put(buckets, bucket('b'));
    api.put(buckets, bucket('a', { spec: { replicas: 3 } }));
    await eventually(() => {
      expect(feed.names).toEqual(['a', 'b']);
      expect(feed.objects.get('uid-a')?.spec).toEqual({ replicas: 3 });
    });
    api.remove(buckets, 'uid-a');
    await eventually(() => expect(feed.names).toEqual(['b']));
  });

  it('lists page by page', async () => {
    ['a', 'b', 'c', 'd', 'e'].forEach(name => api.put(buckets, bucket(name)));
    run({ timings: { pageSize: 2 } });
    await synced();

    expect(feed.names).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(feed.lists).toBe(1);
    expect(api.listsOf(buckets).map(({ query }) => query.get('limit'))).toEqual(
      ['2', '2', '2'],
    );
  });

  it('lists without pages when a page expires before it is asked for', async () => {
    ['a', 'b', 'c'].forEach(name => api.put(buckets, bucket(name)));
    api.intervene((request, response) => {
      if (!request.query.has('continue')) {
        return false;
      }
      respondStatus(response, 410, 'the continue token is too old');
      return true;
    });
    run({ timings: { pageSize: 2 } });
    await synced();

    expect(feed.names).toEqual(['a', 'b', 'c']);
    expect(feed.lists).toBe(1);
  });

  it('does not take a broken answer for an empty list', async () => {
    api.put(buckets, bucket('a'));
    run();
    await synced();
    api.intervene((request, response) => {
      if (!isList(request)) {
        return false;
      }
      respond(response, 200, { items: 'oops' });
      return true;
    });
    api.watchesOf(buckets)[0].send({
      type: 'ERROR',
      object: { code: 410, message: 'too old' },
    });

    await eventually(() => expect(feed.states.at(-1)).toBe('failing'));
    expect(feed.names).toEqual(['a']);
  });

  it('goes on from the last bookmark when the server closes the watch', async () => {
    run();
    const watch = await synced();
    watch.send({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: '4711' } },
    });
    watch.end();

    await eventually(() =>
      expect(
        api.watchesOf(buckets).map(({ query }) => query.get('resourceVersion')),
      ).toEqual(['4711']),
    );
    expect(api.listsOf(buckets)).toHaveLength(1);
  });

  it('goes on from the last version when the connection breaks', async () => {
    run();
    const watch = await synced();
    api.put(buckets, bucket('a'));
    await eventually(() => expect(feed.names).toEqual(['a']));
    const seen = api.version;
    watch.break();

    await eventually(() => expect(api.watchesOf(buckets)[0]).not.toBe(watch));
    await synced();
    expect(api.watchesOf(buckets)[0].query.get('resourceVersion')).toBe(seen);
    expect(api.listsOf(buckets)).toHaveLength(1);
    expect(feed.states).toEqual(['synced']);
  });

  it('goes on after a connection that went silent without closing', async () => {
    run({ timings: { silenceMs: 100 } });
    const silent = await synced();

    await eventually(() => {
      expect(api.watchesOf(buckets)).toHaveLength(1);
      expect(api.watchesOf(buckets)[0]).not.toBe(silent);
    });
    expect(api.listsOf(buckets)).toHaveLength(1);
    expect(feed.states).toEqual(['synced']);
  });

  it('lists anew when the version has expired at the start of a watch', async () => {
    run();
    const watch = await synced();
    api.put(buckets, bucket('a'), true);
    const recover = api.intervene((request, response) => {
      if (!isWatch(request)) {
        return false;
      }
      recover();
      respondStatus(response, 410, 'too old resource version');
      return true;
    });
    watch.break();

    await eventually(() => expect(feed.names).toEqual(['a']));
    await synced();
  });

  it('lists anew when the version expires during a watch, and removes what is gone', async () => {
    api.put(buckets, bucket('a'));
    api.put(buckets, bucket('b'));
    run();
    const watch = await synced();
    api.remove(buckets, 'uid-a', true);
    api.put(buckets, bucket('c'), true);
    watch.send({ type: 'ERROR', object: { code: 410, message: 'too old' } });

    await eventually(() => expect(feed.names).toEqual(['b', 'c']));
    expect(feed.states).toEqual(['synced']);
  });

  it('lists anew after any other ERROR event, because what was missed is not known', async () => {
    run();
    const watch = await synced();
    api.put(buckets, bucket('a'), true);
    watch.send({
      type: 'ERROR',
      object: { code: 500, message: 'etcd is upset' },
    });

    await eventually(() => expect(feed.names).toEqual(['a']));
    await synced();
  });

  it.each([
    ['that is not JSON', '{"type": "ADDED", "obj\n'],
    ['without a type', '{"object": {}}\n'],
  ])('lists anew after an event %s', async (_, line) => {
    run();
    const watch = await synced();
    api.put(buckets, bucket('a'), true);
    watch.write(line);

    await eventually(() => expect(feed.names).toEqual(['a']));
    await synced();
  });

  it('reads events that arrive in pieces', async () => {
    run();
    const watch = await synced();
    const event = JSON.stringify({
      type: 'ADDED',
      object: bucket('a', { status: { replicas: 1 } }),
    });
    watch.write(event.slice(0, 20));
    watch.write(event.slice(20));
    watch.write('\n');

    await eventually(() => expect(feed.names).toEqual(['a']));
  });

  it('skips and counts what is not an object, and reads on', async () => {
    api.corrupt(buckets, 'x', { metadata: null });
    api.corrupt(buckets, 'y', 'what');
    api.put(buckets, bucket('a', { status: null, spec: 'odd' }));
    run();
    const watch = await synced();
    expect(feed.names).toEqual(['a']);
    expect(feed.malformedObjects).toBe(2);

    watch.send({ type: 'ADDED', object: { metadata: { name: 7 } } });
    watch.send({ type: 'DELETED', object: null });
    watch.send({ type: 'SOMETHING_NEW', object: {} });
    api.put(buckets, bucket('b'));
    await eventually(() => expect(feed.names).toEqual(['a', 'b']));
    expect(feed.malformedObjects).toBe(4);
  });

  it('waits as long as a 429 asks', async () => {
    let refusals = 2;
    api.intervene((request, response) => {
      if (!isList(request) || refusals === 0) {
        return false;
      }
      refusals -= 1;
      respondStatus(response, 429, 'too many requests', {
        'retry-after': '42',
      });
      return true;
    });
    run();
    await synced();

    expect(clock.slept).toEqual([42_000, 42_000]);
  });

  it('waits twice as long after each failure in a row, up to a bound', async () => {
    let failures = 7;
    api.intervene((request, response) => {
      if (!isList(request) || failures === 0) {
        return false;
      }
      failures -= 1;
      respondStatus(response, 500, 'internal error');
      return true;
    });
    run();
    await synced();

    expect(clock.slept).toEqual([800, 1600, 3200, 6400, 12800, 15000, 15000]);
    expect(feed.states).toEqual(['failing', 'synced']);
  });

  it('pauses when the server closes every watch at once', async () => {
    let closed = 0;
    api.intervene((request, response) => {
      if (!isWatch(request) || closed === 3) {
        return false;
      }
      closed += 1;
      response.writeHead(200);
      response.end();
      return true;
    });
    run();
    await eventually(() => expect(api.watchesOf(buckets)).toHaveLength(1));

    expect(clock.slept).toEqual([800, 1600, 3200]);
  });

  it('keeps asking, slowly, for what it may not read', async () => {
    const allow = api.intervene((request, response) => {
      if (!isList(request)) {
        return false;
      }
      respondStatus(response, 403, 'buckets is forbidden');
      return true;
    });
    run();
    await eventually(() => expect(feed.states).toEqual(['forbidden']));
    expect(feed.message).toContain('buckets is forbidden');
    await eventually(() =>
      expect(clock.slept[0]).toBeGreaterThanOrEqual(60_000),
    );

    allow();
    await synced();
  });

  it('waits for a kind that the cluster does not serve yet', async () => {
    api.hide(buckets);
    run();
    await eventually(() => expect(feed.states).toEqual(['missing']));

    api.serve(buckets);
    api.put(buckets, bucket('a'));
    await synced();
    expect(feed.names).toEqual(['a']);
  });

  it('forgets the objects of a kind only when it is still gone at a third look', async () => {
    api.put(buckets, bucket('a'));
    run();
    await synced();
    const looks = () =>
      api.requests.filter(({ path }) => path === '/apis/s3.example.org').length;
    const before = looks();
    api.hide(buckets);

    await eventually(() => expect(feed.names).toEqual([]));
    expect(looks() - before).toBeGreaterThan(2);
    expect(feed.states.at(-1)).toBe('missing');
  });

  it('survives a server that is down at the start, and one that goes away', async () => {
    await api.down();
    run();
    await eventually(() => expect(feed.states).toEqual(['failing']));

    await api.up();
    api.put(buckets, bucket('a'));
    await synced();

    await api.down();
    await eventually(() => expect(feed.states.at(-1)).toBe('failing'));
    expect(feed.names).toEqual(['a']);

    api.put(buckets, bucket('b'), true);
    api.remove(buckets, 'uid-a', true);
    const recover = api.intervene((request, response) => {
      if (!isWatch(request)) {
        return false;
      }
      recover();
      respondStatus(response, 410, 'a restarted server remembers nothing');
      return true;
    });
    await api.up();
    await synced();
    await eventually(() => expect(feed.names).toEqual(['b']));
  });

  describe('with a server that streams collections', () => {
    beforeEach(() => {
      api.streamsCollections = true;
    });

    it('reads the collection and goes on watching in one request', async () => {
      api.put(buckets, bucket('a'));
      api.put(buckets, bucket('b'));
      run({ labelSelector: 'crossplane.io/composite' });
      const watch = await synced();
      expect(feed.names).toEqual(['a', 'b']);
      expect(Object.fromEntries(watch.query)).toMatchObject({
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'crossplane.io/composite',
      });

      api.put(buckets, bucket('c'));
      api.remove(buckets, 'uid-a');
      await eventually(() => expect(feed.names).toEqual(['b', 'c']));
      expect(api.listsOf(buckets)).toHaveLength(0);
      expect(api.watchesOf(buckets)).toEqual([watch]);
    });

    it('goes on from the last version when the server closes the watch', async () => {
      api.put(buckets, bucket('a'));
      run();
      const watch = await synced();
      const seen = api.version;
      watch.end();

      await eventually(() => expect(api.watchesOf(buckets)[0]).not.toBe(watch));
      expect((await synced()).query.get('resourceVersion')).toBe(seen);
      expect(api.streamsOf(buckets)).toHaveLength(1);
    });

    it('reads everything anew when its version has expired, and removes what is gone', async () => {
      api.put(buckets, bucket('a'));
      api.put(buckets, bucket('b'));
      run();
      const watch = await synced();
      api.remove(buckets, 'uid-a', true);
      api.put(buckets, bucket('c'), true);
      watch.send({ type: 'ERROR', object: { code: 410, message: 'too old' } });

      await eventually(() => expect(feed.names).toEqual(['b', 'c']));
      expect(api.streamsOf(buckets)).toHaveLength(2);
    });

    it('removes nothing for a stream that has not ended', async () => {
      api.put(buckets, bucket('a'));
      run();
      const watch = await synced();
      const recover = api.intervene((request, response) => {
        if (!isStream(request)) {
          return false;
        }
        response.writeHead(200);
        response.flushHeaders();
        response.write(
          `${JSON.stringify({ type: 'ADDED', object: bucket('b') })}\n`,
        );
        return true;
      });
      watch.send({ type: 'ERROR', object: { code: 410, message: 'too old' } });
      await eventually(() => expect(feed.names).toEqual(['a', 'b']));
      recover();
    });

    it.each([
      ['breaks', (response: ServerResponse) => response.destroy()],
      ['ends', (response: ServerResponse) => response.end()],
      [
        'turns into nonsense',
        (response: ServerResponse) => response.end('nonsense\n'),
      ],
      [
        'reports an error',
        (response: ServerResponse) =>
          response.end('{"type":"ERROR","object":{"code":500}}\n'),
      ],
    ])('lists page by page when the stream %s half-way', async (_, spoil) => {
      api.put(buckets, bucket('a'));
      api.intervene((request, response) => {
        if (!isStream(request)) {
          return false;
        }
        response.writeHead(200);
        response.write(
          `${JSON.stringify({ type: 'ADDED', object: bucket('gone') })}\n`,
          () => spoil(response),
        );
        return true;
      });
      run();

      await synced();
      expect(feed.names).toEqual(['a']);
      expect(api.listsOf(buckets)).toHaveLength(1);
    });

    it.each([400, 422])(
      'lists page by page on a server that answers %i to streams, and does not ask it again',
      async status => {
        api.intervene((request, response) => {
          if (isStream(request)) {
            respondStatus(response, status, 'unknown parameter');
          }
          return isStream(request);
        });
        const streaming = { offered: true };
        run({ streaming });
        const watch = await synced();
        expect(streaming.offered).toBe(false);

        watch.send({ type: 'ERROR', object: { code: 410 } });
        await eventually(() => expect(api.listsOf(buckets)).toHaveLength(2));
        expect(api.streamsOf(buckets)).toHaveLength(1);
        expect(feed.states).toEqual(['synced']);
      },
    );

    it('lists page by page on a server that never marks the end of a stream', async () => {
      api.put(buckets, bucket('a'));
      api.intervene((request, response) => {
        if (!isStream(request)) {
          return false;
        }
        response.writeHead(200);
        response.write(
          '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1"}}}\n',
        );
        return true;
      });
      run();

      await synced();
      expect(feed.names).toEqual(['a']);
    });

    it('asks for a stream again after the server was away', async () => {
      let refusals = 2;
      api.intervene((request, response) => {
        refusals -= isStream(request) ? 1 : 0;
        if (!isStream(request) || refusals < 0) {
          return false;
        }
        respondStatus(response, 503, 'starting');
        return true;
      });
      run();

      await synced();
      expect(api.listsOf(buckets)).toHaveLength(0);
    });
  });

  it('stops when told to, in the middle of a watch', async () => {
    run();
    await synced();
    abort.abort();
    await running;

    await eventually(() => expect(api.watchesOf(buckets)).toHaveLength(0));
  });
});
