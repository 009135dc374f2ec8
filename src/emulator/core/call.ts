import type { Context } from 'hono';
import type { Token } from './identity/model.ts';
import type { Principal } from './identity/permissions.ts';
import type { Platform } from './platform.ts';

/** The variables of a request, `c.var` in every handler. */
export interface CallEnv {
  Variables: {
    platform: Platform;
    /** who sent the request; not set on open routes */
    principal: Principal;
    /** the token of the request; not set on open routes */
    token: Token;
  };
}

/** The context of a request; `c.var.platform` is the platform that handles it. */
export type Call = Context<CallEnv>;
