import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { script } from './paths';
import { freePort } from './ports';
import { get } from './http';
import { eventually, TestProcess } from './processes';
import { PythonEnvironment } from './pythonEnvironment';

const run = promisify(execFile);

/** An S3 API on loopback with one bucket, in place of AWS. */
export class S3 {
  static async start(
    environment: PythonEnvironment,
    bucket: { name: string; region: string },
  ): Promise<S3> {
    const port = await freePort();
    const s3 = new S3(environment, port, bucket);
    await eventually(
      async () => (await get(port, '/moto-api/')).status === 200,
      s3.process,
    );
    await s3.client('create-bucket');
    return s3;
  }

  private readonly process: TestProcess;

  private constructor(
    private readonly environment: PythonEnvironment,
    private readonly port: number,
    private readonly bucket: { name: string; region: string },
  ) {
    this.process = new TestProcess(
      'moto',
      [
        join(environment.directory, 'bin/moto_server'),
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
      ],
      {},
    );
  }

  /** How the server finds it; EKS Pod Identity gives credentials in a cluster. */
  get variables(): Record<string, string> {
    return {
      MLFLOW_S3_ENDPOINT_URL: `http://127.0.0.1:${this.port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  /** Content of the bucket by key. */
  async objects(): Promise<Record<string, string>> {
    return JSON.parse(await this.client('read-objects'));
  }

  async stop(): Promise<void> {
    await this.process.stop(5);
  }

  private async client(command: string): Promise<string> {
    const { name, region } = this.bucket;
    const { stdout } = await run(
      join(this.environment.directory, 'bin/python'),
      [script('bucket.py'), command, name],
      {
        env: { ...process.env, ...this.variables, AWS_DEFAULT_REGION: region },
      },
    );
    return stdout;
  }
}
