import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlPlane, startControlPlane } from '@mlops-platform/control-plane';
import { ApiClient } from './processes/ApiClient';
import { CountingProxy } from './processes/CountingProxy';
import { LoadGenerator } from './processes/LoadGenerator';

/** A control plane of its own, what is needed to talk to it, and an end to all of it. */
export class Stage {
  /** Whatever is started on a stage, to be stopped with it; the last one first. */
  private readonly ends: Array<() => unknown> = [];

  static async open(): Promise<Stage> {
    // An API server holds a large fleet at twelve times its size, and twice that before it collects its garbage.
    process.env.GOMEMLIMIT ??= '11GiB';
    const controlPlane = await startControlPlane({ controllers: false });
    return new Stage(controlPlane);
  }

  readonly folder = mkdtempSync(join(tmpdir(), 'mlflow-bench-'));
  readonly api: ApiClient;
  readonly proxy: CountingProxy;
  readonly load = new LoadGenerator();

  private constructor(readonly controlPlane: ControlPlane) {
    this.api = new ApiClient({
      url: controlPlane.server,
      token: controlPlane.adminToken,
      userAgent: 'bench',
      connections: 32,
    });
    this.proxy = new CountingProxy(controlPlane.server);
    this.onClose(() => rmSync(this.folder, { recursive: true, force: true }));
    this.onClose(() => controlPlane.stop());
    this.onClose(() => this.api.close());
    this.onClose(() => this.proxy.close());
    this.onClose(() => this.load.stop());
  }

  async kubernetesVersion(): Promise<string> {
    const { gitVersion } = (await this.api.get('/version')) as {
      gitVersion: string;
    };
    return gitVersion;
  }

  onClose(end: () => unknown): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.ends.reverse()) {
      await end();
    }
  }
}
