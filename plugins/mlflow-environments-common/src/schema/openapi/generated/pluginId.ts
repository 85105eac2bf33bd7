export const pluginId = 'mlflow-environments';
