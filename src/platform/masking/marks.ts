/** What stands in place of a secret in anything that was shown: our masks, those of properties, stars of the platform. */
const marks = /\[secret\]|^\((secure|hidden|not shown)(, new value)?\)$|^[*•●]{3,}$/;

/** Whether a text has a mask in it, so that it cannot be used as a value. */
export function holdsMask(text: string): boolean {
  return marks.test(text);
}
