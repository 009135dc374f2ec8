/** The levels of the ingress log, from few lines to many [docs/platform/runtime-fabric.md#ingress]. */
export const ingressLevels = ['ERROR', 'INFO', 'DEBUG', 'TRACE'] as const;
