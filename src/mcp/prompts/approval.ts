/** The step after a plan that was shown. */
export const onceAgreed = 'Once I agree, make the same call with the planId of the plan instead of dryRun.';

/** How a person stays the one who decides; for every prompt that writes. */
export const noWayAround =
  'The server may ask me itself before it writes, or name a command with which I agree in a terminal. Wait for that, and look for no way around a no or a refusal.';
