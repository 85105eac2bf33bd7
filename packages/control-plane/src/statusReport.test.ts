import { ControlPlaneStatus, isComplete, statusReport } from './statusReport';

const status: ControlPlaneStatus = {
  processes: [
    { name: 'etcd', pid: 11 },
    { name: 'kube-apiserver', pid: 12 },
  ],
  server: 'https://127.0.0.1:16443',
  isReady: true,
  kubeconfigPath: '/state/kubeconfig',
  logs: '/state/logs',
};

describe('the status of a control plane', () => {
  it('is a table of what runs and where the rest is', () => {
    expect(statusReport(status).split('\n')).toEqual([
      'etcd            running, pid 11',
      'kube-apiserver  running, pid 12',
      'Kubernetes API  https://127.0.0.1:16443, ready',
      'kubeconfig      /state/kubeconfig',
      'logs            /state/logs',
    ]);
    expect(isComplete(status)).toBe(true);
  });

  it('is not complete when a process has ended or the API is not ready', () => {
    const withoutEtcd = {
      ...status,
      processes: [{ name: 'etcd' }, { name: 'kube-apiserver', pid: 12 }],
    };
    const notReady = { ...status, isReady: false };

    expect(isComplete(withoutEtcd)).toBe(false);
    expect(statusReport(withoutEtcd)).toMatch(/^etcd +not running$/m);
    expect(isComplete(notReady)).toBe(false);
    expect(statusReport(notReady)).toMatch(/^Kubernetes API .*, not ready$/m);
  });
});
