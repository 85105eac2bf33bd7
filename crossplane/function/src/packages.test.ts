import { readdirSync, readFileSync } from 'node:fs';
import { satisfies, validRange } from 'semver';
import { parseAllDocuments } from 'yaml';
import { version } from '../package.json';
import {
  CROSSPLANE_DIRECTORY,
  readCrossplaneDocuments,
  readCrossplaneYaml,
} from './__testUtils__/files';
import { composableKinds } from './__testUtils__/kinds';
import { fieldAt, stringAt } from './kubernetes';

interface PackageFile {
  file: string;
  objects: unknown[];
}

/** What `crossplane xpkg build` reads of a package: every YAML file below its root (crossplane-runtime, pkg/xpkg/build.go). */
function readPackage(root: string): PackageFile[] {
  const folder = `${CROSSPLANE_DIRECTORY}/${root}`;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.ya?ml$/.test(file))
    .map(file => {
      const documents = parseAllDocuments(
        readFileSync(`${folder}/${file}`, 'utf8'),
      );
      const broken = documents.flatMap(({ errors }) => errors);
      if (broken.length > 0) throw broken[0];
      return { file, objects: documents.map(document => document.toJS()) };
    });
}

const typeOf = (object: unknown) =>
  `${stringAt(object, 'apiVersion')}, ${stringAt(object, 'kind')}`;

const isMeta = (object: unknown) =>
  stringAt(object, 'apiVersion')?.startsWith('meta.pkg.crossplane.io/') ??
  false;

/** The one that describes the package. */
function metaOf(root: string): unknown {
  return readCrossplaneYaml(`${root}/crossplane.yaml`);
}

/** Packages that a manifest installs, as name and version. */
function installed(file: string): [string, string][] {
  return readCrossplaneDocuments(file).flatMap(object => {
    const image = stringAt(object, 'spec', 'package');
    if (image === undefined) return [];
    const colon = image.lastIndexOf(':');
    return [[image.slice(0, colon), image.slice(colon + 1)]];
  });
}

const dependencies = () => {
  const found = fieldAt(metaOf('apis'), 'spec', 'dependsOn');
  return (Array.isArray(found) ? found : []).map(dependency => ({
    apiVersion: stringAt(dependency, 'apiVersion'),
    kind: stringAt(dependency, 'kind'),
    image: stringAt(dependency, 'package') ?? '',
    range: stringAt(dependency, 'version') ?? '',
  }));
};

describe.each([
  [
    'configuration',
    'apis',
    'meta.pkg.crossplane.io/v1, Configuration',
    // of what its linter allows (crossplane-runtime, pkg/xpkg/lint.go)
    [
      'apiextensions.crossplane.io/v2, CompositeResourceDefinition',
      'apiextensions.crossplane.io/v1, Composition',
      'apiextensions.crossplane.io/v1alpha1, ManagedResourceActivationPolicy',
    ],
  ],
  ['function', 'function/package', 'meta.pkg.crossplane.io/v1, Function', []],
])('the %s package', (_name, root, meta, content) => {
  it('describes itself once, in crossplane.yaml', () => {
    const described = readPackage(root)
      .filter(({ objects }) => objects.some(isMeta))
      .map(({ file, objects }) => [file, objects.map(typeOf)]);
    expect(described).toEqual([['crossplane.yaml', [meta]]]);
  });

  it('holds each object that belongs in it once, and nothing else', () => {
    const objects = readPackage(root).flatMap(file => file.objects);
    const types = objects.filter(object => !isMeta(object)).map(typeOf);
    expect(types.sort()).toEqual([...content].sort());
  });

  it('says which Crossplane it needs', () => {
    const range = stringAt(metaOf(root), 'spec', 'crossplane', 'version') ?? '';
    expect(validRange(range)).not.toBeNull();
    expect(satisfies('2.3.4', range)).toBe(true);
    expect(satisfies('1.20.0', range)).toBe(false);
    expect(satisfies('3.0.0', range)).toBe(false);
  });
});

describe('what the configuration depends on', () => {
  const provided = () =>
    new Map([
      ...installed('providers/providers.yaml'),
      ...installed('providers/function.yaml'),
    ]);

  it('is what providers/ installs, in a version that it accepts', () => {
    const versions = provided();
    expect(dependencies().map(({ image }) => image)).toEqual([
      ...versions.keys(),
    ]);
    const refused = dependencies().filter(
      ({ image, range }) => !satisfies(versions.get(image) ?? '', range),
    );
    expect(refused).toEqual([]);
  });

  it('stops before the next version that may break it', () => {
    for (const { image, range } of dependencies()) {
      expect(`${image} ${range}`).toMatch(/ >=v\d+\.\d+\.\d+ <v\d+\.\d+\.0$/);
    }
  });

  it('is named by kind', () => {
    for (const { apiVersion, kind, image } of dependencies()) {
      expect(apiVersion).toBe('pkg.crossplane.io/v1');
      expect(kind).toBe(image.includes('/function-') ? 'Function' : 'Provider');
    }
  });

  it('has a provider for every managed kind', () => {
    const providers = dependencies()
      .filter(({ kind }) => kind === 'Provider')
      .map(({ image }) => image.split('/').at(-1));
    const wanted = composableKinds()
      .filter(({ managed }) => managed)
      .map(({ group }) =>
        group.endsWith('mongodbatlas.m.crossplane.io')
          ? 'provider-mongodbatlas'
          : `provider-aws-${group.split('.')[0]}`,
      );
    expect([...new Set(wanted)].sort()).toEqual(providers.sort());
  });
});

describe('the function that is installed', () => {
  it('is the version that this folder builds', () => {
    const [[, tag]] = installed('providers/function.yaml');
    expect(tag).toBe(`v${version}`);
  });

  it('writes nothing, is nobody and may nothing', () => {
    const [, runtime] = readCrossplaneDocuments('providers/function.yaml');
    const pod = fieldAt(
      runtime,
      'spec',
      'deploymentTemplate',
      'spec',
      'template',
      'spec',
    );
    const containers = fieldAt(pod, 'containers');
    const [container] = Array.isArray(containers) ? containers : [];
    expect(fieldAt(pod, 'automountServiceAccountToken')).toBe(false);
    // the container that Crossplane lays its own settings over
    expect(fieldAt(container, 'name')).toBe('package-runtime');
    expect(fieldAt(container, 'securityContext')).toEqual({
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});
