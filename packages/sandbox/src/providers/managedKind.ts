import { JsonObject } from '../json';
import { KubeObject, ObjectType } from '../kube';
import { Cloud, CloudResource } from './cloud';

/** A managed resource as its provider sees it, references resolved. */
export interface Subject {
  object: KubeObject;
  forProvider: JsonObject;
  externalName?: string;
}

/** A field of `forProvider` that another managed resource fills. */
export interface Reference {
  /** Member of `forProvider` to fill, as `projectId`. */
  field: string;
  /** Member of `forProvider` that names the other resource, as `projectIdRef`. */
  refField: string;
  target: ObjectType & { plural: string };
  /** Member of the target's `status.atProvider` that is the value. */
  value: 'id' | 'arn';
}

/** What a cloud's API said when it refused, in its own words. */
export class CloudError extends Error {}

/** Everything that makes one kind of managed resource differ from another. */
export interface ManagedKind extends ObjectType {
  plural: string;
  provider: 'aws' | 'mongodbatlas';
  /** How the provider's errors call it, as `S3 Bucket`. */
  title: string;
  /** Seconds until it is operational. */
  creation: number;
  /** Seconds until it is gone. */
  deletion: number;
  /** Seconds that a change of it takes, during which it works on; at once when left out. */
  change?: number;
  /** Whether the provider creates it in the background and reports the outcome as `LastAsyncOperation`. */
  isAsync: boolean;
  /** Whether the provider shows it while the cloud still builds it. */
  isVisibleWhileCreating?: boolean;
  references: Reference[];
  /** Whether it is called what the external name says, by default the object's name. */
  isNamedByUs: boolean;
  /** Whether the provider generates a password into the connection Secret. */
  hasPassword?: boolean;
  /** Its identity in the cloud, as far as it can be told before it exists. */
  identify(subject: Subject): string | undefined;
  /** What the cloud adds at creation; `id` where the cloud chooses it. Throws {@link CloudError} where it refuses. */
  create(subject: Subject, cloud: Cloud): JsonObject;
  /** The external name once it exists. */
  externalName(subject: Subject, resource: CloudResource): string;
  /** `status.atProvider` beside what was asked for. */
  observe(resource: CloudResource, state: CloudState): JsonObject;
  /** Throws {@link CloudError} where the cloud doesn't delete it now. */
  checkDeletion?(resource: CloudResource, cloud: Cloud): void;
  /** Connection details beside a password. */
  connectionDetails?(resource: CloudResource): Record<string, string>;
}

/** Where a cloud resource is in its life. */
export type CloudState = 'creating' | 'available' | 'updating' | 'deleting';

export function stateOf(resource: CloudResource, now: number): CloudState {
  if (resource.goneAt !== undefined) {
    return 'deleting';
  }
  if (resource.readyAt > now) {
    return 'creating';
  }
  return (resource.updatedAt ?? 0) > now ? 'updating' : 'available';
}

/** `forProvider` without the members that only refer to other resources. */
export function settingsOf({ forProvider }: Subject): JsonObject {
  return Object.fromEntries(
    Object.entries(forProvider).filter(
      ([member]) => !/(Ref|Refs|Selector)$/.test(member),
    ),
  );
}
