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

/** Runs a command of the server, and returns its words with the status of the response. */
export const runCommand = async (env: Bindings, command: string, body: string) => {
  const work = works[command]
  if (!work) return { status: 404, words: 'The server knows no such work.' }
  try {
    return { status: 200, words: await work(env, body) }
  } catch (error) {
    const words = error instanceof ZodError ? error.issues.map(({ message }) => message).join('\n') : String(error)
    return { status: 422, words }
  }
}
