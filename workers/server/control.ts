import { WorkerEntrypoint } from 'cloudflare:workers'
import { ZodError } from 'zod'
import type { Bindings } from '../../functions/lib/env'
import { setCopiesProblem } from '../../functions/programs/health/routes'

/** Commands, each loaded when called: startup loads only the code for `/health`. */
const works: Record<string, (env: Bindings, body: string) => Promise<string>> = {
  copies: async (_, problem) => {
    setCopiesProblem(problem)
    return ''
  },
  timed: async (env) => JSON.stringify(await (await import('../../functions/data/timed/run')).runTimed(env)),
  reminders: async (env, userId) =>
    JSON.stringify(await (await import('../../functions/account/reminders/run')).runReminders(env, userId)),
  'sign-in': async (env, body) =>
    (await import('../../functions/account/auth/magic-link/printed')).makeOperatorLink(env, body),
}

/** Entry point of the server's own commands, on a socket that only its user can reach. */
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
