/** What a service adds to another service or to core. Only its extension point can read it. */
export interface Extension {
  /** the extension point it belongs to */
  readonly point: string;
}

/** Lets a service use implementations of services above it without importing them. */
export class ExtensionPoint<Implementation> {
  readonly name: string;
  readonly #implementations = new WeakMap<Extension, Implementation>();

  constructor(name: string) {
    this.name = name;
  }

  /** Wraps an implementation for the `extensions` of a service. */
  provide(implementation: Implementation): Extension {
    const extension = { point: this.name };
    this.#implementations.set(extension, implementation);
    return extension;
  }

  /** The implementations of the running services, in the order of the services. */
  of({ extensions }: { extensions: readonly Extension[] }): Implementation[] {
    return extensions
      .map((extension) => this.#implementations.get(extension))
      .filter((implementation) => implementation !== undefined);
  }
}
