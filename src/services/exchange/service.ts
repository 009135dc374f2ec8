import { defineService } from '../../core/service.ts';
import { Exchange, exchangeOperations } from './client.ts';

/** Exchange: assets. */
export const exchangeService = defineService({
  name: 'exchange',
  clients: ({ client }) => ({
    exchange: new Exchange(client),
  }),
  operations: [...Object.values(exchangeOperations)],
});
