import { at, type Testbed } from './testbed';
import type { WatchEvent } from './server';

/** `ADDED name`, for comparing. */
function brief(event: WatchEvent | undefined): string {
  return event
    ? `${event.type} ${at(event.object, 'metadata', 'name')}`
    : 'the end';
}

/** Watches. */
export function describeWatches(use: () => Testbed): void {
  const watch = (query: string) =>
    use().server.watch(`${use().configMaps}?labelSelector=watched&${query}`);
  const create = (name: string) =>
    use().createConfigMap(name, { labels: { watched: 'yes' } });
  const version = async () => {
    const { body } = await use().server.get(use().configMaps);
    return String(at(body, 'metadata', 'resourceVersion'));
  };

  describe('watching', () => {
    it('tells what happens after a version, in order', async () => {
      const { server, configMaps } = use();
      const from = await version();
      await create('o-a');
      const stream = await watch(`resourceVersion=${from}`);
      await server.merge(`${configMaps}/o-a`, { data: { key: 'changed' } });
      await server.delete(`${configMaps}/o-a`);
      const events = [
        await stream.next(),
        await stream.next(),
        await stream.next(),
      ];
      stream.close();
      expect(events.map(brief)).toEqual([
        'ADDED o-a',
        'MODIFIED o-a',
        'DELETED o-a',
      ]);
      const versions = events.map(event =>
        Number(at(event?.object, 'metadata', 'resourceVersion')),
      );
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(events[2]?.object).toMatchObject({
        kind: 'ConfigMap',
        apiVersion: 'v1',
        data: { key: 'changed' },
      });
    });

    it('begins with what is there when no version is named', async () => {
      await create('o-b');
      const stream = await watch('');
      expect(brief(await stream.next())).toBe('ADDED o-b');
      stream.close();
      await use().server.delete(`${use().configMaps}/o-b`);
    });

    it('marks the end of what is there when that is asked for', async () => {
      await create('o-c');
      const stream = await watch(
        'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      expect(brief(await stream.next())).toBe('ADDED o-c');
      const mark = await stream.next();
      stream.close();
      expect(mark).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'ConfigMap',
          apiVersion: 'v1',
          metadata: {
            resourceVersion: expect.stringMatching(/^\d+$/),
            annotations: { 'k8s.io/initial-events-end': 'true' },
          },
        },
      });
      await use().server.delete(`${use().configMaps}/o-c`);
    });

    it('adds what begins to be selected and deletes what ceases to', async () => {
      const { server, configMaps } = use();
      await use().createConfigMap('o-d');
      const stream = await watch(`resourceVersion=${await version()}`);
      const label = (value: string | null) =>
        server.merge(`${configMaps}/o-d`, {
          metadata: { labels: { watched: value } },
        });
      await label('yes');
      await label('still');
      await label(null);
      const events = [
        await stream.next(),
        await stream.next(),
        await stream.next(),
      ];
      stream.close();
      expect(events.map(brief)).toEqual([
        'ADDED o-d',
        'MODIFIED o-d',
        'DELETED o-d',
      ]);
    });

    it('is about one namespace or all', async () => {
      const from = await version();
      const stream = await use().server.watch(
        `/api/v1/configmaps?labelSelector=watched&resourceVersion=${from}`,
      );
      await create('o-e');
      expect(brief(await stream.next())).toBe('ADDED o-e');
      stream.close();
      await use().server.delete(`${use().configMaps}/o-e`);
    });

    it('is about one object by name', async () => {
      const from = await version();
      const stream = await use().server.watch(
        `${
          use().configMaps
        }?fieldSelector=metadata.name%3Do-g&resourceVersion=${from}`,
      );
      await create('o-f');
      await create('o-g');
      expect(brief(await stream.next())).toBe('ADDED o-g');
      stream.close();
    });

    it('ends when its time is over, a bookmark shortly before', async () => {
      const from = await version();
      const stream = await watch(
        `resourceVersion=${from}&allowWatchBookmarks=true&timeoutSeconds=4`,
      );
      const created = await create('o-t');
      const [first, ...more] = await stream.rest();
      expect(brief(first)).toBe('ADDED o-t');
      const bookmarks = more.filter(({ type }) => type === 'BOOKMARK');
      expect(bookmarks).not.toHaveLength(0);
      const [reached, least] = [bookmarks[0].object, created].map(object =>
        Number(at(object, 'metadata', 'resourceVersion')),
      );
      expect(reached).toBeGreaterThanOrEqual(least);
    });

    it('has no bookmarks when none are asked for', async () => {
      const stream = await watch(
        `resourceVersion=${await version()}&timeoutSeconds=3`,
      );
      expect(await stream.rest()).toEqual([]);
    });

    it('says that a version is too old', async () => {
      const stream = await use().server.watch(
        `${use().widgets}?resourceVersion=1`,
      );
      expect(stream.code).toBe(200);
      const [event, ...more] = await stream.rest();
      expect(event).toMatchObject({
        type: 'ERROR',
        object: {
          kind: 'Status',
          code: 410,
          reason: 'Expired',
          message: expect.stringContaining('too old resource version: 1'),
        },
      });
      expect(more).toEqual([]);
    });

    it('shows the metadata alone when that is asked for', async () => {
      const from = await version();
      await create('o-h');
      const { text } = await use().server.get(
        `${
          use().configMaps
        }?watch=true&resourceVersion=${from}&timeoutSeconds=1`,
        {
          accept:
            'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
        },
      );
      expect(JSON.parse(text.split('\n')[0])).toMatchObject({
        type: 'ADDED',
        object: {
          kind: 'PartialObjectMetadata',
          metadata: { name: 'o-h' },
        },
      });
    });

    it('ends when its kind is no more', async () => {
      const definition = await use().define('fleetings', 'Fleeting');
      const stream = await use().server.watch(
        `/apis/contract.mlops.example.com/v1/namespaces/${
          use().namespace
        }/fleetings`,
      );
      await use().server.delete(definition);
      expect((await stream.rest()).map(({ type }) => type)).not.toContain(
        'MODIFIED',
      );
      await use().eventuallyGone(definition);
    });

    it.each([
      ['a match without initial events', 'resourceVersionMatch=NotOlderThan'],
      ['initial events without a match', 'sendInitialEvents=true'],
    ])('refuses %s', async (_, query) => {
      const stream = await watch(query);
      stream.close();
      expect(stream.code).toBe(422);
    });
  });
}
