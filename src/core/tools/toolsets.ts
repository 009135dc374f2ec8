/** Groups of tools that an operator can enable together. In a file of their own, so that the settings load no tools. */
export const toolsets = ['access', 'runtime', 'gateways', 'apis', 'applications'] as const;
export type Toolset = (typeof toolsets)[number];
