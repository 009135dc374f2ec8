import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Call } from '../../../core/call.ts';
import type { AuthorizationRequest } from '../../../core/identity/model.ts';

type Html = ReturnType<typeof html>;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #f4f5f6; margin: 0; }
main { max-width: 28rem; margin: 4rem auto; padding: 2rem; background: #fff; border: 1px solid #c5c9cc; border-radius: 6px; }
h1 { font-size: 1.4rem; margin-top: 0; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: 0.5rem; font: inherit; border: 1px solid #6b7176; border-radius: 4px; }
button { margin: 1.25rem 0.5rem 0 0; padding: 0.5rem 1rem; font: inherit; border: 1px solid #00528c; border-radius: 4px; background: #00528c; color: #fff; }
button.other { background: #fff; color: #00528c; }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
.problem { border-left: 4px solid #b3261e; padding-left: 0.75rem; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Answers with a page. It loads nothing and runs nothing; its forms go to this server, and from there only to
 * `formTarget`, because browsers apply `form-action` to redirects as well.
 */
export function answerPage(
  c: Call,
  { title, content, status = 200, formTarget = '' }: Page,
): Response | Promise<Response> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self' ${formTarget}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  c.header('content-security-policy', policy);
  c.header('x-frame-options', 'DENY');
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
  c.header('cache-control', 'no-store');
  return c.html(
    html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Anypoint Platform (embedded)</title><style>${raw(style)}</style></head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>`,
    status,
  );
}

/** A page. Every value in `content` is escaped. */
export interface Page {
  title: string;
  content: Html;
  status?: 200 | 400 | 401 | 403;
  /** where a form of the page may lead to in the end, as a source of a Content Security Policy */
  formTarget?: string;
}

/** The source that lets a form lead to an address. IPv6 addresses and schemes of apps are no hosts there. */
export function formTargetOf(address: string): string {
  const { protocol, origin, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && !hostname.startsWith('[') ? origin : protocol;
}

interface Form {
  request: AuthorizationRequest;
  action: string;
  fields: Html;
}

/** A form of a sign-in. Its token shows that it comes from the page. */
export function form({ request, action, fields }: Form): Html {
  return html`<form method="post" action="${action}">
<input type="hidden" name="request" value="${request.id}"><input type="hidden" name="formToken" value="${request.formToken}">
${fields}
</form>`;
}

/** What went wrong with the form before; screen readers read it first. */
export function problemText(problem: string | undefined): Html | string {
  return problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`;
}
