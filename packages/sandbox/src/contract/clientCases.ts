import {
  CoreV1Api,
  CustomObjectsApi,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  type KubernetesObject,
  type V1ConfigMap,
} from '@kubernetes/client-node';
import type { Testbed } from './testbed';

interface Widget extends KubernetesObject {
  spec?: { size: number; mode?: string };
}

/** The official client, as our code uses it. */
export function describeClients(use: () => Testbed): void {
  describe('@kubernetes/client-node', () => {
    const widget = (name: string, spec: object): Widget & { spec: object } => ({
      apiVersion: 'contract.mlops.example.com/v1',
      kind: 'Widget',
      metadata: { name, namespace: use().namespace },
      spec: { size: 1, ...spec },
    });

    it('creates, reads, patches, lists and deletes any kind', async () => {
      const api = KubernetesObjectApi.makeApiClient(use().server.kubeConfig);
      const created = await api.create(widget('w-any', {}));
      expect(created.metadata?.uid).toBeDefined();
      const header = {
        apiVersion: 'contract.mlops.example.com/v1',
        kind: 'Widget',
        metadata: { name: 'w-any', namespace: use().namespace },
      };
      expect(await api.read(header)).toMatchObject({ spec: { size: 1 } });
      const merged = await api.patch(
        { ...header, spec: { size: 2 } },
        undefined,
        undefined,
        undefined,
        undefined,
        PatchStrategy.MergePatch,
      );
      expect(merged).toMatchObject({ spec: { size: 2 } });
      const applied = await api.patch(
        { ...header, spec: { mode: 'fast' } },
        undefined,
        undefined,
        'client',
        true,
        PatchStrategy.ServerSideApply,
      );
      expect(applied).toMatchObject({ spec: { size: 2, mode: 'fast' } });
      const list = await api.list(
        'contract.mlops.example.com/v1',
        'Widget',
        use().namespace,
      );
      expect(list.items.map(item => item.metadata?.name)).toContain('w-any');
      await api.delete(header);
      await expect(api.read(header)).rejects.toMatchObject({ code: 404 });
    });

    it('reads custom resources', async () => {
      await use().createWidget('w-custom');
      const api = use().server.kubeConfig.makeApiClient(CustomObjectsApi);
      const place = {
        group: 'contract.mlops.example.com',
        version: 'v1',
        namespace: use().namespace,
        plural: 'widgets',
      };
      expect(
        await api.getNamespacedCustomObject({ ...place, name: 'w-custom' }),
      ).toMatchObject({ kind: 'Widget' });
      expect(await api.listNamespacedCustomObject(place)).toMatchObject({
        kind: 'WidgetList',
      });
      expect(
        await api.listClusterCustomObject({
          group: place.group,
          version: place.version,
          plural: place.plural,
        }),
      ).toMatchObject({ kind: 'WidgetList' });
    });

    it('reads built-in kinds with their types', async () => {
      const api = use().server.kubeConfig.makeApiClient(CoreV1Api);
      await api.createNamespacedConfigMap({
        namespace: use().namespace,
        body: { metadata: { name: 'c-typed' }, data: { key: 'value' } },
      });
      const found = await api.readNamespacedConfigMap({
        namespace: use().namespace,
        name: 'c-typed',
      });
      expect(found.data).toEqual({ key: 'value' });
      expect(found.metadata?.creationTimestamp).toBeInstanceOf(Date);
      await expect(
        api.readNamespacedConfigMap({
          namespace: use().namespace,
          name: 'c-none',
        }),
      ).rejects.toMatchObject({ code: 404 });
    });

    it('keeps an informer up to date', async () => {
      const { server, configMaps, namespace } = use();
      const api = server.kubeConfig.makeApiClient(CoreV1Api);
      const informer = makeInformer<V1ConfigMap>(
        server.kubeConfig,
        configMaps,
        () =>
          api.listNamespacedConfigMap({ namespace, labelSelector: 'informed' }),
        'informed',
      );
      const seen: string[] = [];
      for (const verb of ['add', 'update', 'delete'] as const) {
        informer.on(verb, object =>
          seen.push(`${verb} ${object.metadata?.name}`),
        );
      }
      await use().createConfigMap('i-a', { labels: { informed: 'yes' } });
      await informer.start();
      await use().createConfigMap('i-b', { labels: { informed: 'yes' } });
      await server.merge(`${configMaps}/i-a`, { data: { key: 'new' } });
      await server.delete(`${configMaps}/i-b`);
      await use().eventually(async () => seen.includes('delete i-b'));
      await informer.stop();
      expect(seen).toEqual(['add i-a', 'add i-b', 'update i-a', 'delete i-b']);
    });
  });
}
