import { builtinTypes } from '../resources/builtinTypes';
import { Registry } from '../resources/registry';
import type { ResourceType } from '../resources/resourceType';
import { group, resourceList } from './discovery';

function registryWithVersions(...names: string[]): Registry {
  const [template] = builtinTypes();
  const [version] = template.versions;
  const type: ResourceType = {
    ...template,
    group: 'example.com',
    versions: names.map(name => ({ ...version, name })),
  };
  const registry = new Registry();
  registry.add(type);
  return registry;
}

describe('group', () => {
  it('prefers stable to beta to alpha, and newer to older', () => {
    const registry = registryWithVersions(
      'v1alpha1',
      'v1',
      'odd',
      'v2beta1',
      'v10',
      'v2',
    );
    expect(group(registry, 'example.com')).toMatchObject({
      preferredVersion: { version: 'v10' },
      versions: ['v10', 'v2', 'v1', 'v2beta1', 'v1alpha1', 'odd'].map(
        version => ({ version }),
      ),
    });
  });

  it('does not know groups without types', () => {
    expect(group(new Registry(), 'example.com')).toBeUndefined();
    expect(
      resourceList(registryWithVersions('v1'), 'example.com', 'v2'),
    ).toBeUndefined();
  });
});
