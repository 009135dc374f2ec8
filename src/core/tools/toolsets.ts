/** Groups of tools that an operator can switch on and off together. Apart, so that settings can name them for free. */
export const toolsets = ['access', 'runtime', 'gateways', 'apis', 'applications'] as const;
export type Toolset = (typeof toolsets)[number];
