import type { Context } from 'hono'
import type { App } from '../env'

/** Public origin: the sender chooses the Host header, unless a proxy such as Cloudflare checks it. */
export const publicOrigin = ({ env, req }: Context<App>) => new URL(env.PUBLIC_URL || req.url).origin
