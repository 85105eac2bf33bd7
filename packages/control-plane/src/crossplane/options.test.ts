import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { crossplaneFromEnvironment } from './options';

afterAll(removeFolders);

function aFolderWith(...names: string[]): string {
  const folder = temporaryFolder();
  names.forEach(name => mkdirSync(join(folder, name)));
  return folder;
}

function aBinary(): string {
  const file = join(temporaryFolder(), 'crossplane');
  writeFileSync(file, '');
  return file;
}

describe('crossplaneFromEnvironment', () => {
  it('wants no Crossplane where no binary is named', () => {
    expect(crossplaneFromEnvironment({})).toBeUndefined();
    expect(
      crossplaneFromEnvironment({ CROSSPLANE_BINARY: '' }),
    ).toBeUndefined();
  });

  it('finds definitions in the folder for shared files, and prefers those that are named', () => {
    const shared = aFolderWith('crossplane-crds', 'crds');
    const own = aFolderWith();
    const binary = aBinary();
    const environment = {
      CROSSPLANE_BINARY: binary,
      MLFLOW_SHARED_DIR: shared,
    };

    expect(crossplaneFromEnvironment(environment)).toEqual({
      binary,
      coreCrds: join(shared, 'crossplane-crds'),
      managedCrds: join(shared, 'crds'),
    });
    expect(
      crossplaneFromEnvironment({
        ...environment,
        CROSSPLANE_CRDS: own,
        CONTROL_PLANE_CRDS: own,
      }),
    ).toEqual({ binary, coreCrds: own, managedCrds: own });
  });

  it('does without the definitions of providers', () => {
    const options = crossplaneFromEnvironment({
      CROSSPLANE_BINARY: aBinary(),
      MLFLOW_SHARED_DIR: aFolderWith('crossplane-crds'),
    });

    expect(options?.managedCrds).toBeUndefined();
  });

  it.each([
    ['CROSSPLANE_BINARY', { CROSSPLANE_BINARY: '/no/such/program' }],
    ['CROSSPLANE_CRDS', { CROSSPLANE_CRDS: '/no/such/folder' }],
    ['CONTROL_PLANE_CRDS', { CONTROL_PLANE_CRDS: '/no/such/folder' }],
  ])('says that what %s names is not there', (variable, wrong) => {
    const environment = {
      CROSSPLANE_BINARY: aBinary(),
      CROSSPLANE_CRDS: aFolderWith(),
      ...wrong,
    };

    expect(() => crossplaneFromEnvironment(environment)).toThrow(variable);
  });

  it("says where to get Crossplane's own definitions", () => {
    expect(() =>
      crossplaneFromEnvironment({
        CROSSPLANE_BINARY: aBinary(),
        MLFLOW_SHARED_DIR: aFolderWith(),
      }),
    ).toThrow(/set CROSSPLANE_CRDS to the folder cluster\/crds/);
  });
});
