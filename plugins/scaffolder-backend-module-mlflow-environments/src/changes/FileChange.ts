/**
 * What happens to one file of a repository. As JSON it outlives a restart of the task.
 */
export type FileChange = {
  path: string;
  /** The text when the change was made; left out when there was no such file. */
  base?: string;
  /** The text it gets; left out when the file goes. */
  content?: string;
};
