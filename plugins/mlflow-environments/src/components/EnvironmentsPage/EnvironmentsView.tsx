import { EmptyState, LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ClusterStatus,
  EnvironmentList,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { RefreshableLoad } from '../../hooks';
import { formatCount } from '../../lib/format';
import {
  FACETS,
  isFiltered,
  toggleOrder,
  toggleValue,
  withoutFilters,
  type ListChoice,
} from '../../lib/listQuery';
import { ownerName } from '../../lib/owner';
import { Banners } from '../Banners';
import { ClusterPanel } from '../ClusterPanel';
import { EnvironmentTable } from '../EnvironmentTable';
import { FacetFilter } from '../FacetFilter';
import { Loaded } from '../Loaded';
import { SearchField } from '../SearchField';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
  },
  search: { flex: '1 1 16rem', maxWidth: '32rem' },
  count: { flex: 1 },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
    alignItems: 'start',
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: '13rem minmax(0, 1fr)',
    },
  },
  facets: { display: 'grid', gap: theme.spacing(2) },
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  busy: { height: 4 },
  paging: {
    display: 'flex',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
  },
}));

export interface EnvironmentsViewProps {
  list: RefreshableLoad<EnvironmentList>;
  /** Absent while they are being read, and when they can't be. */
  clusters?: ClusterStatus[];
  choice: ListChoice;
  onChoice: (choice: ListChoice) => void;
  /** How many environments are on the pages before this one. */
  firstIndex: number;
  onNextPage: (cursor: string) => void;
  onPreviousPage: () => void;
  /** Where an environment is asked for, in an app that has such a place. */
  createHref?: string;
}

/** All environments the reader may see. */
export function EnvironmentsView(props: EnvironmentsViewProps) {
  const { list, clusters = [], choice, onChoice, createHref } = props;
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchField
            id="mlflow-environments-search"
            label="Search by name, namespace or owner"
            value={choice.text}
            onSearch={text => onChoice({ ...choice, text })}
          />
        </div>
        <Typography variant="body2" role="status" className={classes.count}>
          {list.value && formatCount(list.value.totalItems, 'environment')}
        </Typography>
        {createHref && (
          <LinkButton to={createHref} color="primary" variant="contained">
            Create environment
          </LinkButton>
        )}
      </div>
      <div className={classes.busy}>
        {list.loading && list.value && (
          <LinearProgress aria-label="Reading environments" />
        )}
      </div>
      {clusters.length > 0 && <ClusterPanel clusters={clusters} />}
      <Loaded what="the environments" load={list}>
        {(value, refreshError) =>
          value.totalItems === 0 && !isFiltered(choice) ? (
            <NoEnvironments createHref={createHref} />
          ) : (
            <div className={classes.columns}>
              <aside className={classes.facets} aria-label="Filters">
                {FACETS.map(({ id, title }) => (
                  <FacetFilter
                    key={id}
                    title={title}
                    facet={value.facets[id]}
                    selected={choice.selected[id]}
                    formatValue={id === 'owner' ? ownerName : undefined}
                    onToggle={chosen =>
                      onChoice(toggleValue(choice, id, chosen))
                    }
                  />
                ))}
                {isFiltered(choice) && (
                  <Button
                    size="small"
                    variant="outlined"
                    onClick={() => onChoice(withoutFilters(choice))}
                  >
                    Clear filters
                  </Button>
                )}
              </aside>
              <div className={classes.list}>
                <Banners refreshError={refreshError} />
                {value.items.length === 0 ? (
                  <Typography>No environment matches these filters.</Typography>
                ) : (
                  <Paper>
                    <EnvironmentTable
                      environments={value.items}
                      orderField={choice.orderField}
                      orderDirection={choice.orderDirection}
                      clusterShown={value.facets.cluster.length > 1}
                      onOrder={field => onChoice(toggleOrder(choice, field))}
                    />
                    <Pages {...props} value={value} />
                  </Paper>
                )}
              </div>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

function Pages({
  value,
  firstIndex,
  onNextPage,
  onPreviousPage,
}: EnvironmentsViewProps & { value: EnvironmentList }) {
  const classes = useStyles();
  const { nextCursor } = value.pageInfo;
  if (!nextCursor && firstIndex === 0) {
    return null;
  }
  return (
    <nav className={classes.paging} aria-label="Pages">
      <Typography variant="body2">
        {firstIndex + 1} to {firstIndex + value.items.length} of{' '}
        {value.totalItems}
      </Typography>
      <Button size="small" disabled={firstIndex === 0} onClick={onPreviousPage}>
        Previous page
      </Button>
      <Button
        size="small"
        disabled={!nextCursor}
        onClick={() => nextCursor && onNextPage(nextCursor)}
      >
        Next page
      </Button>
    </nav>
  );
}

function NoEnvironments({ createHref }: { createHref?: string }) {
  return (
    <EmptyState
      missing="content"
      title="No environments yet"
      description="An environment is an MLflow tracking server with a database and a bucket of its own. Ask for one and it appears here at once."
      action={
        createHref ? (
          <LinkButton to={createHref} color="primary" variant="contained">
            Create the first environment
          </LinkButton>
        ) : undefined
      }
    />
  );
}
