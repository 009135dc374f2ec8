import * as z from 'zod';

export const server = z.string().trim().min(1).describe('Mule server: id, name or console link');
export const cluster = z.string().trim().min(1).describe('Cluster: id, name or console link');
