import type { MiddlewareHandler } from 'hono'
import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import type { App } from './env'
import { isJson } from './page'
import { ProblemError, problems } from './problem'

/** Bytes of the largest form: every field of the longest one full, in any script (test/bodies.test.ts). */
export const formBytes = 64 * 1024
export const jsonBytes = 1024 * 1024

const size = (bytes: number) => (bytes < jsonBytes ? `${bytes / 1024} KB` : `${Math.floor(bytes / jsonBytes)} MB`)

const limit = (bytes: number) =>
  honoBodyLimit({
    maxSize: bytes,
    onError: () => {
      const detail = `The limit here is ${size(bytes)}. Nothing was changed.`
      throw new ProblemError({ ...problems.tooLarge, detail })
    },
  })

/**
 * Refuses a body that is larger than its route takes: by its length before any of it is read, or while it is read.
 * @param larger paths that take more than forms and JSON elsewhere, with their limit in bytes
 */
export const bodyLimits = (larger: [path: RegExp, bytes: number][]): MiddlewareHandler<App> => {
  const others = larger.map(([path, bytes]) => ({ path, check: limit(bytes) }))
  const [form, json] = [limit(formBytes), limit(jsonBytes)]
  return (c, next) => {
    const other = others.find(({ path }) => path.test(c.req.path))
    const check = other?.check ?? (isJson(c.req.header('Content-Type')) ? json : form)
    return check(c, next)
  }
}
