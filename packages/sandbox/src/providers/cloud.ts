import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { JsonObject } from '../json';

/** A resource of the simulated clouds. */
export interface CloudResource {
  /** The managed kind that stands for it. */
  kind: string;
  /** Its identity in the cloud, unique within the kind. */
  id: string;
  /** What was asked for. */
  settings: JsonObject;
  /** What the cloud added: ids, addresses, versions. */
  assigned: JsonObject;
  createdAt: number;
  /** When it is or was operational, in milliseconds since 1970. */
  readyAt: number;
  /** When its last change is or was done, if it was ever changed. */
  updatedAt?: number;
  /** When it is gone, if its deletion was asked for. */
  goneAt?: number;
}

/**
 * The simulated AWS account and Atlas organisation. What is in it stays when the
 * managed resources go, and when the sandbox is stopped: it lives in a file.
 */
export class Cloud {
  private readonly resources: Map<string, CloudResource>;

  private constructor(private readonly file: string, content: CloudResource[]) {
    this.resources = new Map(content.map(each => [keyOf(each), each]));
  }

  /** Opens the state file, or starts with an empty cloud where there is none. */
  static open(file: string): Cloud {
    let content: CloudResource[] = [];
    try {
      content = JSON.parse(readFileSync(file, 'utf8')) as CloudResource[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw new Error(`${file} is not a cloud's state: ${error}`);
      }
    }
    return new Cloud(file, content);
  }

  find(kind: string, id: string): CloudResource | undefined {
    this.forget(Date.now());
    return this.resources.get(keyOf({ kind, id }));
  }

  /** All resources of a kind, or of any kind. */
  list(kind?: string): CloudResource[] {
    this.forget(Date.now());
    return [...this.resources.values()].filter(
      resource => kind === undefined || resource.kind === kind,
    );
  }

  create(
    resource: Omit<CloudResource, 'createdAt' | 'readyAt'>,
    readyAfterMs: number,
  ): CloudResource {
    const now = Date.now();
    const created = {
      ...resource,
      createdAt: now,
      readyAt: now + readyAfterMs,
    };
    this.resources.set(keyOf(created), created);
    this.save();
    return created;
  }

  update(
    resource: CloudResource,
    settings: JsonObject,
    doneAfterMs: number,
  ): CloudResource {
    const updatedAt = Date.now() + doneAfterMs;
    const updated = { ...resource, settings, updatedAt };
    this.resources.set(keyOf(updated), updated);
    this.save();
    return updated;
  }

  /** Starts a deletion; asking again changes nothing. */
  delete(resource: CloudResource, goneAfterMs: number): CloudResource {
    if (resource.goneAt !== undefined) {
      return resource;
    }
    const deleted = { ...resource, goneAt: Date.now() + goneAfterMs };
    this.resources.set(keyOf(deleted), deleted);
    this.save();
    return deleted;
  }

  private forget(now: number): void {
    let changed = false;
    for (const [key, { goneAt }] of this.resources) {
      if (goneAt !== undefined && goneAt <= now) {
        this.resources.delete(key);
        changed = true;
      }
    }
    if (changed) {
      this.save();
    }
  }

  private save(): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, JSON.stringify([...this.resources.values()]), {
      mode: 0o600,
    });
    renameSync(draft, this.file);
  }
}

function keyOf({ kind, id }: { kind: string; id: string }): string {
  return `${kind}/${id}`;
}
