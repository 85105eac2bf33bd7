import { formatEnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentQuery } from '../../environments/query';
import { ListEnvironments } from '../../schema/openapi';
import { audited } from '../audited';
import { DetailAnswers } from '../DetailAnswers';
import type { ApiRouter, RouterOptions } from '../router';

/** Users as themselves, and other plugins for what they do on their own. */
const CALLERS = { allow: ['user' as const, 'service' as const] };

export function addEnvironmentRoutes(
  router: ApiRouter,
  { auditor, httpAuth, service }: RouterOptions,
): void {
  const answers = new DetailAnswers();

  router.get('/environments', async (req, res) => {
    const credentials = await httpAuth.credentials(req, CALLERS);
    res.json(await service.list(toQuery(req.query), credentials));
  });

  router.get('/environments/:cluster/:namespace/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req, CALLERS);
    answers.send(await service.get(req.params, credentials), req, res);
  });

  router.get(
    '/environments/:cluster/:namespace/:name/events',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req, CALLERS);
      res.json(await service.events(req.params, credentials));
    },
  );

  router.get(
    '/environments/:cluster/:namespace/:name/history',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req, CALLERS);
      res.json(await service.history(req.params, credentials));
    },
  );

  router.get(
    '/environments/:cluster/:namespace/:name/manifests/:resource',
    async (req, res) => {
      const { resource, ...ref } = req.params;
      const manifest = await audited(
        auditor,
        {
          eventId: 'manifest-read',
          severityLevel: 'low',
          request: req,
          meta: { environment: formatEnvironmentRef(ref), resource },
        },
        async () => {
          const credentials = await httpAuth.credentials(req, CALLERS);
          return service.manifest(ref, resource, credentials);
        },
      );
      res.json(manifest);
    },
  );
}

function toQuery(query: ListEnvironments['query']): EnvironmentQuery {
  const { status, cluster, namespace, stage, owner } = query;
  return {
    text: query.text,
    filters: { status, cluster, namespace, stage, owner },
    order: {
      field: query.orderField ?? 'name',
      direction: query.orderDirection ?? 'asc',
    },
    limit: query.limit ?? 50,
    cursor: query.cursor,
  };
}
