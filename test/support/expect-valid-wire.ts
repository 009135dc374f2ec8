import { afterAll, afterEach, expect } from 'vitest';
import { takeViolations } from './violations.ts';

/** Set-up of every test file: whatever a test was about, no message of the server violates the published schemas. */
function expectNoViolations(): void {
  expect(takeViolations(), 'messages that the published schema of the protocol does not allow').toEqual([]);
}
afterEach(expectNoViolations);
afterAll(expectNoViolations);
