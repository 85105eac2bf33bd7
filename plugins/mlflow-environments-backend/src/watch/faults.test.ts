import {
  isListing,
  isReading,
  isStreaming,
  isWatching,
  type Fault,
} from './__testUtils__/FaultProxy';
import { eventually } from './__testUtils__/eventually';
import {
  BUCKETS,
  ENVIRONMENTS,
  FaultyCluster,
} from './__testUtils__/FaultyCluster';

jest.setTimeout(60_000);

/** Longer than any line is read. */
const ENDLESS = 33 * 1024 * 1024;
/** As much as an API server keeps as one object. */
const BIG = 1.5 * 1024 * 1024;

const broken: Array<[string, Fault]> = [
  ['is answered 410', { answer: 410 }],
  ['is answered 500', { answer: 500 }],
  ['is answered 429 with Retry-After', retryLater(429)],
  ['is answered 503 with Retry-After', retryLater(503)],
  ['is answered 401', { answer: 401 }],
  ['is answered 403', { answer: 403 }],
  ['is answered with a page for people', { answer: 200, body: '<html>' }],
  ['is answered with nothing', { answer: 200, body: '' }],
  ['breaks at once', { cutAfter: 0 }],
  ['breaks within an object', { cutAfter: 1_000 }],
  ['never begins', { freezeAfter: 0 }],
  ['stops within an object, with the connection open', { freezeAfter: 1_000 }],
  ['comes slowly', { trickle: 500, everyMs: 20 }],
  ['comes in huge pieces', { line: line => `${' '.repeat(BIG)}${line}` }],
  [
    'comes with lines without end',
    { line: line => `${' '.repeat(ENDLESS)}${line}` },
  ],
  ['comes with lines that are not JSON', { line: line => `}${line}` }],
  ['comes with lines that are cut short', { line: line => line.slice(0, 300) }],
  ['comes with an ERROR event', { line: () => errorEvent(500) }],
  [
    'comes with an ERROR event that says it expired',
    { line: () => errorEvent(410) },
  ],
];

function retryLater(answer: number): Fault {
  return { answer, headers: { 'retry-after': '1' } };
}

function errorEvent(code: number): string {
  return JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code } });
}

describe('the store is true to the cluster', () => {
  let cluster: FaultyCluster;

  beforeEach(async () => {
    cluster = await FaultyCluster.start();
  });

  afterEach(async () => {
    await cluster.stop();
  });

  async function suffered(): Promise<void> {
    await eventually(() => expect(cluster.proxy.hits).toBeGreaterThan(0));
  }

  it.each(broken)('when a watch %s', async (_, fault) => {
    await cluster.watch();
    cluster.proxy.inject(isWatching, fault, 4);
    cluster.proxy.cut();
    await cluster.change();
    await suffered();
    await cluster.change();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it.each(broken)('when a stream of a collection %s', async (_, fault) => {
    await cluster.watch();
    cluster.loseTheThread();
    cluster.proxy.inject(isStreaming, fault, 4);
    await cluster.change();
    await suffered();
    await cluster.change();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  describe('that only lists', () => {
    it.each(broken)('when a page %s', async (_, fault) => {
      cluster.proxy.inject(isStreaming, { answer: 422 });
      await cluster.watch();
      expect(cluster.proxy.requests.some(isListing)).toBe(true);
      cluster.loseTheThread();
      cluster.proxy.inject(isListing, fault, 4);
      await cluster.change();
      await suffered();
      await cluster.change();
      expect(await cluster.untilTrue()).toEqual([]);
    });

    it('when the second page has expired', async () => {
      cluster.proxy.inject(isStreaming, { answer: 422 });
      await cluster.watch();
      cluster.loseTheThread();
      cluster.proxy.inject(({ query }) => query.has('continue'), {
        answer: 410,
      });
      await cluster.change();
      await eventually(() =>
        expect(
          cluster.proxy.requests.some(
            request => isListing(request) && !request.query.has('limit'),
          ),
        ).toBe(true),
      );
      await cluster.change();
      expect(await cluster.untilTrue()).toEqual([]);
    });
  });

  it('when everything fails from the start', async () => {
    cluster.proxy.inject(() => true, { answer: 503 }, 12);
    await cluster.watch();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it('when the server goes away and comes back', async () => {
    await cluster.watch();
    await cluster.proxy.down();
    await cluster.change();
    await eventually(() =>
      expect(cluster.store.status()).toMatchObject([
        { state: 'stale', error: expect.any(String) },
      ]),
    );
    await cluster.proxy.up();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it('when connections break over and over', async () => {
    await cluster.watch();
    for (let times = 0; times < 5; times += 1) {
      cluster.proxy.cut();
      await cluster.change();
      await cluster.addEnvironment();
      await cluster.addEnvironment();
    }
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it('when its token has expired', async () => {
    await cluster.watch();
    const before = cluster.credentials;
    cluster.proxy.inject(() => cluster.credentials === before, { answer: 401 });
    cluster.proxy.cut();
    await cluster.change();
    expect(await cluster.untilTrue()).toEqual([]);
    expect(cluster.credentials).toBe(before + 1);
  });

  it('when a kind may not be read for a while', async () => {
    await cluster.watch();
    cluster.proxy.inject(({ path }) => path.endsWith('/buckets'), {
      answer: 403,
    });
    cluster.proxy.cut();
    await eventually(() =>
      expect(cluster.store.status()[0].kinds).toContainEqual(
        expect.objectContaining({
          kind: 'Bucket.faults.example.org',
          state: 'forbidden',
        }),
      ),
    );
    await cluster.change();
    cluster.proxy.heal();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it('when a kind disappears and appears again', async () => {
    await cluster.watch();
    await cluster.undefine(BUCKETS);
    expect(await cluster.untilTrue()).toEqual([]);
    await cluster.define(BUCKETS);
    await cluster.addEnvironment();
    expect(await cluster.untilTrue()).toEqual([]);
  });

  it.each([BUCKETS, ENVIRONMENTS])(
    'when $kind is served in another version',
    async type => {
      await cluster.watch();
      await cluster.moveTo('v2', type);
      expect(await cluster.untilTrue()).toEqual([]);
    },
  );

  it('when any reading is slow and any watch is short', async () => {
    cluster.proxy.inject(isReading, { trickle: 300, everyMs: 5 });
    cluster.proxy.inject(isWatching, { cutAfter: 2_000 });
    await cluster.watch();
    await cluster.change();
    await cluster.change();
    expect(await cluster.untilTrue()).toEqual([]);
  });
});
