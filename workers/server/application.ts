import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'
import type { Bindings } from '../../functions/lib/env'
import { runCommand } from './control'
import { databasesIn, fullDisk } from './database'

type Served = { fetch: (request: Request, env: Bindings, context: ExecutionContext) => Response | Promise<Response> }

/** Makes the object that serves a self-hosted server: the application beside its database. */
export const applicationOf = (app: Served) =>
  class Application extends DurableObject<Bindings> {
    readonly #database = databasesIn(this.ctx.storage)

    #bindings(DB = this.#database()): Bindings {
      return { ...this.env, DB }
    }

    #serve(request: Request, bindings: Bindings) {
      return app.fetch(request, bindings, this.ctx as unknown as ExecutionContext)
    }

    override async fetch(request: Request) {
      return this.#serve(request, this.#bindings())
    }

    /**
     * Answers a request whose write did not fit on the disk. workerd ends the object then, and with it each response that
     * waits, so this one comes from a new object.
     */
    async fetchOnFullDisk(request: Request) {
      return this.#serve(request, this.#bindings(fullDisk))
    }

    /** Runs a command of the server. */
    async run(command: string, body: string) {
      return runCommand(this.#bindings(), command, body)
    }
  }

export type Application = InstanceType<ReturnType<typeof applicationOf>>

/** Entry point of the server's own commands, on a socket that only its user can reach. */
export class Control extends WorkerEntrypoint<{ APPLICATION: DurableObjectNamespace<Application> }> {
  override async fetch(request: Request) {
    const { APPLICATION } = this.env
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    const application = APPLICATION.get(APPLICATION.idFromName('daymark'))
    const { status, words } = await application.run(new URL(request.url).pathname.slice(1), await request.text())
    return new Response(words, { status })
  }
}
