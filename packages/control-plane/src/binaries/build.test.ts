import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withGo, withoutGo } from '../__testUtils__/fakeGo';
import { removeFolders } from '../__testUtils__/folders';
import { ensureBinaries } from './build';

afterAll(removeFolders);

const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
];

describe('ensureBinaries', () => {
  it('builds all programs into one folder of the cache, named after what they are', async () => {
    const environment = withGo();

    const folder = await ensureBinaries({ environment });

    expect(readdirSync(folder).sort()).toEqual(PROGRAMS);
    expect(basename(folder)).toMatch(
      /^kubernetes-v1\.\d+\.\d+-etcd-v3\.\d+\.\d+-/,
    );
    expect(dirname(folder)).toBe(environment.CONTROL_PLANE_CACHE_DIR);
  });

  it('builds nothing, and needs no Go, where everything is there', async () => {
    const environment = withGo();
    const folder = await ensureBinaries({ environment });
    const printed: string[] = [];

    const again = await ensureBinaries({
      environment: { ...environment, PATH: withoutGo().PATH },
      print: line => printed.push(line),
    });

    expect(again).toBe(folder);
    expect(printed).toEqual([]);
  });

  it('leaves nothing that could be taken for a build when Go fails, and passes on what Go said', async () => {
    const environment = withGo({ broken: 'kubectl' });

    await expect(ensureBinaries({ environment })).rejects.toThrow(
      /could not build kubectl:\nno such package/,
    );

    expect(readdirSync(environment.CONTROL_PLANE_CACHE_DIR)).toEqual([]);
  });

  it('lets two builds run at once', async () => {
    const environment = withGo();

    const [one, other] = await Promise.all([
      ensureBinaries({ environment }),
      ensureBinaries({ environment }),
    ]);

    expect(one).toBe(other);
    expect(readdirSync(environment.CONTROL_PLANE_CACHE_DIR)).toEqual([
      basename(one),
    ]);
    expect(readdirSync(one).sort()).toEqual(PROGRAMS);
  });

  it('builds again what somebody removed a program from', async () => {
    const environment = withGo();
    const folder = await ensureBinaries({ environment });
    rmSync(join(folder, 'etcd'));

    await ensureBinaries({ environment });

    expect(readdirSync(folder).sort()).toEqual(PROGRAMS);
  });

  it('says that Go is missing and what to do', async () => {
    await expect(ensureBinaries({ environment: withoutGo() })).rejects.toThrow(
      /^The control plane is built with Go 1\.\S+ or newer, and there is no "go" on the PATH; install Go/,
    );
  });

  it('says that Go is too old, which one was found and which one is needed', async () => {
    const environment = withGo({ version: '1.19.8' });

    await expect(ensureBinaries({ environment })).rejects.toThrow(
      /built with Go 1\.2\S+ or newer, and "go" on the PATH is 1\.19\.8/,
    );
  });
});
