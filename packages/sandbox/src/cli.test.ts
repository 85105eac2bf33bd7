import { ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freePort } from './__testUtils__/freePort';
import { eventually } from './__testUtils__/eventually';

/** The command line tool as a process of its own, with what it says. */
class Cli {
  output = '';
  private readonly process: ChildProcess;
  private readonly closed: Promise<number | null>;

  constructor(args: string[], environment: Record<string, string> = {}) {
    this.process = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        require.resolve('./cli'),
        ...args,
      ],
      { env: { ...process.env, ...environment } },
    );
    this.process.stdout?.on('data', chunk => this.hear(chunk));
    this.process.stderr?.on('data', chunk => this.hear(chunk));
    this.closed = new Promise(resolve => {
      this.process.once('close', resolve);
    });
  }

  interrupt(): void {
    this.process.kill('SIGINT');
  }

  exitCode(): Promise<number | null> {
    return this.closed;
  }

  private hear(chunk: Buffer) {
    this.output += chunk;
  }
}

async function freePorts(): Promise<Record<string, string>> {
  return {
    SANDBOX_API_PORT: `${await freePort()}`,
    SANDBOX_GIT_PORT: `${await freePort()}`,
    SANDBOX_FUNCTION_PORT: `${await freePort()}`,
  };
}

const canConnect = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('the command line', () => {
  it('runs the sandbox alone and leaves nothing behind after Ctrl-C, even pressed twice', async () => {
    const ports = await freePorts();
    const cli = new Cli(['sandbox'], ports);
    await eventually(() => /Logs +\S+/.test(cli.output));
    const api = `http://127.0.0.1:${ports.SANDBOX_API_PORT}/version`;
    expect(await canConnect(api)).toBe(true);
    const [, logs] = /Logs +(\S+)/.exec(cli.output) ?? [];
    expect(existsSync(logs)).toBe(true);

    cli.interrupt();
    cli.interrupt();

    expect(await cli.exitCode()).toBe(0);
    expect(await canConnect(api)).toBe(false);
    expect(
      await canConnect(`http://127.0.0.1:${ports.SANDBOX_FUNCTION_PORT}`),
    ).toBe(false);
    expect(existsSync(logs)).toBe(false);
  });

  it('leaves nothing behind when it is interrupted while it starts', async () => {
    const ports = await freePorts();
    const cli = new Cli(['sandbox'], ports);
    await eventually(() =>
      canConnect(`http://127.0.0.1:${ports.SANDBOX_API_PORT}`),
    );

    cli.interrupt();

    expect(await cli.exitCode()).toBe(0);
    expect(cli.output).toBe('');
    expect(
      await canConnect(`http://127.0.0.1:${ports.SANDBOX_FUNCTION_PORT}`),
    ).toBe(false);
  });

  it('says which port is taken and starts nothing', async () => {
    const ports = await freePorts();
    const first = new Cli(['sandbox'], ports);
    await eventually(() => first.output.includes('Sandbox ready'));

    const second = new Cli(['sandbox'], ports);

    expect(await second.exitCode()).toBe(1);
    expect(second.output).toContain(
      `Port ${ports.SANDBOX_GIT_PORT}, for the sandbox's Git server, is taken.`,
    );
    first.interrupt();
    expect(await first.exitCode()).toBe(0);
  });

  it('says what it can run when it is asked for something else', async () => {
    const cli = new Cli([]);

    expect(await cli.exitCode()).toBe(1);
    expect(cli.output).toBe('Say what to run: demo or sandbox, not ""\n');
  });
});
