import { at, names, owner, type Testbed } from './testbed';

/** Deletion, finalizers and garbage collection. */
export function describeDeletion(use: () => Testbed): void {
  const configMap = (name: string) => `${use().configMaps}/${name}`;

  describe('deleting', () => {
    it('says what it has deleted', async () => {
      const created = await use().createWidget('w-gone');
      const answer = await use().server.delete(`${use().widgets}/w-gone`);
      expect(answer).toMatchObject({
        code: 200,
        body: {
          kind: 'Status',
          status: 'Success',
          details: {
            name: 'w-gone',
            group: 'contract.mlops.example.com',
            kind: 'widgets',
            uid: at(created, 'metadata', 'uid'),
          },
        },
      });
    });

    it('waits for finalizers', async () => {
      const { server, widgets } = use();
      const path = `${widgets}/w-held`;
      await use().createWidget(
        'w-held',
        { size: 1 },
        { finalizers: ['example.com/hold'] },
      );
      const { code, body } = await server.delete(path);
      expect(code).toBe(200);
      expect(body).toMatchObject({
        kind: 'Widget',
        metadata: {
          deletionTimestamp: expect.any(String),
          deletionGracePeriodSeconds: 0,
          generation: 2,
          finalizers: ['example.com/hold'],
        },
      });
      const added = await server.merge(path, {
        metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
      });
      expect(added.code).toBe(422);
      expect(added.body.message).toContain(
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
      );
      await server.merge(path, { metadata: { finalizers: null } });
      expect((await server.get(path)).code).toBe(404);
    });

    it('takes no new finalizers meanwhile, and changes of anything else', async () => {
      const { server, widgets } = use();
      const path = `${widgets}/w-late`;
      await use().createWidget(
        'w-late',
        { size: 1 },
        { finalizers: ['example.com/a', 'example.com/b'] },
      );
      await server.delete(path);
      const added = await server.merge(path, {
        metadata: { finalizers: ['example.com/a', 'example.com/c'] },
      });
      expect(added.code).toBe(422);
      expect(added.body.message).toContain(
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted',
      );
      const removed = await server.merge(path, {
        spec: { size: 2 },
        metadata: { finalizers: ['example.com/b'] },
      });
      expect(removed.body).toMatchObject({
        metadata: { finalizers: ['example.com/b'] },
        spec: { size: 2 },
      });
      await server.merge(path, { metadata: { finalizers: null } });
      await use().eventuallyGone(path);
    });

    it('does not delete the collections of all namespaces at once', async () => {
      const { code } = await use().server.delete(
        '/apis/contract.mlops.example.com/v1/widgets',
      );
      expect(code).toBe(404);
    });

    it('says that a name is still being deleted', async () => {
      const { server, widgets } = use();
      await use().createWidget(
        'w-leaving',
        { size: 1 },
        { finalizers: ['example.com/hold'] },
      );
      await server.delete(`${widgets}/w-leaving`);
      const { body } = await server.post(
        widgets,
        use().widget('w-leaving', { size: 1 }),
      );
      expect(body.message).toBe(
        'object is being deleted: widgets.contract.mlops.example.com "w-leaving" already exists',
      );
      await server.merge(`${widgets}/w-leaving`, {
        metadata: { finalizers: null },
      });
    });

    it('is refused when the object is another than was meant', async () => {
      await use().createConfigMap('d-other');
      const { code, body } = await use().server.delete(configMap('d-other'), {
        preconditions: { uid: 'another' },
      });
      expect({ code, reason: body.reason }).toEqual({
        code: 409,
        reason: 'Conflict',
      });
      const stale = await use().server.delete(configMap('d-other'), {
        preconditions: { resourceVersion: '1' },
      });
      expect(stale.code).toBe(409);
    });

    it('deletes nothing in a dry run', async () => {
      await use().createConfigMap('d-dry');
      const { code } = await use().server.delete(
        `${configMap('d-dry')}?dryRun=All`,
      );
      expect(code).toBe(200);
      expect((await use().server.get(configMap('d-dry'))).code).toBe(200);
    });

    it('deletes all that is selected', async () => {
      const { server, configMaps } = use();
      await use().createConfigMap('d-one', { labels: { doomed: 'yes' } });
      await use().createConfigMap('d-two', { labels: { doomed: 'yes' } });
      const answer = await server.delete(`${configMaps}?labelSelector=doomed`);
      expect(answer.code).toBe(200);
      expect(
        names(await server.get(`${configMaps}?labelSelector=doomed`)),
      ).toEqual([]);
    });
  });

  describe('garbage collection', () => {
    it('deletes what has lost its owner', async () => {
      const parent = await use().createConfigMap('g-parent');
      await use().createWidget(
        'w-child',
        { size: 1 },
        { ownerReferences: [owner(parent)] },
      );
      await use().server.delete(configMap('g-parent'));
      const path = `${use().widgets}/w-child`;
      await use().eventuallyGone(path);
      expect((await use().server.get(path)).code).toBe(404);
    });

    it('deletes what never had the owner it names', async () => {
      await use().createConfigMap('g-stray', {
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: 'nobody',
            uid: '00000000-0000-4000-8000-000000000000',
          },
        ],
      });
      await use().eventuallyGone(configMap('g-stray'));
      expect((await use().server.get(configMap('g-stray'))).code).toBe(404);
    });

    it('keeps what has another owner, without the one that is gone', async () => {
      const first = await use().createConfigMap('g-first');
      const second = await use().createConfigMap('g-second');
      await use().createConfigMap('g-shared', {
        ownerReferences: [owner(first), owner(second)],
      });
      await use().server.delete(configMap('g-first'));
      await use().eventually(async () => {
        const { body } = await use().server.get(configMap('g-shared'));
        const owners = at(body, 'metadata', 'ownerReferences');
        return Array.isArray(owners) && owners.length === 1;
      });
      const { body } = await use().server.get(configMap('g-shared'));
      expect(at(body, 'metadata', 'ownerReferences', 0, 'name')).toBe(
        'g-second',
      );
    });

    it('lets dependents be, when that is asked for', async () => {
      const parent = await use().createConfigMap('g-leaving');
      await use().createConfigMap('g-orphan', {
        ownerReferences: [owner(parent)],
      });
      await use().server.delete(configMap('g-leaving'), {
        propagationPolicy: 'Orphan',
      });
      await use().eventuallyGone(configMap('g-leaving'));
      const { code, body } = await use().server.get(configMap('g-orphan'));
      expect(code).toBe(200);
      expect(at(body, 'metadata', 'ownerReferences')).toBeNull();
    });

    it('deletes dependents first, when that is asked for', async () => {
      const { server, widgets } = use();
      const parent = await use().createConfigMap('g-waiting');
      const path = `${widgets}/w-first`;
      await use().createWidget(
        'w-first',
        { size: 1 },
        {
          ownerReferences: [owner(parent, { blockOwnerDeletion: true })],
          finalizers: ['example.com/hold'],
        },
      );
      const { body } = await server.delete(configMap('g-waiting'), {
        propagationPolicy: 'Foreground',
      });
      expect(body).toMatchObject({
        kind: 'ConfigMap',
        metadata: { finalizers: ['foregroundDeletion'] },
      });
      await use().eventually(async () => {
        const child = await server.get(path);
        return at(child.body, 'metadata', 'deletionTimestamp') !== null;
      });
      expect((await server.get(configMap('g-waiting'))).code).toBe(200);
      await server.merge(path, { metadata: { finalizers: null } });
      await use().eventuallyGone(configMap('g-waiting'));
    });
  });

  describe('deleting a namespace', () => {
    it('deletes what is in it, and lets nothing in meanwhile', async () => {
      const { server } = use();
      const name = `${use().namespace}-more`;
      const path = `/api/v1/namespaces/${name}`;
      await server.post('/api/v1/namespaces', { metadata: { name } });
      await server.post(`${path}/configmaps`, {
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
      });
      const { body } = await server.delete(path);
      expect(body).toMatchObject({
        kind: 'Namespace',
        status: { phase: 'Terminating' },
      });
      await use().eventually(async () => {
        const held = await server.get(`${path}/configmaps/held`);
        return at(held.body, 'metadata', 'deletionTimestamp') !== null;
      });
      const late = await server.post(`${path}/configmaps`, {
        metadata: { name: 'late' },
      });
      expect(late).toMatchObject({
        code: 403,
        body: {
          reason: 'Forbidden',
          message: `configmaps "late" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
          details: { causes: [{ reason: 'NamespaceTerminating' }] },
        },
      });
      await server.merge(`${path}/configmaps/held`, {
        metadata: { finalizers: null },
      });
      await use().eventuallyGone(path);
    });
  });

  describe('deleting a definition', () => {
    it('deletes its objects, then the kind', async () => {
      const { server, namespace } = use();
      const definition = await use().define('passings', 'Passing');
      const path = `/apis/contract.mlops.example.com/v1/namespaces/${namespace}/passings`;
      await server.post(path, {
        apiVersion: 'contract.mlops.example.com/v1',
        kind: 'Passing',
        metadata: { name: 'w-passing', finalizers: ['example.com/hold'] },
        spec: { size: 1 },
      });
      await server.delete(definition);
      await use().eventually(async () => {
        const { body } = await server.get(`${path}/w-passing`);
        return at(body, 'metadata', 'deletionTimestamp') !== null;
      });
      expect((await server.get(definition)).code).toBe(200);
      await server.merge(`${path}/w-passing`, {
        metadata: { finalizers: null },
      });
      await use().eventuallyGone(definition);
      await use().eventually(async () => (await server.get(path)).code === 404);
    });
  });
}
