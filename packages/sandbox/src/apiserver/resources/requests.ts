import type { KubeObject } from '../model/objects';
import type { Endpoint } from './resourceType';

/** Which object a request is about. */
export interface Target extends Endpoint {
  namespace: string;
  name: string;
  /** `status`, or empty for the object itself. */
  subresource: string;
}

/** Options that all writes share. */
export interface WriteOptions {
  dryRun: boolean;
  fieldManager: string;
  /** What to do with fields that the schema does not know. */
  fieldValidation: 'Ignore' | 'Warn' | 'Strict';
  /** Collects what is said in `Warning` headers. */
  warnings: string[];
}

/** Options of server-side apply. */
export interface ApplyOptions extends WriteOptions {
  /** Take over fields that others manage. */
  force: boolean;
}

/** What becomes of an object's dependents. */
export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground';

/** Options of a deletion. */
export interface DeleteOptions {
  dryRun: boolean;
  propagationPolicy?: PropagationPolicy;
  preconditions: { uid?: string; resourceVersion?: string };
}

/** A stored object and whether it is new. */
export interface WriteResult {
  object: KubeObject;
  created: boolean;
}

/** An object that is gone, or one that waits for its finalizers. */
export interface DeleteResult {
  object: KubeObject;
  gone: boolean;
}
