import { at, names, type Testbed } from './testbed';

/** What has no past any more. */
export function describeExpiry(
  use: () => Testbed,
  forget: () => Promise<void>,
): void {
  describe('a version that is forgotten', () => {
    const list = (query: string) =>
      use().server.get(`${use().configMaps}?labelSelector=old&${query}`);

    /** A page's token, as if its first page had been read at the beginning. */
    function aged(token: string): string {
      const { v, start } = JSON.parse(
        Buffer.from(token, 'base64url').toString('utf8'),
      );
      return Buffer.from(JSON.stringify({ v, rv: 1, start })).toString(
        'base64url',
      );
    }

    beforeAll(async () => {
      for (const name of ['x-a', 'x-b', 'x-c']) {
        await use().createConfigMap(name, { labels: { old: 'yes' } });
      }
      await forget();
    });

    it('cannot be listed', async () => {
      expect(
        await list('resourceVersion=1&resourceVersionMatch=Exact'),
      ).toMatchObject({ code: 410, body: { reason: 'Expired' } });
    });

    it('ends a list by pages, with a token that goes on at the present', async () => {
      const first = await list('limit=1');
      expect(names(first)).toEqual(['x-a']);
      const token = aged(String(at(first.body, 'metadata', 'continue')));

      const refused = await list(`limit=2&continue=${token}`);

      expect(refused).toMatchObject({
        code: 410,
        body: {
          reason: 'Expired',
          message: expect.stringContaining(
            'The provided continue parameter is too old',
          ),
        },
      });
      const next = at(refused.body, 'metadata', 'continue');
      const rest = await list(`limit=2&continue=${next}`);
      expect(names(rest)).toEqual(['x-b', 'x-c']);
    });

    it('cannot be watched from', async () => {
      const stream = await use().server.watch(
        `${use().configMaps}?resourceVersion=1`,
      );
      expect(await stream.rest()).toMatchObject([
        { type: 'ERROR', object: { code: 410, reason: 'Expired' } },
      ]);
    });
  });
}
