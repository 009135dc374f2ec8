/** What a service adds to another, or to core. Only its extension point can look inside. */
export interface Extension {
  /** the extension point it belongs to */
  readonly point: string;
}

/** A question that one service asks and that services above it answer, so that it does not have to know them. */
export class ExtensionPoint<Implementation> {
  readonly name: string;
  readonly #implementations = new WeakMap<Extension, Implementation>();

  constructor(name: string) {
    this.name = name;
  }

  /** An answer, for the `extensions` of a service. */
  provide(implementation: Implementation): Extension {
    const extension = { point: this.name };
    this.#implementations.set(extension, implementation);
    return extension;
  }

  /** What running services provide, in their order. */
  of({ extensions }: { extensions: readonly Extension[] }): Implementation[] {
    return extensions
      .map((extension) => this.#implementations.get(extension))
      .filter((implementation) => implementation !== undefined);
  }
}
