import { anEntity } from '../__testUtils__/environments';
import { environmentOfEntity } from './entityEnvironment';

describe('environmentOfEntity', () => {
  it('reads the annotation', () => {
    expect(environmentOfEntity(anEntity('sandbox/team-a/churn')).ref).toEqual({
      cluster: 'sandbox',
      namespace: 'team-a',
      name: 'churn',
    });
  });

  it('names the annotation that is missing', () => {
    expect(environmentOfEntity(anEntity()).problem).toContain(
      'mlops.example.com/environment of resource:team-a/churn is missing',
    );
  });

  it('quotes the annotation that is malformed', () => {
    expect(environmentOfEntity(anEntity('churn')).problem).toContain(
      'reads "churn"',
    );
  });
});
