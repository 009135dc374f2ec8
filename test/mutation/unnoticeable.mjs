/**
 * Leaves alone what tests should not notice. Our own sentences: tests compare what they say where they are said, and a
 * test of every word would say each twice; all other texts decide something, such as the kind of a failure, the name
 * of a header or the words of a list. And lists that are empty by default: the one word that a mutant puts in stands in no text.
 */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'unnoticeable',
    value: {
      shouldIgnore({ node, parent }) {
        if (isSentence(node) && !isSplit(parent)) return '(a sentence)';
        if (isEmptyDefault(node, parent)) return '(an empty list by default)';
        return undefined;
      },
    },
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

/** `'one two three'.split(' ')` is a list of words, which decide. */
function isSplit(parent) {
  return parent?.type === 'MemberExpression' && parent.property?.name === 'split';
}

function isEmptyDefault({ type, elements = [] }, parent) {
  return type === 'ArrayExpression' && elements.length === 0 && parent?.type === 'AssignmentPattern';
}
