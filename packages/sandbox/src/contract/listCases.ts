import { at, names, type Testbed } from './testbed';

/** Lists, pages and selectors. */
export function describeLists(use: () => Testbed): void {
  describe('listing', () => {
    const list = (query: string) =>
      use().server.get(
        `${use().configMaps}?${query}${
          query.startsWith('labelSelector') ? '' : '&labelSelector=listed'
        }`,
      );

    beforeAll(async () => {
      for (const [name, group] of [
        ['l-a', 'x'],
        ['l-b', 'y'],
        ['l-c', 'x'],
        ['l-d', 'z'],
        ['l-e', 'x'],
      ]) {
        await use().createConfigMap(name, {
          labels: { listed: 'yes', group },
        });
      }
    });

    it('is ordered by name and carries a version', async () => {
      const answer = await list('');
      expect(names(answer)).toEqual(['l-a', 'l-b', 'l-c', 'l-d', 'l-e']);
      expect(answer.body).toMatchObject({
        kind: 'ConfigMapList',
        apiVersion: 'v1',
        metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      });
    });

    it('says the kind of items only of custom resources', async () => {
      const builtin = await list('');
      expect(at(builtin.body, 'items', 0, 'kind')).toBeNull();
      await use().createWidget('w-listed');
      const custom = await use().server.get(use().widgets);
      expect(at(custom.body, 'items', 0, 'kind')).toBe('Widget');
    });

    it('goes by pages, all of one version', async () => {
      const first = await list('limit=2');
      expect(names(first)).toEqual(['l-a', 'l-b']);
      await use().createConfigMap('l-bb', { labels: { listed: 'yes' } });
      const second = await list(
        `limit=2&continue=${at(first.body, 'metadata', 'continue')}`,
      );
      expect(names(second)).toEqual(['l-c', 'l-d']);
      expect(at(second.body, 'metadata', 'resourceVersion')).toBe(
        at(first.body, 'metadata', 'resourceVersion'),
      );
      const last = await list(
        `limit=2&continue=${at(second.body, 'metadata', 'continue')}`,
      );
      expect(names(last)).toEqual(['l-e']);
      expect(at(last.body, 'metadata', 'continue')).toBeNull();
      await use().server.delete(`${use().configMaps}/l-bb`);
    });

    it('counts what is left when nothing is selected', async () => {
      const all = await use().server.get(use().configMaps);
      const { body } = await use().server.get(`${use().configMaps}?limit=1`);
      expect(at(body, 'metadata', 'remainingItemCount')).toBe(
        names(all).length - 1,
      );
    });

    it('is at exactly the version that is asked for', async () => {
      const before = await list('');
      const version = at(before.body, 'metadata', 'resourceVersion');
      await use().createConfigMap('l-late', { labels: { listed: 'yes' } });
      const past = await list(
        `resourceVersion=${version}&resourceVersionMatch=Exact`,
      );
      expect(names(past)).toEqual(names(before));
      await use().server.delete(`${use().configMaps}/l-late`);
      const recent = await list(
        `resourceVersion=${version}&resourceVersionMatch=NotOlderThan`,
      );
      expect(recent.code).toBe(200);
    });

    it('comes whole at version 0, whatever the limit', async () => {
      await use().eventually(
        async () => names(await list('resourceVersion=0')).length === 5,
      );
      const answer = await list('resourceVersion=0&limit=2');
      expect(names(answer)).toHaveLength(5);
      expect(at(answer.body, 'metadata', 'continue')).toBeNull();
    });

    it('is at any version from the one that is asked for on, by pages too', async () => {
      const { body } = await list('');
      const version = at(body, 'metadata', 'resourceVersion');
      const first = await list(
        `resourceVersion=${version}&resourceVersionMatch=NotOlderThan&limit=2`,
      );
      expect(names(first)).toEqual(['l-a', 'l-b']);
      expect(at(first.body, 'metadata', 'continue')).not.toBeNull();
    });

    it('has no items in a namespace that does not exist', async () => {
      const { code, body } = await use().server.get(
        '/api/v1/namespaces/contract-nowhere/configmaps',
      );
      expect({ code, items: body.items }).toEqual({ code: 200, items: [] });
    });

    it.each([
      ['group=x', ['l-a', 'l-c', 'l-e']],
      ['group!=x', ['l-b', 'l-d']],
      ['group in (y,z)', ['l-b', 'l-d']],
      ['group notin (y,z)', ['l-a', 'l-c', 'l-e']],
      ['!group', []],
      ['group,group!=z', ['l-a', 'l-b', 'l-c', 'l-e']],
    ])('selects by labels: %s', async (selector, expected) => {
      const answer = await use().server.get(
        `${use().configMaps}?labelSelector=${encodeURIComponent(
          `listed,${selector}`,
        )}`,
      );
      expect(names(answer)).toEqual(expected);
    });

    it('selects by name', async () => {
      const answer = await list('fieldSelector=metadata.name%3Dl-b');
      expect(names(answer)).toEqual(['l-b']);
    });

    it('selects events by what they are about', async () => {
      const { server, namespace } = use();
      const path = `/api/v1/namespaces/${namespace}/events`;
      for (const name of ['one', 'two']) {
        await server.post(path, {
          metadata: { name: `event-${name}` },
          involvedObject: { kind: 'Pod', name, namespace },
          reason: 'Tested',
          type: 'Normal',
        });
      }
      const answer = await server.get(
        `${path}?fieldSelector=involvedObject.name%3Dtwo`,
      );
      expect(names(answer)).toEqual(['event-two']);
    });

    it('spans namespaces', async () => {
      const answer = await use().server.get(
        '/api/v1/configmaps?labelSelector=listed',
      );
      expect(names(answer)).toEqual(
        expect.arrayContaining(['l-a', 'l-b', 'l-c', 'l-d', 'l-e']),
      );
    });

    it.each([
      ['a field that cannot be selected', 'fieldSelector=data.key%3Dx', 400],
      ['a version that is none', 'resourceVersion=x', 400],
      ['a limit that is none', 'limit=x', 400],
      ['a page that is none', 'continue=nonsense', 400],
      ['a label selector that is none', 'labelSelector=a==b==c', 400],
      ['initial events', 'sendInitialEvents=true', 422],
      [
        'an exact match of any version',
        'resourceVersionMatch=Exact&resourceVersion=0',
        422,
      ],
      [
        'a match that it does not know',
        'resourceVersionMatch=Odd&resourceVersion=1',
        422,
      ],
      ['a match without a version', 'resourceVersionMatch=Exact', 422],
      [
        'a match with a page',
        'resourceVersionMatch=Exact&resourceVersion=1&continue=x',
        422,
      ],
    ])('refuses %s', async (_, query, code) => {
      expect((await list(query)).code).toBe(code);
    });

    it('does not wait for versions that are far away', async () => {
      expect(await list('resourceVersion=999999999')).toMatchObject({
        code: 504,
        body: {
          reason: 'Timeout',
          details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
        },
      });
    });
  });
}
