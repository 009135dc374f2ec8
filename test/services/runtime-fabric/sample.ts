export const sample = { privateSpaces: [{ name: 'logistics-eu-west', region: 'eu-west-1' }] };
