import { at, type Testbed } from './testbed';

/** What there is, and how it is said that something is not. */
export function describeDiscovery(use: () => Testbed): void {
  describe('discovery', () => {
    it('names its version', async () => {
      const { body } = await use().server.get('/version');
      expect(body.gitVersion).toMatch(/^v1\.\d+/);
    });

    it.each(['/healthz', '/livez', '/readyz'])('is well (%s)', async path => {
      const { code, text } = await use().server.get(path);
      expect({ code, text }).toEqual({ code: 200, text: 'ok' });
    });

    it('lists its groups with their versions', async () => {
      const core = await use().server.get('/api');
      expect(core.body).toMatchObject({
        kind: 'APIVersions',
        versions: ['v1'],
      });
      const { body } = await use().server.get('/apis');
      expect(body).toMatchObject({ kind: 'APIGroupList' });
      expect(body.groups).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: 'apps',
            preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
          }),
        ]),
      );
    });

    it('lists the types of a group, with their subresources', async () => {
      const { body } = await use().server.get('/apis/apps/v1');
      expect(body.groupVersion).toBe('apps/v1');
      expect(body.resources).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: 'deployments',
            kind: 'Deployment',
            namespaced: true,
            singularName: 'deployment',
            shortNames: ['deploy'],
          }),
          expect.objectContaining({ name: 'deployments/status' }),
        ]),
      );
    });

    it('serves a kind as soon as its definition is established', async () => {
      const { body } = await use().server.get(
        '/apis/contract.mlops.example.com/v1',
      );
      expect(at(body, 'resources', 0)).toMatchObject({
        name: 'widgets',
        kind: 'Widget',
        verbs: expect.arrayContaining(['list', 'watch', 'patch']),
      });
    });

    it('describes a group with its versions', async () => {
      const { body } = await use().server.get(
        '/apis/contract.mlops.example.com',
      );
      const version = {
        groupVersion: 'contract.mlops.example.com/v1',
        version: 'v1',
      };
      expect(body).toMatchObject({
        kind: 'APIGroup',
        name: 'contract.mlops.example.com',
        versions: [version],
        preferredVersion: version,
      });
    });

    it('knows no versions of the core group but one', async () => {
      expect(await use().server.get('/api/v9')).toMatchObject({
        code: 404,
        body: { reason: 'NotFound' },
      });
    });

    it('accepts the names of a definition', async () => {
      const { body } = await use().server.get(
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.contract.mlops.example.com',
      );
      expect(body.status).toMatchObject({
        acceptedNames: {
          plural: 'widgets',
          singular: 'widget',
          kind: 'Widget',
          listKind: 'WidgetList',
        },
        storedVersions: ['v1'],
      });
    });

    it('does not know the paths of kinds that are not defined', async () => {
      const unknown = [
        '/apis/nothing.example.com/v1/things',
        '/apis/contract.mlops.example.com/v1/gadgets',
        '/apis/contract.mlops.example.com/v9/widgets',
      ];
      for (const path of unknown) {
        const { code, text } = await use().server.get(path);
        expect({ code, text }).toEqual({
          code: 404,
          text: '404 page not found\n',
        });
      }
      const core = await use().server.get('/api/v1/gadgets');
      expect(core).toMatchObject({
        code: 404,
        body: {
          kind: 'Status',
          reason: 'NotFound',
          message: 'the server could not find the requested resource',
        },
      });
    });
  });
}
