import { hasStage } from './hasStage';
import { inCluster } from './inCluster';
import { inNamespace } from './inNamespace';
import { isOwner } from './isOwner';

/** Every rule a policy can decide on environments by. */
export const environmentRules = { isOwner, hasStage, inNamespace, inCluster };
