import type { EnvironmentManifest } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { RefreshableLoad } from '../../hooks';
import { CodeBlock } from '../CodeBlock';
import { Loaded } from '../Loaded';

export interface ManifestViewerProps {
  manifest: RefreshableLoad<EnvironmentManifest>;
}

/** The YAML of one resource as the cluster has it, without what is secret. */
export function ManifestViewer({ manifest }: ManifestViewerProps) {
  return (
    <Loaded what="this manifest" load={manifest}>
      {({ ref, yaml }) => (
        <CodeBlock label={`YAML of ${ref.kind} ${ref.name}`} code={yaml} />
      )}
    </Loaded>
  );
}
