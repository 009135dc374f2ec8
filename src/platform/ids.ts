/** A UUID in any case: the form of most of the platform's ids [docs/platform/conventions.md#ids-and-times]. */
export const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** 24 hexadecimal digits: the ids of old environments [docs/platform/conventions.md#ids-and-times]. */
export const oldEnvironmentId = /^[\da-f]{24}$/i;
