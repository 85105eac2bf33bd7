import { HumanDuration } from '@backstage/types';

export interface Config {
  /** MLflow environments, on the clusters of `kubernetes.clusterLocatorMethods`. */
  mlflowEnvironments?: {
    /** Where claims go. The first one is the default. Without any, environments can be watched but not asked for. */
    targets?: Array<{
      /** How people and templates call it. */
      name: string;
      /** The cluster that gets the claims, as the `kubernetes` config names it. */
      cluster: string;
      /** http(s) URL of the repository that holds the claims. Credentials come from `integrations`, never from here. */
      cloneUrl: string;
      /** Branch that the cluster follows. Default: main. */
      branch?: string;
      /** Folder of the claims, below it one folder for each namespace. Default: environments. */
      path?: string;
      /** Kubernetes namespaces that environments may be asked for in. */
      namespaces: string[];
      /** Whether a claim waits for review. Default: pull-request. */
      publish?: 'pull-request' | 'push';
    }>;

    /**
     * Kinds whose objects are environments or legacy claims. Default: MLflowEnvironment of mlops.example.com.
     */
    environmentKinds?: Array<{
      /** API group. */
      group: string;
      kind: string;
    }>;

    /** Entity ref or plain group name; owns the environments whose claim names no owner. Default: unknown. */
    defaultOwner?: string;

    requests?: {
      /** How long an action may hold a name before its claim is committed. Default: 30 minutes. */
      reservedFor?: HumanDuration | string;
      /** How long a committed claim may take until its cluster has it, review included. Default: 14 days. */
      pendingFor?: HumanDuration | string;
    };

    permissions?: {
      /**
       * How long the permission policy's decision for a user is kept, in seconds: a change of the policy takes that long to
       * be felt. 0 asks for every request. Default: 10.
       */
      decisionCacheSeconds?: number;
    };

    previews?: {
      /**
       * How many previews one caller may ask for in a minute, on each replica; each runs the composition function's plan.
       * 0 sets no limit. Default: 60.
       */
      perMinute?: number;
    };

    notifications?: {
      /** How long a state must have held before its owner is told. Default: 2 minutes. */
      holdFor?: HumanDuration | string;
    };

    /**
     * Patterns of links to other consoles. A placeholder in braces is replaced by its value; a link is left out where the
     * environment has no such value. Placeholders: cluster, namespace, name, region, bucket, projectId.
     */
    links?: {
      /** Like https://argocd.example.com/applications?search={name}. Default: no link. */
      argocd?: string;
      /** Default: the bucket in the S3 console. */
      aws?: string;
      /** Default: the project in the Atlas console. */
      atlas?: string;
    };

    /** What things cost in US dollars, where yours differ from the list prices that estimates are made from. */
    prices?: {
      /** A month of each database tier. */
      databaseMonthly?: {
        Flex?: number;
        M10?: number;
        M20?: number;
        M30?: number;
        M40?: number;
      };
      /** A gigabyte of artifacts for a month. Default: 0.023. */
      artifactsGbMonthly?: number;
      /** How many gigabytes of artifacts an estimate assumes. Default: 50. */
      assumedArtifactsGb?: number;
    };
  };
}
