import { pythonSnippet } from './snippet';

describe('pythonSnippet', () => {
  it('sets the tracking URI', () => {
    expect(pythonSnippet('http://mlflow:5000')).toContain(
      'mlflow.set_tracking_uri("http://mlflow:5000")',
    );
  });

  it('cannot be broken out of', () => {
    expect(pythonSnippet('x")\nimport os')).toContain(
      'mlflow.set_tracking_uri("x\\")\\nimport os")',
    );
  });
});
