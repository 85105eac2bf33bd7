import { InputError } from '@backstage/errors';

/** What git-check-ref-format forbids anywhere in a name. */
const FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\./u;

/**
 * A branch name that Git accepts (git-check-ref-format), at most 200 characters.
 *
 * @param where - what to call the value in an error
 */
export function checkBranchName(name: string, where: string): string {
  const wrong =
    name === '' ||
    name === '@' ||
    name.length > 200 ||
    FORBIDDEN.test(name) ||
    /^[-/]|[/.]$/.test(name);
  if (wrong) {
    throw new InputError(
      `${where} is ${JSON.stringify(name)}, which is no name for a Git branch`,
    );
  }
  return name;
}
