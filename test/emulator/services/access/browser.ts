import type { Emulator } from '../../../../src/emulator/index.ts';

/** A page as a person without scripts sees it. */
export interface Page {
  status: number;
  headers: Headers;
  html: string;
  /** of a redirect that leaves the platform */
  left?: URL;
}

/** A browser without scripts: it follows redirects within the platform, keeps cookies and sends forms. */
export class Browser {
  readonly #emulator: Emulator;
  #cookie = '';

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  async open(path: string, form?: URLSearchParams): Promise<Page> {
    const response = await fetch(new URL(path, this.#emulator.baseUrl), {
      redirect: 'manual',
      headers: { cookie: this.#cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    const location = response.headers.get('location');
    const { status, headers } = response;
    if (location === null) return { status, headers, html: await response.text() };
    const next = new URL(location, this.#emulator.baseUrl);
    if (next.origin === new URL(this.#emulator.baseUrl).origin) return this.open(next.href);
    return { status, headers, html: '', left: next };
  }

  /** Sends the form of a page with what a person fills in. */
  submit(page: Page, filled: Record<string, string>): Promise<Page> {
    return this.open(actionOf(page), formOf(page, filled));
  }
}

/** Where the form of a page goes. */
export function actionOf({ html }: Page): string {
  return /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? 'the page has no form';
}

/** The form of a page with its hidden fields. */
export function formOf({ html }: Page, filled: Record<string, string>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    form.set(name, value);
  }
  for (const [name, value] of Object.entries(filled)) form.set(name, value);
  return form;
}
