import { numbers } from '../sample-rows.ts';

export const sample = {
  apis: numbers.map((n) => ({
    asset: `freight-api-${n}`,
    label: `freight ${n}`,
    technology: 'flexGateway',
    proxyUri: `http://0.0.0.0:8081/freight-${n}`,
    upstream: { uri: `https://freight-${n}.northwind.example` },
  })),
};
