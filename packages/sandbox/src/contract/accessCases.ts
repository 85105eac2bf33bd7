import { at, type Testbed } from './testbed';
import type { RequestOptions } from './server';

/** Who may do what. */
export function describeAccess(use: () => Testbed): void {
  describe('access', () => {
    const reader = () => `contract-reader-${use().namespace}`;
    const as = (user: string): RequestOptions['headers'] => ({
      'impersonate-user': user,
    });
    const review = (user: string, attributes: object) =>
      use().server.send(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          body: {
            spec: {
              resourceAttributes: {
                namespace: use().namespace,
                ...attributes,
              },
            },
          },
          headers: as(user),
        },
      );

    beforeAll(async () => {
      const { server, namespace } = use();
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
      await server.post(`${path}/roles`, {
        metadata: { name: 'reader' },
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['get', 'list', 'watch'],
          },
        ],
      });
      await server.post(`${path}/rolebindings`, {
        metadata: { name: 'reader' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'reader',
        },
        subjects: [
          {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'User',
            name: reader(),
          },
        ],
      });
      await use().eventually(async () => {
        const { body } = await review(reader(), {
          verb: 'list',
          resource: 'configmaps',
        });
        return at(body, 'status', 'allowed') === true;
      });
    });

    it('needs a known token', async () => {
      const answer = await use().server.get(use().configMaps, {
        authorization: 'Bearer nobody',
      });
      expect(answer).toMatchObject({
        code: 401,
        body: {
          kind: 'Status',
          reason: 'Unauthorized',
          message: 'Unauthorized',
        },
      });
    });

    it('is given by roles and their bindings', async () => {
      const { server, configMaps } = use();
      const { code } = await server.get(configMaps, as(reader()));
      expect(code).toBe(200);
    });

    it('is refused for what no role gives', async () => {
      const { server, namespace } = use();
      const answer = await server.get(
        `/api/v1/namespaces/${namespace}/secrets`,
        as(reader()),
      );
      expect(answer).toMatchObject({
        code: 403,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'Forbidden',
          message: `secrets is forbidden: User "${reader()}" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
          details: { kind: 'secrets' },
          code: 403,
        },
      });
    });

    it('is refused in other places than the role is bound to', async () => {
      const { body } = await use().server.get(
        '/api/v1/configmaps',
        as(reader()),
      );
      expect(body.message).toBe(
        `configmaps is forbidden: User "${reader()}" cannot list resource "configmaps" in API group "" at the cluster scope`,
      );
    });

    it('is refused before it is said what exists', async () => {
      const { code, body } = await use().server.get(
        `${use().widgets}/w-none`,
        as(reader()),
      );
      expect(code).toBe(403);
      expect(body.message).toBe(
        `widgets.contract.mlops.example.com "w-none" is forbidden: User "${reader()}" cannot get resource "widgets" in API group "contract.mlops.example.com" in the namespace "${
          use().namespace
        }"`,
      );
    });

    it('includes discovery for everybody who is known', async () => {
      const { code } = await use().server.get('/apis', as(reader()));
      expect(code).toBe(200);
    });

    it.each([
      ['list', 'configmaps', true],
      ['delete', 'configmaps', false],
      ['list', 'secrets', false],
    ])('can be asked about: %s %s', async (verb, resource, allowed) => {
      const { code, body } = await review(reader(), { verb, resource });
      expect(code).toBe(201);
      expect(at(body, 'status', 'allowed')).toBe(allowed);
    });

    it('of others can be asked about by who may', async () => {
      const { body } = await use().server.post(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        {
          spec: {
            user: reader(),
            resourceAttributes: {
              verb: 'get',
              resource: 'configmaps',
              namespace: use().namespace,
            },
          },
        },
      );
      expect(at(body, 'status', 'allowed')).toBe(true);
    });

    it('can be listed', async () => {
      const { body } = await use().server.send(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
        {
          body: { spec: { namespace: use().namespace } },
          headers: as(reader()),
        },
      );
      expect(at(body, 'status', 'resourceRules')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['get', 'list', 'watch'],
          }),
        ]),
      );
    });
  });
}
