import { join } from 'node:path';
import { functionDirectory } from '../platform';
import { Sandbox } from '../sandbox';
import { Ports } from '../settings';
import { startBackend, startFrontend } from './backstage';
import { startControlPlane } from './controlPlane';
import { requireFreePorts, WantedPort } from './freePorts';
import { backendReady, environmentsSynced, frontendReady } from './readiness';
import { RunContext } from './runContext';

/** Runs the sandbox alone until it is stopped. */
export async function runSandbox(context: RunContext): Promise<void> {
  const { logs, print } = context;
  await requireFreePorts(sandboxPorts(context));
  const { sandbox, functionProcess } = await startControlPlane(context);
  print(
    [
      'Sandbox ready',
      `  Kubernetes API  ${sandbox.apiUrl}`,
      `  Bearer token    ${sandbox.token}`,
      `  Claims          ${sandbox.cloneUrl} (push as user sandbox)`,
      `  Logs            ${logs.folder}`,
    ].join('\n'),
  );
  await functionProcess?.died();
}

/** Runs the sandbox with Backstage on top until it is stopped, and says when all of it answers. */
export async function runDemo(context: RunContext): Promise<void> {
  const { settings, running, logs, print } = context;
  const { ports } = settings;
  await requireFreePorts([...backstagePorts(ports), ...sandboxPorts(context)]);
  print(`Starting the demo. Its output is in ${logs.folder}`);
  const { sandbox, functionProcess } = await startControlPlane(context);
  const backstage = {
    root: join(functionDirectory(), '..', '..'),
    api: sandbox,
    gitPassword: settings.gitPassword,
  };
  const children = [
    ...(functionProcess ? [functionProcess] : []),
    startBackend({ ...backstage, logFile: logs.file('backend') }),
    startFrontend({ ...backstage, logFile: logs.file('frontend') }),
  ];
  const ended = Promise.race(children.map(child => child.died()));
  await Promise.race([running.add(...children), ended]);
  await Promise.race([allAnswer(ports), ended]);
  print(greeting(ports, sandbox));
  await ended;
}

async function allAnswer(ports: Ports): Promise<void> {
  const backend = `http://localhost:${ports.backend}`;
  const isBackendReady = backendReady(backend).then(() =>
    environmentsSynced(backend),
  );
  await Promise.all([
    isBackendReady,
    frontendReady(`http://localhost:${ports.frontend}`),
  ]);
}

function greeting(ports: Ports, sandbox: Sandbox): string {
  const { cloneUrl, apiUrl } = sandbox;
  const push = cloneUrl.replace('//', '//sandbox@');
  return [
    `Demo ready: http://localhost:${ports.frontend}`,
    '',
    'Sign in as guest (team-a), bob (team-b), petra (platform) or victor (no team).',
    'Or claim an environment with plain Git (the password is the one in SANDBOX_GIT_PASSWORD, by default "sandbox"):',
    `  git clone ${push}`,
    '  # add environments/<namespace>/<environmentID>.yaml, commit',
    '  git push',
    `The Kubernetes API is ${apiUrl}. Ctrl-C ends everything.`,
  ].join('\n');
}

/** What runs on somebody else's cluster has its ports already. */
function sandboxPorts({ settings, cluster }: RunContext): WantedPort[] {
  const { ports } = settings;
  const git = {
    port: ports.git,
    purpose: "the sandbox's Git server",
    variable: 'SANDBOX_GIT_PORT',
  };
  const api = {
    port: ports.api,
    purpose: "the sandbox's Kubernetes API",
    variable: 'SANDBOX_API_PORT',
  };
  const composer = {
    port: ports.function,
    purpose: 'the composition function',
    variable: 'SANDBOX_FUNCTION_PORT',
  };
  return [
    ...(cluster ? [] : [api]),
    git,
    ...(cluster?.hasCrossplane ? [] : [composer]),
  ];
}

function backstagePorts(ports: Ports): WantedPort[] {
  return [
    { port: ports.frontend, purpose: 'the Backstage frontend' },
    { port: ports.backend, purpose: 'the Backstage backend' },
  ];
}
