/** Said of a server without a journal wherever its changes are looked for; there may be some of earlier times. */
export const noJournal =
  'This server keeps no journal (ANYPOINT_JOURNAL=off): what it changes is not written down and cannot be taken back here.';
