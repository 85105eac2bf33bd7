import type { IContainer, IVolume, IVolumeMount } from 'kubernetes-models/v1';
import { Environment } from '../environment';
import { InvalidInputError } from '../errors';
import { RESTRICTED } from './security';

const DIRECTORY = '/var/log/mlflow';
const FILE = `${DIRECTORY}/server.log`;

/** Where the server writes its log for the sidecar to read. */
export const LOG_VOLUME: { volume: IVolume; mount: IVolumeMount } = {
  volume: { name: 'logs', emptyDir: { sizeLimit: '128Mi' } },
  mount: { name: 'logs', mountPath: DIRECTORY },
};

/**
 * Copies standard input to standard output and to a file that is rotated well before its volume is full, which would evict
 * the pod.
 */
const ROTATING_TEE = [
  'import logging, logging.handlers, sys',
  `handler = logging.handlers.RotatingFileHandler("${FILE}", maxBytes=16 << 20, backupCount=2)`,
  'handler.terminator = ""',
  'for line in sys.stdin:',
  '    sys.stdout.write(line)',
  '    sys.stdout.flush()',
  '    handler.emit(logging.makeLogRecord({"msg": line}))',
].join('\n');

/** The command, with its output in the log file as well. It stays the container's first process, so signals reach it. */
export function loggingCommand(command: string[]): string[] {
  return [
    'bash',
    '-c',
    `exec ${command.join(' ')} > >(exec python -c '${ROTATING_TEE}') 2>&1`,
  ];
}

/**
 * The container that ships the log where the platform wants it, if the claim asks for one. An init container that keeps
 * running (a Kubernetes "sidecar container") is there before the server's first line and after its last.
 */
export function logSidecar({
  parameters,
  settings,
  name,
  namespace,
}: Environment): IContainer | undefined {
  if (parameters.observability.logs === 'None') return undefined;
  if (!settings.logs) {
    throw InvalidInputError.inClaim(
      'spec.parameters.observability.logs is Sidecar, but this platform ships no logs',
      'set it to None or ask the platform team for a log output',
    );
  }
  const { image, output } = settings.logs;
  return {
    name: 'logs',
    image,
    restartPolicy: 'Always',
    args: [
      ...plugin('-i', 'tail', { path: FILE, db: `${DIRECTORY}/position.db` }),
      ...plugin('-F', 'record_modifier', {
        match: '*',
        record: `environment ${namespace}/${name}`,
      }),
      ...plugin('-o', output.plugin, { match: '*', ...output.properties }),
    ],
    resources: {
      requests: { cpu: '20m', memory: '32Mi' },
      limits: { memory: '128Mi' },
    },
    securityContext: RESTRICTED,
    volumeMounts: [LOG_VOLUME.mount],
  };
}

function plugin(
  flag: string,
  name: string,
  properties: Record<string, string>,
): string[] {
  return [
    flag,
    name,
    ...Object.entries(properties).flatMap(([key, value]) => [
      '-p',
      `${key}=${value}`,
    ]),
  ];
}
