import { WorkerEntrypoint } from 'cloudflare:workers'
import { ZodError } from 'zod'
import { printedLink } from '../../functions/account/auth/magic-link/printed'
import { runReminders } from '../../functions/account/reminders/run'
import { runTimed } from '../../functions/data/timed/run'
import type { Bindings } from '../../functions/lib/env'

const works: Record<string, (env: Bindings, body: string) => Promise<string>> = {
  timed: async (env) => JSON.stringify(await runTimed(env)),
  reminders: async (env, userId) => JSON.stringify(await runReminders(env, userId)),
  'sign-in': printedLink,
}

/** What the server's own commands ask of the application, by a socket that only the user it runs as reaches. */
export class Control extends WorkerEntrypoint<Bindings> {
  override async fetch(request: Request) {
    const work = works[new URL(request.url).pathname.slice(1)]
    if (request.method !== 'POST' || !work) return new Response('The server knows no such work.', { status: 404 })
    try {
      return new Response(await work(this.env, await request.text()))
    } catch (error) {
      const words = error instanceof ZodError ? error.issues.map(({ message }) => message).join('\n') : String(error)
      return new Response(words, { status: 422 })
    }
  }
}
