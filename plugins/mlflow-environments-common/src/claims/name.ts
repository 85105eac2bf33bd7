/** Longest environmentID: what is derived from it has to fit into S3's and Kubernetes' 63 characters. */
const MAX_NAME = 40;

/** Longest DNS label. */
const MAX_LABEL = 63;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Says what is wrong with a name for an environment, in a sentence for a person who is typing it.
 *
 * @returns undefined for a legal name; whether it is still free is another question
 * @public
 */
export function checkName(name: string): string | undefined {
  if (name === '') return 'A name is required.';
  const length = Array.from(name).length;
  if (length > MAX_NAME) {
    return `A name has at most ${MAX_NAME} characters, this one has ${length}.`;
  }
  if (LABEL.test(name)) return undefined;
  if (/^[-a-z0-9]+$/.test(name)) {
    return 'A name begins and ends with a letter or a digit, not with a hyphen.';
  }
  const better = suggest(name);
  return `A name consists of lower-case letters, digits and hyphens${
    better ? `, like "${better}"` : ''
  }.`;
}

/** Whether Kubernetes accepts the text as the name of a namespace. */
export function isNamespaceName(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

function suggest(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
