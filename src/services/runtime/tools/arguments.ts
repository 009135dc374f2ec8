import { shortText } from '../../../core/tools/params.ts';

export const server = shortText('Mule server: id, name or console link');
export const cluster = shortText('Cluster: id, name or console link');
