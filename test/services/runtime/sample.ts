import { numbers } from '../sample-rows.ts';

export const sample = {
  servers: [...numbers, ...numbers.map((n) => n + numbers.length)].map((n) => ({
    name: `mule-freight-${n}`,
    ip: `10.30.1.${n}`,
    muleVersion: n % 2 === 0 ? '4.9.6' : '4.10.0',
  })),
  clusters: numbers.map((n) => ({
    name: `freight-cluster-${n}`,
    servers: [`mule-freight-${2 * n - 1}`, `mule-freight-${2 * n}`],
  })),
};
