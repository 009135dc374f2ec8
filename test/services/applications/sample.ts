import { numbers } from '../sample-rows.ts';

export const sample = {
  applications: numbers.map((n) => ({ name: `freight-app-${n}`, on: 'CloudHub2', target: 'logistics-eu-west' })),
};
