/**
 * Leaves our own sentences as they are: tests compare what they say where they are said, and a test of every word would
 * say each twice. All other texts decide something, such as the kind of a failure or the name of a header.
 */
const reason = 'a sentence';

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'sentences',
    value: { shouldIgnore: ({ node }) => (isSentence(node) ? reason : undefined) },
  },
];

function isSentence({ type, value, quasis = [], expressions = [] }) {
  if (type === 'StringLiteral') return /\p{L} \p{L}/u.test(value);
  return (
    type === 'TemplateLiteral' &&
    quasis.some(({ value: { raw } }) => /\p{L} | \p{L}/u.test(raw)) &&
    // What is decided within a sentence is changed.
    expressions.every((inner) => !/Conditional|Logical|Binary|Function/.test(inner.type))
  );
}
