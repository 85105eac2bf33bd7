/** Where the sandbox's parts say what they do. Secrets never go here. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

/** A logger that says nothing. */
export const silentLogger: Logger = { info: () => {}, warn: () => {} };

/** A logger that writes one line a message, with the time and the part that speaks. */
export function lineLogger(
  part: string,
  write: (line: string) => void,
): Logger {
  const line = (level: string, message: string) =>
    write(`${new Date().toISOString()} ${level} ${part}: ${message}\n`);
  return {
    info: message => line('info', message),
    warn: message => line('warn', message),
  };
}
