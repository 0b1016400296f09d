import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import type { App } from '../env'
import { type Problem, ProblemError, problems } from '../http/problem'
import type { FieldErrors } from '../resource/resource'
import { describeOperation } from './describe'
import { answerWithVersion, once } from './once'
import { body, fieldsProblem } from './request'

export type ActRefusal = { errors: FieldErrors }

export const isRefused = (result: object): result is ActRefusal => 'errors' in result

type Claim<Done> = (id: string, done: Done) => D1PreparedStatement[]
type Seal<Done> = (done: Done) => Promise<D1PreparedStatement[]>

type Described = Omit<Parameters<typeof describeOperation>[0], 'answers' | 'body' | 'once'>

type Act<Input extends z.ZodType, Done, E extends App> = Described & {
  /** Middleware that runs before the body is read, such as loading the row in the path. */
  before?: MiddlewareHandler<E>[]
  input?: Input
  schema: z.ZodType
  /** 201 if the act creates a row. `Location` then ends in the id passed to `claim`, unless `sealed`. */
  status?: 200 | 201
  /** The response contains a secret. `run` must use `seal` instead of `claim`. */
  sealed?: boolean
  /** JSON paths in the response that get the new version. */
  versions?: string[]
  json?: (done: Done, now: number) => object
  /** Runs the act. Null responds with `none`, by default 404. `id` is from the path, `now` in epoch ms. */
  run: (
    c: Context<E>,
    sent: { input: z.output<Input>; id: string; now: number; claim: Claim<Done>; seal: Seal<Done> },
  ) => Promise<Done | ActRefusal | null>
  none?: Problem
}

/** Adds a POST route to the API. A repeated `Idempotency-Key` gets the first response again. */
export const addAct = <Input extends z.ZodType, Done extends object, E extends App = App>(
  api: Hono<App>,
  path: string,
  act: Act<Input, Done, E>,
) => {
  const { before = [], input, schema, status, sealed, versions = [], json = (done) => done, run, none, ...more } = act
  const described = describeOperation({ ...more, body: input !== undefined, once: true, answers: { schema, status } })
  const keyed = once({ status, located: status === 201, sealed })
  const middleware: MiddlewareHandler[] = [described, ...before, ...(input ? [body(input)] : []), keyed]
  api.on('POST', [path], ...middleware, async (c: Context) => {
    const now = Date.now()
    let madeId = ''
    const claim: Claim<Done> = (id, done) => {
      madeId = id
      return c.var.claimWith(id, answerWithVersion(c.var.user.id, json(done, now), versions))
    }
    const seal: Seal<Done> = (done) => c.var.claimSealed('', json(done, now))
    const sent = { input: c.req.valid('json' as never), id: c.req.param('id') ?? '', now, claim, seal }
    const done = await run(c, sent)
    if (done === null) throw new ProblemError(none ?? problems.notFound)
    if (isRefused(done)) throw fieldsProblem(done.errors)
    if (status === 201) c.header('Location', madeId ? `${c.req.path}/${madeId}` : c.req.path)
    return c.json(json(done, now), status)
  })
}
