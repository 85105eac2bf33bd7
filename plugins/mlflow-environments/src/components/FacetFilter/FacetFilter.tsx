import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import { makeStyles } from '@material-ui/core/styles';
import type { Facet } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { facetOptions } from '../../lib/facets';

const FIRST_SHOWN = 6;

const useStyles = makeStyles(theme => ({
  root: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
  title: { color: theme.palette.text.primary, fontWeight: 'bold' },
  options: { flexWrap: 'nowrap' },
  option: { marginRight: 0, overflowWrap: 'anywhere' },
  checkbox: { padding: theme.spacing(0.5, 1) },
}));

export interface FacetFilterProps {
  title: string;
  facet: Facet[];
  selected: string[];
  /** How a value reads, where that is not the value itself. */
  formatValue?: (value: string) => string;
  onToggle: (value: string) => void;
}

/** The values of one facet with how many environments have them. Nothing when there is no choice. */
export function FacetFilter({
  title,
  facet,
  selected,
  formatValue = value => value,
  onToggle,
}: FacetFilterProps) {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const options = facetOptions(facet, selected);
  if (options.length === 0) {
    return null;
  }
  const shown = all
    ? options
    : options.filter((option, index) => index < FIRST_SHOWN || option.selected);
  return (
    <fieldset className={classes.root}>
      <FormLabel component="legend" className={classes.title}>
        {title}
      </FormLabel>
      <FormGroup className={classes.options}>
        {shown.map(({ value, count, selected: checked }) => (
          <FormControlLabel
            key={value}
            className={classes.option}
            label={`${formatValue(value)} (${count})`}
            control={
              <Checkbox
                size="small"
                color="primary"
                className={classes.checkbox}
                checked={checked}
                onChange={() => onToggle(value)}
              />
            }
          />
        ))}
      </FormGroup>
      {options.length > FIRST_SHOWN && (
        <Button
          size="small"
          aria-expanded={all}
          aria-label={`${all ? 'Fewer' : 'All'} values of ${title}`}
          onClick={() => setAll(now => !now)}
        >
          {all ? 'Fewer' : `All ${options.length}`}
        </Button>
      )}
    </fieldset>
  );
}
