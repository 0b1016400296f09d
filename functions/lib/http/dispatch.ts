import type { Context } from 'hono'
import type { App, Bindings } from '../env'

type Serve = (request: Request, env: Bindings, context: ExecutionContext) => Response | Promise<Response>

let application: Serve | undefined

/** Sets the function that serves requests, because modules of the application cannot import the application. */
export const serveWith = (serve: Serve) => {
  application = serve
}

/** Sends another request to the application, through all of its middleware. */
export const dispatch = async (c: Context<App>, path: string, init: RequestInit, more: Partial<Bindings> = {}) => {
  if (!application) throw new Error('The application is not loaded')
  const request = new Request(new URL(path, c.req.url), init)
  return application(request, { ...c.env, ...more, DB: c.var.unmetered }, c.executionCtx as ExecutionContext)
}
