import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { type App, appContext } from '../env'
import { type Problem, ProblemError, problems } from '../http/problem'
import type { FieldErrors } from '../resource/resource'
import { operation } from './describe'
import { answerWithVersion, once } from './once'
import { body, invalidFields } from './request'

export type Refused = { errors: FieldErrors }

export const isRefused = (result: object): result is Refused => 'errors' in result

type Claim<Done> = (id: string, done: Done) => D1PreparedStatement[]

type Act<Input extends z.ZodType, Done> = Omit<Parameters<typeof operation>[0], 'answers' | 'body' | 'once'> & {
  input?: Input
  schema: z.ZodType
  /** Paths of versions in the JSON that the write makes. */
  versions?: string[]
  json?: (done: Done, now: number) => object
  /** Null where there is nothing to act on, which `none` says. `id` is that in the path, `now` epoch ms. */
  run: (
    c: Context<App>,
    sent: { input: z.output<Input>; id: string; now: number; claim: Claim<Done> },
  ) => Promise<Done | Refused | null>
  none?: Problem
}

const noBody: MiddlewareHandler = (_, next) => next()

/** Adds `POST <path>` of the API for an act that pages run, too: once for each key. */
export const addAct = <Input extends z.ZodType, Done extends object>(
  api: Hono<App>,
  path: string,
  { input, schema, versions = [], json = (done) => done, run, none = problems.notFound, ...more }: Act<Input, Done>,
) => {
  const described = operation({ ...more, body: input !== undefined, once: true, answers: { schema } })
  api.post(path, described, input ? body(input) : noBody, once(), async (c) => {
    const now = Date.now()
    const claim: Claim<Done> = (id, done) =>
      c.var.claimWith(id, answerWithVersion(c.var.user.id, json(done, now), versions))
    const sent = { input: c.req.valid('json' as never) as z.output<Input>, id: c.req.param('id') ?? '', now, claim }
    const done = await run(appContext(c), sent)
    if (done === null) throw new ProblemError(none)
    if (isRefused(done)) throw invalidFields(done.errors)
    return c.json(json(done, now))
  })
}
