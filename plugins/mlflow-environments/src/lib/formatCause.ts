export interface CauseInWords {
  resource?: string;
  reason?: string;
  message?: string;
}

/** "atlas-cluster: CreateFailed: quota exceeded", of what is known. */
export function formatCause({ resource, reason, message }: CauseInWords) {
  return [resource, reason, message].filter(Boolean).join(': ');
}
