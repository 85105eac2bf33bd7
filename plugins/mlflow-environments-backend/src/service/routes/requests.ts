import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  EnvironmentRef,
  environmentCreatePermission,
  environmentDeletePermission,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { audited } from '../audited';
import { callerOf } from '../callerOf';
import { limitRate } from '../limitRate';
import type { ApiRouter, RouterOptions } from '../router';

export function addRequestRoutes(
  router: ApiRouter,
  options: RouterOptions,
): void {
  const { auth, auditor, names, previewer, requests, targets } = options;

  /** Everything here is part of asking for an environment. */
  async function requireCreator(
    req: Parameters<RouterOptions['httpAuth']['credentials']>[0],
  ): Promise<BackstageCredentials> {
    const credentials = await options.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    await options.authorizer.require(environmentCreatePermission, credentials);
    return credentials;
  }

  router.get('/names/:environmentID', async (req, res) => {
    await requireCreator(req);
    res.json(names.check(req.params.environmentID));
  });

  router.get('/targets', async (req, res) => {
    await requireCreator(req);
    res.json({ items: targets.list() });
  });

  router.use(
    '/previews',
    limitRate({
      ...options,
      what: 'previews',
      perMinute: options.previewsPerMinute,
    }),
  );
  router.post('/previews', async (req, res) => {
    const { namespace, target } = req.body;
    const preview = await audited(
      auditor,
      {
        eventId: 'preview-create',
        severityLevel: 'low',
        request: req,
        meta: { namespace, target },
      },
      async () => {
        await requireCreator(req);
        return previewer.preview(req.body);
      },
    );
    res.json(preview);
  });

  router.put(
    '/requests/:cluster/:namespace/:environmentID',
    async (req, res) => {
      const ref = toRef(req.params);
      const { state, taskId } = req.body;
      const request = await audited(
        auditor,
        {
          eventId: 'request-put',
          severityLevel: 'medium',
          request: req,
          meta: { environment: formatEnvironmentRef(ref), state, taskId },
        },
        async () => {
          const credentials = await requireCreator(req);
          return requests.put(ref, req.body, callerOf(auth, credentials));
        },
      );
      res.json(request);
    },
  );

  router.delete(
    '/requests/:cluster/:namespace/:environmentID',
    async (req, res) => {
      const ref = toRef(req.params);
      await audited(
        auditor,
        {
          eventId: 'request-withdraw',
          severityLevel: 'medium',
          request: req,
          meta: { environment: formatEnvironmentRef(ref) },
        },
        async () => {
          const credentials = await requireCreator(req);
          await withdraw(options, ref, credentials);
        },
      );
      res.status(204).end();
    },
  );
}

/** Whoever asked may take it back, and so may who could remove the environment itself. */
async function withdraw(
  options: RouterOptions,
  ref: EnvironmentRef,
  credentials: BackstageCredentials,
): Promise<void> {
  const { auth, authorizer, environments, requests } = options;
  const request = requests.find(ref);
  if (!request) {
    return;
  }
  if (request.requestedBy !== callerOf(auth, credentials)) {
    const grant = await authorizer.grantFor(
      environmentDeletePermission,
      credentials,
    );
    const view = environments.get(ref);
    if (!view || !grant.includes(view.facts)) {
      throw new NotAllowedError(
        `The request for ${ref.name} is somebody else's to withdraw`,
      );
    }
  }
  await requests.withdraw(request);
}

function toRef(params: {
  cluster: string;
  namespace: string;
  environmentID: string;
}): EnvironmentRef {
  const { cluster, namespace, environmentID } = params;
  return { cluster, namespace, name: environmentID };
}
