import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Content } from '@backstage/core-components';
import { useClusters, useEnvironmentList, usePaging } from '../../hooks';
import {
  formatChoice,
  parseChoice,
  toQuery,
  type ListChoice,
} from '../../lib/listQuery';
import { EnvironmentsView } from './EnvironmentsView';

const PAGE_SIZE = 50;

export interface EnvironmentsPageProps {
  createHref?: string;
}

/** All environments; what is searched, filtered and ordered by is in the address, so it can be shared. */
export function EnvironmentsPage({ createHref }: EnvironmentsPageProps) {
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  const choice = useMemo(
    () => parseChoice(new URLSearchParams(address)),
    [address],
  );
  const { cursor, pagesBefore, next, previous } = usePaging(address);
  const query = useMemo(
    () => toQuery(choice, { limit: PAGE_SIZE, cursor }),
    [choice, cursor],
  );
  const list = useEnvironmentList(query);
  const clusters = useClusters();
  const onChoice = useCallback(
    (chosen: ListChoice) => setParams(formatChoice(chosen), { replace: true }),
    [setParams],
  );
  return (
    <Content>
      <EnvironmentsView
        list={list}
        clusters={clusters.value}
        choice={choice}
        onChoice={onChoice}
        firstIndex={pagesBefore * PAGE_SIZE}
        onNextPage={next}
        onPreviousPage={previous}
        createHref={createHref}
      />
    </Content>
  );
}
