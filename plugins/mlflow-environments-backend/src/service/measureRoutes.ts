import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { RequestHandler } from 'express';

/** Times the answers by route, not by path: a path names an environment. */
export function measureRoutes(metrics: MetricsService): RequestHandler {
  const duration = metrics.createHistogram('mlflow_environments.api.duration', {
    description: 'Time to answer a request',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
      ],
    },
  });
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('finish', () =>
      duration.record((performance.now() - startedAt) / 1000, {
        method: req.method,
        route: req.route?.path ?? 'none',
        status: res.statusCode,
      }),
    );
    next();
  };
}
