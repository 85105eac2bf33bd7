import * as client from '@kubernetes/client-node';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import models from './builtinModels.json';

const ROOTS = [
  'V1Namespace',
  'V1Secret',
  'V1ConfigMap',
  'V1Service',
  'V1ServiceAccount',
  'CoreV1Event',
  'V1Pod',
  'V1Deployment',
  'V1ReplicaSet',
  'V1Ingress',
  'V1NetworkPolicy',
  'V1PodDisruptionBudget',
  'V1Lease',
  'V1ClusterRole',
  'V1ClusterRoleBinding',
  'V1Role',
  'V1RoleBinding',
  'V1CustomResourceDefinition',
];

// Schemas of custom resources are recursive, and checked by what reads them.
const OPAQUE = ['V1JSONSchemaProps'];

interface Attribute {
  baseName: string;
  type: string;
  format: string;
}

type Models = { [type: string]: { [field: string]: string } };

const exported = new Map<string, unknown>(Object.entries(client));

function attributesOf(type: string): Attribute[] | undefined {
  const model = exported.get(type);
  if (typeof model !== 'function' || !('getAttributeTypeMap' in model)) {
    return undefined;
  }
  const { getAttributeTypeMap } = model;
  return typeof getAttributeTypeMap === 'function'
    ? getAttributeTypeMap()
    : undefined;
}

/** `[X]` is a list, `{X}` a map. */
function notation({ type, format }: Attribute): string {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list) return `[${notation({ baseName: '', type: list, format: '' })}]`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map) return `{${notation({ baseName: '', type: map, format })}}`;
  if (type === 'number') return format || 'number';
  if (type === 'Date' || type === 'V1MicroTime') return 'time';
  if (type === 'string' && format === 'byte') return 'byte';
  return type;
}

function collect(type: string, into: Models): void {
  if (type in into || OPAQUE.includes(type)) return;
  const attributes = attributesOf(type);
  if (!attributes) return;
  const fields: { [field: string]: string } = {};
  into[type] = fields;
  for (const attribute of attributes) {
    const text = notation(attribute);
    fields[attribute.baseName] = text;
    collect(text.replace(/[[\]{}]/g, ''), into);
  }
}

function collectAll(): Models {
  const collected: Models = {};
  for (const root of ROOTS) collect(root, collected);
  return collected;
}

describe('builtinModels.json', () => {
  it('agrees with the models of the Kubernetes client (UPDATE_BUILTIN_MODELS=1 writes them anew)', () => {
    const expected = collectAll();
    if (process.env.UPDATE_BUILTIN_MODELS) {
      writeFileSync(
        resolve(__dirname, 'builtinModels.json'),
        `${JSON.stringify(expected, null, 2)}\n`,
      );
    }
    expect(Object.keys(expected).length).toBeGreaterThan(100);
    expect(process.env.UPDATE_BUILTIN_MODELS ? expected : models).toEqual(
      expected,
    );
  });
});
