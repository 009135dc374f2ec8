import { shortText } from '../../../core/tools/params.ts';

export const application = shortText(
  'Application: id, name or console link; "cloudhub2:NAME" where several services have the name',
);
