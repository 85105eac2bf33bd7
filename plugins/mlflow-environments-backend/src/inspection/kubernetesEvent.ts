import { EnvironmentEvent } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { z } from 'zod';
import { redactText } from '../lib/redactText';

const text = z.string().nullish();

/** core/v1 Event: old reporters fill `count` and the timestamps, new ones `series` and `eventTime`. */
const eventSchema = z.object({
  metadata: z.object({ creationTimestamp: text }),
  type: text,
  reason: text,
  message: text,
  involvedObject: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    name: z.string(),
    namespace: z.string().optional(),
  }),
  count: z.number().nullish(),
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  series: z
    .object({ count: z.number().nullish(), lastObservedTime: text })
    .nullish(),
  source: z.object({ component: text }).nullish(),
  reportingComponent: text,
});

export type KubernetesEvent = z.infer<typeof eventSchema>;

const pageSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }).optional(),
  items: z.array(z.unknown()),
});

/** Reads one page of a list; an event that makes no sense is passed over. */
export function parseEventPage(page: unknown): {
  events: KubernetesEvent[];
  continueToken?: string;
} {
  const { items, metadata } = pageSchema.parse(page);
  return {
    events: items.flatMap(item => {
      const parsed = eventSchema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    }),
    continueToken: metadata?.continue || undefined,
  };
}

export function toEnvironmentEvent(event: KubernetesEvent): EnvironmentEvent {
  const created = event.metadata.creationTimestamp;
  return {
    type: event.type || 'Normal',
    reason: event.reason || 'Unknown',
    message: redactText(event.message ?? ''),
    object: event.involvedObject,
    count: event.series?.count ?? event.count ?? 1,
    firstTime: event.firstTimestamp ?? event.eventTime ?? created ?? undefined,
    lastTime:
      event.series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      created ??
      undefined,
    source: event.reportingComponent || event.source?.component || undefined,
  };
}
