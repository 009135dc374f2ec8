import type { Tool } from '../../../core/tools/tool.ts';
import { getApplication } from './get-application.ts';
import { getApplicationLogs } from './get-application-logs.ts';
import { listApplications } from './list-applications.ts';
import { setApplicationStatus } from './set-application-status.ts';
import { updateApplication } from './update-application.ts';

/** Mule applications on CloudHub 1.0, CloudHub 2.0, Runtime Fabric, servers, groups and clusters. */
export const applicationTools: readonly Tool[] = [
  listApplications,
  getApplication,
  updateApplication,
  setApplicationStatus,
  getApplicationLogs,
];
