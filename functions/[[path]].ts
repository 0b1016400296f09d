import { handle } from 'hono/cloudflare-pages'
import { app } from './app'

/** Answers each path that is no file of public/: Cloudflare’s convention for Pages Functions. */
export const onRequest = handle(app)

/** Worker with the same answers, which `npm run deploy` uploads and a server of one’s own runs. */
export default app
