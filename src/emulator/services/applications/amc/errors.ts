import { errorForm, PlatformError } from '../../../core/errors.ts';

const titles: Partial<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
};

/** AMC answers a problem document [docs/platform/conventions.md#error-shapes]. */
export const amcError = errorForm(
  (status, message) =>
    new PlatformError(status, message, {
      title: titles[status] ?? 'Error',
      type: 'about:blank',
      parameters: {},
      status,
      detail: message,
    }),
);
