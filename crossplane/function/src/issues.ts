import { ZodError } from 'zod';

/** Every issue as `path message`, in one sentence. */
export function describeIssues(error: ZodError): string {
  return error.issues
    .map(({ path, message }) => {
      const readable = message === 'Required' ? 'is required' : message;
      return path.length
        ? `${path.join('.')} ${asPredicate(readable)}`
        : asPredicate(readable);
    })
    .join('; ');
}

function asPredicate(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
