/** Stands for a JAR in sample data: the local header of an empty ZIP entry. */
export const seedJar = new Uint8Array([
  0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);
