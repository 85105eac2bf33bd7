export interface Config {
  mlflowEnvironments?: {
    /**
     * Where claims go. The first target is the default; the wizard asks only if there is more than one.
     */
    targets?: Array<{
      /**
       * Name of the target, as templates refer to it.
       */
      name: string;
      /**
       * Cluster, as the `kubernetes` configuration names it, that applies what this repository holds.
       */
      cluster: string;
      /**
       * http(s) clone URL of the repository, without credentials: those come from `integrations`.
       */
      cloneUrl: string;
      /**
       * Branch that the cluster follows.
       * @default main
       */
      branch?: string;
      /**
       * Folder of the claims. A claim's file is `<path>/<namespace>/<environmentID>.yaml`.
       * @default environments
       */
      path?: string;
      /**
       * Kubernetes namespaces in which environments may be asked for.
       */
      namespaces: string[];
      /**
       * `pull-request` has a claim reviewed on GitHub and GitLab; other hosts always get a push. `push` commits to the branch.
       * @default pull-request
       */
      publish?: 'pull-request' | 'push';
    }>;
  };
}
