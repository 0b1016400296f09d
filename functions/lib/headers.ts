import type { Context } from 'hono'

/** Sets headers of a response that is ready. Hono's `c.header` would copy it, with its body, for each of them. */
export const setHeaders = (c: Context, headers: Record<string, string>) => {
  for (const [index, [name, value]] of Object.entries(headers).entries()) {
    // The headers of a fetched response cannot change, but those of its copy can.
    if (index === 0) c.header(name, value)
    else c.res.headers.set(name, value)
  }
}
