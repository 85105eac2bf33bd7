import { at, type Testbed } from './testbed';

/** Creating and changing objects. */
export function describeUpdates(use: () => Testbed): void {
  describe('creating', () => {
    it('gives an object what the server decides', async () => {
      const widget = await use().createWidget('w-new', { size: 1 });
      expect(widget.metadata).toMatchObject({
        name: 'w-new',
        namespace: use().namespace,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
        ),
        generation: 1,
      });
    });

    it('drops a status', async () => {
      const { body } = await use().server.post(
        use().widgets,
        use().widget('w-status', { size: 1 }, { status: { phase: 'Done' } }),
      );
      expect(body.status).toBeUndefined();
    });

    it('makes up a name', async () => {
      const { code, body } = await use().server.post(use().configMaps, {
        metadata: { generateName: 'made-up-' },
      });
      expect(code).toBe(201);
      expect(at(body, 'metadata', 'name')).toMatch(/^made-up-[a-z0-9]{5}$/);
    });

    it('refuses a name that is taken', async () => {
      await use().createWidget('w-taken');
      const answer = await use().server.post(
        use().widgets,
        use().widget('w-taken', { size: 1 }),
      );
      expect(answer).toMatchObject({
        code: 409,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'AlreadyExists',
          message:
            'widgets.contract.mlops.example.com "w-taken" already exists',
          details: {
            name: 'w-taken',
            group: 'contract.mlops.example.com',
            kind: 'widgets',
          },
          code: 409,
        },
      });
    });

    it('refuses a namespace that does not exist', async () => {
      const { code, body } = await use().server.post(
        '/api/v1/namespaces/contract-nowhere/configmaps',
        { metadata: { name: 'a' } },
      );
      expect({ code, message: body.message }).toEqual({
        code: 404,
        message: 'namespaces "contract-nowhere" not found',
      });
    });

    it.each([
      ['a name that is not one', { name: 'Not A Name' }],
      ['no name at all', {}],
      ['a label that is not one', { name: 'a', labels: { a: '!' } }],
    ])('refuses %s', async (_, metadata) => {
      const { code, body } = await use().server.post(use().configMaps, {
        metadata,
      });
      expect({ code, reason: body.reason }).toEqual({
        code: 422,
        reason: 'Invalid',
      });
    });

    it('refuses what is no JSON, and media types that it does not know', async () => {
      const { server, configMaps } = use();
      const options = { body: { metadata: { name: 'a' } } };
      const other = await server.send('POST', configMaps, {
        ...options,
        contentType: 'text/plain',
      });
      expect(other).toMatchObject({
        code: 415,
        body: { reason: 'UnsupportedMediaType' },
      });
      const form = await server.get(configMaps, { accept: 'text/html' });
      expect(form).toMatchObject({
        code: 406,
        body: { reason: 'NotAcceptable' },
      });
    });

    it('changes nothing in a dry run', async () => {
      const { server, configMaps } = use();
      const { code } = await server.post(`${configMaps}?dryRun=All`, {
        metadata: { name: 'dry' },
      });
      expect(code).toBe(201);
      expect((await server.get(`${configMaps}/dry`)).code).toBe(404);
    });

    it('encodes the text of a secret', async () => {
      const { server, namespace } = use();
      const { body } = await server.post(
        `/api/v1/namespaces/${namespace}/secrets`,
        { metadata: { name: 'secret' }, stringData: { key: 'text' } },
      );
      expect(body).toMatchObject({ type: 'Opaque', data: { key: 'dGV4dA==' } });
      expect(body.stringData).toBeUndefined();
    });

    it('completes a deployment', async () => {
      const { server, namespace } = use();
      const { body } = await server.post(
        `/apis/apps/v1/namespaces/${namespace}/deployments`,
        {
          metadata: { name: 'deployment' },
          spec: {
            selector: { matchLabels: { app: 'a' } },
            template: {
              metadata: { labels: { app: 'a' } },
              spec: {
                containers: [
                  { name: 'c', image: 'i', ports: [{ containerPort: 80 }] },
                ],
              },
            },
          },
        },
      );
      expect(body).toMatchObject({
        metadata: { generation: 1 },
        spec: {
          replicas: 1,
          strategy: { type: 'RollingUpdate' },
          template: {
            spec: {
              restartPolicy: 'Always',
              containers: [{ ports: [{ protocol: 'TCP' }] }],
            },
          },
        },
        status: {},
      });
    });
  });

  describe('changing', () => {
    it('refuses to replace what has changed meanwhile', async () => {
      const { server, configMaps } = use();
      const first = await use().createConfigMap('raced');
      await server.merge(`${configMaps}/raced`, { data: { other: 'writer' } });
      const answer = await server.put(`${configMaps}/raced`, first);
      expect(answer).toMatchObject({
        code: 409,
        body: {
          reason: 'Conflict',
          message:
            'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
          details: { name: 'raced', kind: 'configmaps' },
        },
      });
    });

    it('wants a custom resource replaced knowingly', async () => {
      await use().createWidget('w-blind');
      const { code, body } = await use().server.put(
        `${use().widgets}/w-blind`,
        use().widget('w-blind', { size: 2 }),
      );
      expect(code).toBe(422);
      expect(body.message).toContain(
        'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
      );
    });

    it('writes nothing when nothing changes', async () => {
      const { server, configMaps } = use();
      const created = await use().createConfigMap('same');
      const { body } = await server.merge(`${configMaps}/same`, {
        data: { key: 'value' },
      });
      expect(at(body, 'metadata', 'resourceVersion')).toBe(
        at(created, 'metadata', 'resourceVersion'),
      );
    });

    it('merges', async () => {
      const { server, configMaps } = use();
      await use().createConfigMap('merged', { labels: { a: '1', b: '2' } });
      const { body } = await server.merge(`${configMaps}/merged`, {
        metadata: { labels: { a: null, c: '3' } },
      });
      expect(at(body, 'metadata', 'labels')).toEqual({ b: '2', c: '3' });
    });

    it('merges lists of built-in kinds by their keys', async () => {
      const { server, namespace } = use();
      const path = `/api/v1/namespaces/${namespace}/services`;
      await server.post(path, {
        metadata: { name: 'service' },
        spec: {
          selector: { app: 'a' },
          ports: [
            { name: 'one', port: 1 },
            { name: 'two', port: 2 },
          ],
        },
      });
      const { body } = await server.strategicMerge(`${path}/service`, {
        spec: { ports: [{ port: 2, name: 'second' }] },
      });
      const ports = at(body, 'spec', 'ports');
      expect(ports).toHaveLength(2);
      expect(ports).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: 'one', port: 1 }),
          expect.objectContaining({ name: 'second', port: 2 }),
        ]),
      );
    });

    it('has no such merge for custom resources', async () => {
      await use().createWidget('w-strategic');
      const answer = await use().server.strategicMerge(
        `${use().widgets}/w-strategic`,
        { spec: { size: 2 } },
      );
      expect(answer).toMatchObject({
        code: 415,
        body: { reason: 'UnsupportedMediaType' },
      });
    });

    it('takes JSON patches, and refuses those that do not fit', async () => {
      const { server, widgets } = use();
      await use().createWidget('w-json', { size: 1 });
      const { body } = await server.jsonPatch(`${widgets}/w-json`, [
        { op: 'test', path: '/spec/size', value: 1 },
        { op: 'replace', path: '/spec/size', value: 2 },
        { op: 'add', path: '/metadata/labels', value: { a: 'b' } },
      ]);
      expect(body).toMatchObject({
        metadata: { labels: { a: 'b' } },
        spec: { size: 2 },
      });
      const refused = await server.jsonPatch(`${widgets}/w-json`, [
        { op: 'test', path: '/spec/size', value: 1 },
      ]);
      expect(refused).toMatchObject({ code: 422, body: { reason: 'Invalid' } });
    });

    it('keeps desired state and status apart', async () => {
      const { server, widgets } = use();
      await use().createWidget('w-parts', { size: 1 });
      const path = `${widgets}/w-parts`;
      const changed = await server.merge(path, {
        spec: { size: 2 },
        status: { phase: 'Ignored' },
      });
      expect(changed.body).toMatchObject({
        metadata: { generation: 2 },
        spec: { size: 2 },
      });
      expect(changed.body.status).toBeUndefined();
      const reported = await server.merge(`${path}/status`, {
        spec: { size: 9 },
        status: { phase: 'Done' },
        metadata: { labels: { not: 'here' } },
      });
      expect(reported.body).toMatchObject({
        metadata: { generation: 2 },
        spec: { size: 2 },
        status: { phase: 'Done' },
      });
      expect(at(reported.body, 'metadata', 'labels')).toBeNull();
    });

    it('keeps the identity of an object', async () => {
      const { server, configMaps } = use();
      await use().createConfigMap('identity');
      const uid = '00000000-0000-4000-8000-000000000000';
      const replaced = await server.put(`${configMaps}/identity`, {
        metadata: { name: 'identity', uid },
      });
      expect(replaced).toMatchObject({
        code: 409,
        body: { reason: 'Conflict' },
      });
      const patched = await server.merge(`${configMaps}/identity`, {
        metadata: { uid },
      });
      expect(patched).toMatchObject({
        code: 422,
        body: {
          message: `ConfigMap "identity" is invalid: metadata.uid: Invalid value: "${uid}": field is immutable`,
        },
      });
      const renamed = await server.merge(`${configMaps}/identity`, {
        metadata: { name: 'other' },
      });
      expect(renamed.code).toBe(400);
    });

    it('takes no patch of a kind that it does not know', async () => {
      await use().createConfigMap('patched');
      const answer = await use().server.send(
        'PATCH',
        `${use().configMaps}/patched`,
        { body: {}, contentType: 'text/plain' },
      );
      expect(answer).toMatchObject({
        code: 415,
        body: {
          reason: 'UnsupportedMediaType',
          message: '415: Unsupported Media Type',
        },
      });
    });

    it('changes no status in a dry run', async () => {
      await use().createWidget('w-dry');
      const path = `${use().widgets}/w-dry`;
      const { body } = await use().server.merge(`${path}/status?dryRun=All`, {
        status: { phase: 'Tried' },
      });
      expect(body.status).toEqual({ phase: 'Tried' });
      const { body: kept } = await use().server.get(path);
      expect(kept.status).toBeUndefined();
    });

    it('knows dry runs of one kind only', async () => {
      const { code, body } = await use().server.post(
        `${use().configMaps}?dryRun=Some`,
        { metadata: { name: 'a' } },
      );
      expect({ code, reason: body.reason }).toEqual({
        code: 422,
        reason: 'Invalid',
      });
    });

    it('keeps an event beside what it is about', async () => {
      const { server, namespace } = use();
      const { code, body } = await server.post(
        `/api/v1/namespaces/${namespace}/events`,
        {
          metadata: { name: 'astray' },
          involvedObject: { kind: 'Pod', name: 'a', namespace: 'elsewhere' },
          reason: 'Tested',
          type: 'Normal',
        },
      );
      expect(code).toBe(422);
      expect(body.message).toContain(
        'involvedObject.namespace: Invalid value: "elsewhere": does not match event.namespace',
      );
    });

    it('does not count labels as desired state', async () => {
      const { server, widgets } = use();
      await use().createWidget('w-labelled');
      const { body } = await server.merge(`${widgets}/w-labelled`, {
        metadata: { labels: { a: 'b' } },
      });
      expect(at(body, 'metadata', 'generation')).toBe(1);
    });

    it('says what does not exist', async () => {
      const { server, widgets } = use();
      const answers = [
        await server.get(`${widgets}/w-none`),
        await server.merge(`${widgets}/w-none`, {}),
        await server.delete(`${widgets}/w-none`),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({
          code: 404,
          body: {
            reason: 'NotFound',
            message: 'widgets.contract.mlops.example.com "w-none" not found',
            details: { name: 'w-none', kind: 'widgets' },
          },
        });
      }
    });

    it('answers with metadata alone', async () => {
      await use().createConfigMap('partial', { labels: { only: 'this' } });
      const { server, configMaps } = use();
      const { body } = await server.get(`${configMaps}/partial`, {
        accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      });
      expect(body).toMatchObject({
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { name: 'partial' },
      });
      expect(body.data).toBeUndefined();
      const none = await server.get(
        `${use().widgets}?labelSelector=only=this`,
        {
          accept:
            'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
        },
      );
      expect(Object.keys(none.body.metadata ?? {})).toEqual([
        'resourceVersion',
      ]);
      const list = await server.get(`${configMaps}?labelSelector=only=this`, {
        accept:
          'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      });
      expect(list.body).toMatchObject({
        kind: 'PartialObjectMetadataList',
        items: [
          { kind: 'PartialObjectMetadata', metadata: { name: 'partial' } },
        ],
      });
    });
  });
}
