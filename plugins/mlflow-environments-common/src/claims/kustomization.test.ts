import {
  addKustomizationResource as add,
  isEmptyKustomization as isEmpty,
  isKustomization,
  kustomizationPaths,
  kustomizationResources,
  removeKustomizationResource as remove,
} from './kustomization';

const text = `# everything of team a
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- a.yaml # Ada's
- ./b.yaml
namePrefix: x-
`;

describe('addKustomizationResource', () => {
  it('appends the file and keeps the rest', () => {
    expect(add(text, 'c.yaml')).toBe(
      text.replace('- ./b.yaml\n', '- ./b.yaml\n- c.yaml\n'),
    );
  });

  it('keeps lists indented where they are', () => {
    const indented = 'resources:\n  - a.yaml\n';
    expect(add(indented, 'b.yaml')).toBe(`${indented}  - b.yaml\n`);
  });

  it.each(['a.yaml', './a.yaml', 'b.yaml'])(
    'changes nothing when %p is listed',
    entry => {
      expect(add(text, entry)).toBe(text);
    },
  );

  it.each(['kind: Kustomization\n', 'resources:\n', 'resources: []\n', ''])(
    'makes the list where there is none in %p',
    content => {
      expect(add(content, 'a.yaml')).toMatch(/resources:\n {2}- a\.yaml\n$/);
    },
  );

  it.each([
    ['resources: [', 'not valid YAML'],
    ['- a.yaml', 'not a mapping'],
    ['resources: a.yaml', 'not a list'],
  ])('refuses %p', (content, message) => {
    expect(() => add(content, 'a.yaml')).toThrow(message);
  });
});

describe('removeKustomizationResource', () => {
  it('takes the file out and keeps the rest', () => {
    expect(remove(text, 'b.yaml')).toBe(text.replace('- ./b.yaml\n', ''));
    expect(remove(text, './a.yaml')).toBe(
      text.replace("- a.yaml # Ada's\n", ''),
    );
  });

  it('undoes an addition', () => {
    expect(remove(add(text, 'c.yaml'), 'c.yaml')).toBe(text);
  });

  it('changes nothing when the file is not listed', () => {
    expect(remove(text, 'c.yaml')).toBe(text);
    expect(remove('kind: Kustomization\n', 'c.yaml')).toBe(
      'kind: Kustomization\n',
    );
  });
});

describe('kustomizationResources', () => {
  it('lists the files with their places', () => {
    expect(kustomizationResources(text)).toEqual([
      { entry: 'a.yaml', line: 5, column: 3 },
      { entry: 'b.yaml', line: 6, column: 3 },
    ]);
    expect(kustomizationResources('kind: Kustomization\n')).toEqual([]);
  });

  it('refuses what is no kustomization', () => {
    expect(() => kustomizationResources('- a.yaml\n')).toThrow(
      'kustomization.yaml is not a mapping',
    );
  });
});

describe('the names of a kustomization', () => {
  it('are those that Kustomize looks for', () => {
    expect(kustomizationPaths('environments/team-a')).toContain(
      'environments/team-a/kustomization.yml',
    );
    for (const path of [
      ...kustomizationPaths(''),
      ...kustomizationPaths('a'),
    ]) {
      expect(isKustomization(path)).toBe(true);
    }
    expect(isKustomization('team-a/kustomization.yaml/a.yaml')).toBe(false);
  });
});

describe('isEmptyKustomization', () => {
  it.each([
    '',
    'resources: []\n',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n',
  ])('is true of %p', content => {
    expect(isEmpty(content)).toBe(true);
  });

  it.each([text, 'resources: [a.yaml]\n', 'resources: []\nnamePrefix: x-\n'])(
    'is false of %p',
    content => {
      expect(isEmpty(content)).toBe(false);
    },
  );
});
