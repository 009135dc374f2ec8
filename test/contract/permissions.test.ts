import { expect, it } from 'vitest';
import { compose } from '../../src/emulator/core/composition.ts';
import { services } from '../../src/emulator/services/index.ts';
import { allOperations } from '../../src/services/index.ts';
import { nameOf } from './operations.ts';

it('every permission that an operation names is a scope of the emulator, by its name in the web UI', () => {
  const names = Object.values(compose(services).scopes).map(({ name }) => name);
  const missing = allOperations.flatMap((operation) =>
    operation.permission
      .filter((permission) => !names.includes(permission))
      .map(
        (permission) =>
          `${nameOf(operation)} needs "${permission}": declare its scope in src/emulator/services/<service>/index.ts`,
      ),
  );
  expect(missing).toEqual([]);
});
