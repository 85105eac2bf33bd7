/** What is known of a control plane that was started. */
export interface ControlPlaneStatus {
  /** In the order in which they were started; one that doesn't run has no pid. */
  processes: { name: string; pid?: number }[];
  server: string;
  /** Whether the API server says that it is ready. */
  isReady: boolean;
  kubeconfigPath: string;
  logs: string;
}

/** Whether all of it runs. */
export function isComplete({ processes, isReady }: ControlPlaneStatus) {
  return isReady && processes.every(({ pid }) => pid !== undefined);
}

/** One line a process, and how the rest is found, as a table. */
export function statusReport(status: ControlPlaneStatus): string {
  const { processes, server, isReady, kubeconfigPath, logs } = status;
  const rows = [
    ...processes.map(({ name, pid }) => [
      name,
      pid === undefined ? 'not running' : `running, pid ${pid}`,
    ]),
    ['Kubernetes API', `${server}, ${isReady ? 'ready' : 'not ready'}`],
    ['kubeconfig', kubeconfigPath],
    ['logs', logs],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, text]) => `${name.padEnd(width)}  ${text}`)
    .join('\n');
}
