import fc from 'fast-check';

/** Set-up of every test file: properties run once for every mutant, and few of their examples find a wrong place. */
fc.configureGlobal({ numRuns: 30 });
