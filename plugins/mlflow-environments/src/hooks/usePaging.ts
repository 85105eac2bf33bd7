import { useState } from 'react';

export interface Paging {
  cursor?: string;
  /** Pages before this one. */
  pagesBefore: number;
  next: (cursor: string) => void;
  previous: () => void;
}

/** The way through pages whose cursors only lead forward. Another `key` starts it over. */
export function usePaging(key: string): Paging {
  const [trail, setTrail] = useState<{ key: string; cursors: string[] }>({
    key,
    cursors: [],
  });
  const cursors = trail.key === key ? trail.cursors : [];
  return {
    cursor: cursors[cursors.length - 1],
    pagesBefore: cursors.length,
    next: cursor => setTrail({ key, cursors: [...cursors, cursor] }),
    previous: () => setTrail({ key, cursors: cursors.slice(0, -1) }),
  };
}
