import { LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Aggregator } from '../Aggregator';
import { EnvironmentsConfig } from '../config';
import { announceEvents } from './announceEvents';
import { announceMetrics } from './announceMetrics';
import { announceSignals } from './announceSignals';
import { OwnerNotifier } from './OwnerNotifier';

/**
 * Tells browsers, other plugins and dashboards of every change from now on.
 * @returns what tells owners, whenever it is asked to
 */
export function announce(options: {
  aggregator: Aggregator;
  config: EnvironmentsConfig;
  events: EventsService;
  logger: LoggerService;
  metrics: MetricsService;
  notifications: NotificationService;
  signals: SignalsService;
}): OwnerNotifier {
  const { aggregator, config, logger, notifications } = options;
  const { environments, history, store, writes } = aggregator.parts;
  announceSignals(environments, options.signals, logger);
  announceEvents(environments, options.events, logger);
  announceMetrics(environments, store, writes, options.metrics);
  return new OwnerNotifier({
    environments,
    history,
    notifications,
    logger,
    holdForMs: config.notifications.holdForMs,
    now: () => new Date(),
  });
}
