import type { Context } from 'hono';
import type { Token } from './identity/model.ts';
import type { Principal } from './identity/permissions.ts';
import type { Platform } from './platform.ts';

/** What every handler finds in `c.var`. */
export interface CallEnv {
  Variables: {
    platform: Platform;
    /** who sent the request; not there on routes that are open */
    principal: Principal;
    /** the token that the request carries; not there on routes that are open */
    token: Token;
  };
}

/** A request on its way to its answer, with the platform it is about in `c.var.platform`. */
export type Call = Context<CallEnv>;
