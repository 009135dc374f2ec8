import { describe, expect, it } from 'vitest';
import { compose } from '../../src/emulator/core/composition.ts';
import { services } from '../../src/emulator/services/index.ts';
import { allOperations, allServices } from '../../src/services/index.ts';
import { nameOf } from './operations.ts';

describe('the emulator', () => {
  it('has every service, by the same name', () => {
    const emulated = new Set<string>(services.map(({ name }) => name));
    // A service without operations has nothing to emulate.
    const missing = allServices.filter(({ name, operations }) => operations.length > 0 && !emulated.has(name));
    expect(
      missing.map(({ name }) => `emulate ${name}: src/emulator/services/${name}/index.ts, and a line in ../index.ts`),
    ).toEqual([]);
  });

  it('has every permission that an operation names as a scope, by its name in the web UI', () => {
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
});
