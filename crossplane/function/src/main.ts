import { createFunction } from './function';

async function main(): Promise<void> {
  const sdk = await import('@crossplane-org/function-sdk-typescript');
  sdk.serve(createFunction(sdk), { name: 'function-mlflow-environments' });
}

// The SDK only logs that it cannot bind its address. The process then has nothing left to do, and must not end as if it had
// done its work.
process.once('beforeExit', () => {
  process.exitCode = 1;
});

void main();
