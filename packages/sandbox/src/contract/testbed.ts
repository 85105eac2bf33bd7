import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Json, JsonMap, ServerUnderTest } from './server';

/** The kind that the suite defines for itself. */
export const WIDGETS = 'widgets.contract.mlops.example.com';
const GROUP = 'contract.mlops.example.com';

/** The schema has one of everything that the suite is about. */
const schema = {
  type: 'object',
  'x-kubernetes-validations': [
    {
      rule: "self.metadata.name.startsWith('w')",
      message: 'the name must start with w',
    },
  ],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      'x-kubernetes-validations': [
        {
          rule: '!has(self.min) || self.min <= self.size',
          message: 'min must not exceed size',
          messageExpression: "self.size > 5 ? 'min exceeds a large size' : ''",
        },
      ],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        min: { type: 'integer' },
        mode: { type: 'string', enum: ['fast', 'slow'], default: 'slow' },
        region: {
          type: 'string',
          'x-kubernetes-validations': [
            { rule: 'self == oldSelf', message: 'region is immutable' },
          ],
        },
        label: { type: 'string', maxLength: 5, pattern: '^[a-z]*$' },
        nested: {
          type: 'object',
          default: {},
          properties: {
            depth: { type: 'integer', default: 3 },
            free: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              value: { type: 'string' },
              weight: { type: 'integer', default: 1 },
            },
          },
        },
        names: {
          type: 'array',
          'x-kubernetes-list-type': 'set',
          items: { type: 'string' },
        },
        plain: { type: 'array', items: { type: 'string' } },
      },
    },
    status: {
      type: 'object',
      properties: {
        phase: { type: 'string' },
        conditions: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['type'],
          items: {
            type: 'object',
            required: ['type'],
            properties: {
              type: { type: 'string' },
              status: { type: 'string' },
            },
          },
        },
      },
    },
  },
};

function definition(plural: string, kind: string) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural, kind, shortNames: [plural.slice(0, 3)] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  };
}

export const DEFINITIONS =
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Follows a path of keys and indexes into JSON. */
export function at(
  value: Json | undefined,
  ...path: (string | number)[]
): Json {
  let current: Json | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') {
      current = Array.isArray(current) ? current[step] : undefined;
    } else {
      current =
        typeof current === 'object' && current && !Array.isArray(current)
          ? current[step]
          : undefined;
    }
  }
  return current ?? null;
}

/** The names of a list's items. */
export function names({ body }: Answer): Json[] {
  return Array.isArray(body.items)
    ? body.items.map(item => at(item, 'metadata', 'name'))
    : [];
}

/** A place of its own on the server: a namespace and a kind that nobody else uses. */
export class Testbed {
  readonly namespace = `contract-${randomBytes(4).toString('hex')}`;

  constructor(readonly server: ServerUnderTest) {}

  get widgets(): string {
    return `/apis/${GROUP}/v1/namespaces/${this.namespace}/widgets`;
  }

  get configMaps(): string {
    return `/api/v1/namespaces/${this.namespace}/configmaps`;
  }

  async setUp(): Promise<void> {
    await this.server.post('/api/v1/namespaces', {
      metadata: { name: this.namespace },
    });
    await this.define('widgets', 'Widget');
  }

  async tearDown(): Promise<void> {
    await this.server.delete(`/api/v1/namespaces/${this.namespace}`);
    await this.server.delete(`${DEFINITIONS}/${WIDGETS}`);
  }

  /** Defines a kind and waits until it is served. */
  async define(plural: string, kind: string): Promise<string> {
    const path = `${DEFINITIONS}/${plural}.${GROUP}`;
    await this.server.post(DEFINITIONS, definition(plural, kind));
    await this.eventually(async () => {
      const { body } = await this.server.get(path);
      const conditions = at(body, 'status', 'conditions');
      const established = (Array.isArray(conditions) ? conditions : []).some(
        condition =>
          at(condition, 'type') === 'Established' &&
          at(condition, 'status') === 'True',
      );
      const served = await this.server.get(`/apis/${GROUP}/v1`);
      const resources = at(served.body, 'resources');
      return (
        established &&
        Array.isArray(resources) &&
        resources.some(resource => at(resource, 'name') === plural)
      );
    });
    return path;
  }

  widget(name: string, spec: object, more: object = {}): object {
    return {
      apiVersion: `${GROUP}/v1`,
      kind: 'Widget',
      metadata: { name, namespace: this.namespace },
      spec,
      ...more,
    };
  }

  /** @throws when the server does not create it */
  async createWidget(
    name: string,
    spec: object = { size: 1 },
    metadata: object = {},
  ): Promise<JsonMap> {
    const answer = await this.server.post(
      this.widgets,
      this.widget(name, spec, { metadata: { name, ...metadata } }),
    );
    if (answer.code !== 201) throw new Error(answer.text);
    return answer.body;
  }

  /** @throws when the server does not create it */
  async createConfigMap(name: string, metadata: object = {}): Promise<JsonMap> {
    const answer = await this.server.post(this.configMaps, {
      metadata: { name, ...metadata },
      data: { key: 'value' },
    });
    if (answer.code !== 201) throw new Error(answer.text);
    return answer.body;
  }

  /** Waits for what the server does in its own time. */
  async eventually(holds: () => Promise<boolean>): Promise<void> {
    const patience = 30_000;
    const start = Date.now();
    while (!(await holds())) {
      if (Date.now() - start > patience) {
        throw new Error(`still not so after ${patience / 1000} seconds`);
      }
      await sleep(50);
    }
  }

  async eventuallyGone(path: string): Promise<void> {
    await this.eventually(
      async () => (await this.server.get(path)).code === 404,
    );
  }
}

/** An owner reference to an object. */
export function owner(object: JsonMap, more: object = {}): object {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: at(object, 'metadata', 'name'),
    uid: at(object, 'metadata', 'uid'),
    ...more,
  };
}
