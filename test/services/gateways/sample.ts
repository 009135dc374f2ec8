import { numbers } from '../sample-rows.ts';

export const sample = {
  gateways: numbers.map((n) => ({ name: `freight-gateway-${n}`, target: 'logistics-eu-west' })),
};
