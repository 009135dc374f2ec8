/** The folders below skills/, as they are bundled: a folder more is a line more here, which a test checks. */
import diagnoseApi from '../../../skills/diagnose-api/SKILL.md';
import diagnoseGateway from '../../../skills/diagnose-gateway/SKILL.md';
import protectApiWithPolicy from '../../../skills/protect-api-with-policy/SKILL.md';
import provisionCluster from '../../../skills/provision-cluster/SKILL.md';
import provisionGateway from '../../../skills/provision-gateway/SKILL.md';
import reviewEnvironment from '../../../skills/review-environment/SKILL.md';
import secureApiBasicAuth from '../../../skills/secure-api-basic-auth/SKILL.md';
import tuneGateway from '../../../skills/tune-gateway/SKILL.md';

/** The text of each SKILL.md by the name of its folder. */
export const skillFiles: Readonly<Record<string, string>> = {
  'diagnose-api': diagnoseApi,
  'diagnose-gateway': diagnoseGateway,
  'protect-api-with-policy': protectApiWithPolicy,
  'provision-cluster': provisionCluster,
  'provision-gateway': provisionGateway,
  'review-environment': reviewEnvironment,
  'secure-api-basic-auth': secureApiBasicAuth,
  'tune-gateway': tuneGateway,
};
