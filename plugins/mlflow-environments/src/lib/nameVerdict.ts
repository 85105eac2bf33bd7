import {
  checkName,
  type NameCheck,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { requestErrorMessage } from './requestError';

export type NameVerdict =
  | { state: 'empty' | 'checking' }
  | { state: 'free' | 'illegal' | 'taken' | 'unchecked'; message: string };

export interface NameAnswer {
  value?: NameCheck & { name: string };
  error?: Error;
}

/** What to tell somebody who types a name, given what the backend said of the one asked about. */
export function describeNameCheck(
  name: string,
  asked: string,
  answer: NameAnswer,
): NameVerdict {
  if (name === '') {
    return { state: 'empty' };
  }
  const problem = checkName(name);
  if (problem) {
    return { state: 'illegal', message: problem };
  }
  if (asked === name && answer.error) {
    return { state: 'unchecked', message: uncheckedMessage(answer.error) };
  }
  if (answer.value?.name !== name) {
    return { state: 'checking' };
  }
  return answer.value.available
    ? { state: 'free', message: `${name} is free.` }
    : { state: 'taken', message: takenMessage(name, answer.value) };
}

export function takenMessage(name: string, { reason }: NameCheck): string {
  return reason ?? `${name} is taken. Choose another name.`;
}

export function uncheckedMessage(error: Error): string {
  return `Whether this name is free could not be checked: ${requestErrorMessage(
    error,
  )}`;
}
