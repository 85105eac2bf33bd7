export {
  CLAIM_TYPE,
  GitOpsLoop,
  SOURCE_ANNOTATION,
  TRACKING_LABEL,
} from './loop';
export type { GitOpsOptions } from './loop';
