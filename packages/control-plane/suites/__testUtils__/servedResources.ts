import { get } from 'node:https';
import { controlPlane } from './controlPlane';

/** A resource of the API, or a part of one such as its status. */
export interface ServedResource {
  group: string;
  resource: string;
  subresource?: string;
}

interface ResourceList {
  resources: { name: string }[];
}

interface GroupList {
  groups: { name: string; versions: { groupVersion: string }[] }[];
}

/** Everything that the server serves, by its own discovery. */
export async function servedResources(): Promise<ServedResource[]> {
  const { groups } = await read<GroupList>('/apis');
  const versions = [
    { group: '', path: '/api/v1' },
    ...groups.flatMap(({ name, versions: served }) =>
      served.map(({ groupVersion }) => ({
        group: name,
        path: `/apis/${groupVersion}`,
      })),
    ),
  ];
  const found = new Map<string, ServedResource>();
  for (const { group, path } of versions) {
    const { resources } = await read<ResourceList>(path);
    for (const { name } of resources) {
      const [resource, subresource] = name.split('/');
      found.set(`${name}.${group}`, { group, resource, subresource });
    }
  }
  return [...found.values()];
}

async function read<T>(path: string): Promise<T> {
  const options = {
    ca: Buffer.from(controlPlane.caData, 'base64'),
    headers: { authorization: `Bearer ${controlPlane.adminToken}` },
  };
  const text = await new Promise<string>((resolve, reject) => {
    get(`${controlPlane.server}${path}`, options, response => {
      let body = '';
      response.setEncoding('utf8').on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
  return JSON.parse(text) as T;
}
