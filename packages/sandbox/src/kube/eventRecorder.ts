import { randomBytes } from 'node:crypto';
import { messageOf } from '../errors';
import { Logger } from '../logger';
import { KubeClient } from './client';
import { secondsOf } from './conditions';
import { isNotFound } from './errors';
import { KubeObject, keyOf, ObjectRef } from './objects';

/** Events that differ only in when they happened are counted on one Event object, at most this many remembered. */
const REMEMBERED_EVENTS = 2000;

/** What an Event is about; an object that doesn't exist yet has no uid. */
export type EventSubject = ObjectRef & {
  uid?: string;
  resourceVersion?: string;
};

/** Writes Kubernetes Events, counting repetitions as client-go does. An Event that can't be written is only logged. */
export class EventRecorder {
  private readonly written = new Map<string, { name: string; count: number }>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: KubeClient,
    private readonly component: string,
    private readonly logger: Logger,
  ) {}

  normal(about: KubeObject, reason: string, message: string): void {
    this.record(subjectOf(about), 'Normal', reason, message);
  }

  warning(about: KubeObject, reason: string, message: string): void {
    this.record(subjectOf(about), 'Warning', reason, message);
  }

  /** Records an Event about something that may not exist. */
  record(
    about: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.last = this.last.then(() =>
      this.write(about, type, reason, message).catch(error =>
        this.logger.warn(
          `Event ${reason} of ${keyOf(about)} was not written: ${messageOf(
            error,
          )}`,
        ),
      ),
    );
  }

  /** Resolves once everything recorded so far is written. */
  async flush(): Promise<void> {
    await this.last;
  }

  private async write(
    about: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): Promise<void> {
    const namespace = about.namespace ?? 'default';
    const identity = JSON.stringify([
      about.kind,
      keyOf(about),
      about.uid,
      type,
      reason,
      message,
    ]);
    const now = secondsOf(new Date());
    const known = this.written.get(identity);
    if (known) {
      const ref = { apiVersion: 'v1', kind: 'Event', name: known.name };
      try {
        known.count += 1;
        await this.client.merge(
          { ...ref, namespace },
          { count: known.count, lastTimestamp: now },
        );
        return;
      } catch (error) {
        // Events expire; then this one starts over.
        if (!isNotFound(error)) {
          throw error;
        }
      }
    }
    const name = `${nameFrom(about.name)}.${randomBytes(8).toString('hex')}`;
    await this.client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.name,
        namespace: about.namespace,
        uid: about.uid,
        resourceVersion: about.resourceVersion,
      },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: { component: this.component },
      reportingComponent: this.component,
      reportingInstance: '',
    });
    this.remember(identity, name);
  }

  private remember(identity: string, name: string): void {
    this.written.set(identity, { name, count: 1 });
    if (this.written.size > REMEMBERED_EVENTS) {
      const [oldest] = this.written.keys();
      this.written.delete(oldest);
    }
  }
}

function subjectOf(object: KubeObject): EventSubject {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name ?? '',
    namespace: object.metadata.namespace,
    uid: object.metadata.uid,
    resourceVersion: object.metadata.resourceVersion,
  };
}

/** An Event can be about something whose name no object could have. */
function nameFrom(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'event'
  );
}
