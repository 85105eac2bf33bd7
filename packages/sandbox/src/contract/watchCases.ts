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

    it('marks the end of a collection that is empty', async () => {
      const stream = await watch(
        'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      const mark = await stream.next();
      await create('o-i');
      expect(brief(await stream.next())).toBe('ADDED o-i');
      stream.close();
      expect(mark).toMatchObject({
        type: 'BOOKMARK',
        object: {
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      });
      await use().server.delete(`${use().configMaps}/o-i`);
    });

    it('sends the collection as a stream for custom resources, too', async () => {
      await use().createWidget('w-streamed', { size: 1 });
      const stream = await use().server.watch(
        `${
          use().widgets
        }?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
      );
      const seen: string[] = [];
      let event = await stream.next();
      for (; event?.type === 'ADDED'; event = await stream.next()) {
        seen.push(String(at(event.object, 'metadata', 'name')));
      }
      stream.close();
      expect(seen).toContain('w-streamed');
      expect(event).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'Widget',
          apiVersion: 'contract.mlops.example.com/v1',
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      });
    });

    it('may leave out what is there, and tell only what happens then', async () => {
      await create('o-j');
      const stream = await watch(
        'sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      await create('o-k');
      expect(brief(await stream.next())).toBe('ADDED o-k');
      stream.close();
      for (const name of ['o-j', 'o-k']) {
        await use().server.delete(`${use().configMaps}/${name}`);
      }
    });

    it('begins with what is there at version 0', async () => {
      await create('o-l');
      const stream = await watch('resourceVersion=0');
      expect(brief(await stream.next())).toBe('ADDED o-l');
      stream.close();
      await use().server.delete(`${use().configMaps}/o-l`);
    });

    it('does not wait for versions that are far away', async () => {
      const stream = await watch(
        'resourceVersion=999999999&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      );
      expect(stream.code).toBe(200);
      expect((await stream.rest())[0]).toMatchObject({
        type: 'ERROR',
        object: { code: 504, reason: 'Timeout' },
      });
    });

    it('is not of one object by its path', async () => {
      await create('o-m');
      const { body } = await use().server.get(
        `${use().configMaps}/o-m?watch=true`,
      );
      expect(body.kind).toBe('ConfigMap');
      await use().server.delete(`${use().configMaps}/o-m`);
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

    it('ends when its kind is defined anew, and finds the objects again', async () => {
      const { server, namespace } = use();
      const definition = await use().define('alterings', 'Altering');
      const path = `/apis/contract.mlops.example.com/v1/namespaces/${namespace}/alterings`;
      await server.post(path, {
        apiVersion: 'contract.mlops.example.com/v1',
        kind: 'Altering',
        metadata: { name: 'w-altered' },
        spec: { size: 1 },
      });
      const { body } = await server.get(path);
      const from = at(body, 'metadata', 'resourceVersion');
      const stream = await server.watch(`${path}?resourceVersion=${from}`);
      expect(stream.code).toBe(200);

      await server.jsonPatch(definition, [
        {
          op: 'add',
          path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/added',
          value: { type: 'string', default: 'by the new schema' },
        },
      ]);

      expect(await stream.rest()).toEqual([]);
      await use().eventually(async () => {
        const altered = await server.get(`${path}/w-altered`);
        return at(altered.body, 'spec', 'added') === 'by the new schema';
      });
      await server.delete(definition);
      await use().eventuallyGone(definition);
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
