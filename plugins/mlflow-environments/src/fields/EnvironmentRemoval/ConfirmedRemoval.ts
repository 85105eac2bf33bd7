/** The environment that somebody has confirmed to remove; empty until then. */
export interface ConfirmedRemoval {
  target?: string;
  namespace?: string;
  environmentID?: string;
}
