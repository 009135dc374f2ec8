/** A network as the range of its addresses. */
function rangeOf(cidr: string): [first: number, last: number] {
  const [address = '', bits = '32'] = cidr.split('/');
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(number / size) * size;
  return [first, first + size - 1];
}

/** Whether two networks in CIDR notation have addresses in common. */
export function overlaps(one: string, other: string): boolean {
  const [firstOfOne, lastOfOne] = rangeOf(one);
  const [firstOfOther, lastOfOther] = rangeOf(other);
  return firstOfOne <= lastOfOther && firstOfOther <= lastOfOne;
}

/** Whether all addresses of a network are in another one. */
export function isInside(inner: string, outer: string): boolean {
  const [firstOfInner, lastOfInner] = rangeOf(inner);
  const [firstOfOuter, lastOfOuter] = rangeOf(outer);
  return firstOfInner >= firstOfOuter && lastOfInner <= lastOfOuter;
}
