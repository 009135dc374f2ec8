import { numbers } from '../sample-rows.ts';

export const sample = {
  assets: numbers.map((n) => ({ assetId: `freight-api-${n}`, name: `Freight API ${n}`, type: 'rest-api' })),
};
