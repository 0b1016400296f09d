import type { Context } from 'hono'
import type { App, Bindings } from '../env'

/** Public origin. Prefers PUBLIC_URL: clients choose the Host header, unless a proxy such as Cloudflare checks it. */
export const publicOrigin = ({ env, req }: Context<App>) => new URL(env.PUBLIC_URL || req.url).origin

/** Origin for links in emails that are sent outside a request. */
export const mailOrigin = ({ PUBLIC_URL, LOCAL_URL }: Bindings) =>
  new URL(PUBLIC_URL || LOCAL_URL || 'http://localhost:8788').origin
