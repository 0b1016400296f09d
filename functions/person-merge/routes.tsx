import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { mergePersonTitle, PeopleMergePage } from '../../views/person-merge/page'
import { respondUndoable, runUndoable } from '../changes/run'
import { form, submittedText } from '../lib/form'
import { unfinishedJob } from '../lib/jobs/queries'
import { declares, type Loaded, loads } from '../lib/load'
import { declare } from '../lib/reads'
import { allRows, sql } from '../lib/sql'
import { folded } from '../lib/text'
import { type ListedPerson, person } from '../people/schema'
import { linkedToPerson, planPeopleMerge } from './plan'

type WithPerson = Loaded<'person', ListedPerson>

const loadPerson = loads('person', (c, id) => person(c.env.DB, c.var.user.id, id))

const notThere = 'Choose a person from the list'

/** Query of the page: the person to merge into, by id or by a part of the name. */
const MergeView = z.object({
  into: z.string().max(100).catch(''),
  name: z.string().trim().max(300).catch(''),
})

const MergeForm = z.object({ into: z.string(notThere).min(1, notThere).max(100, notThere) })

/** The most people that the field offers. */
const offered = 500

type OtherPerson = Pick<ListedPerson, 'id' | 'name' | 'role'>

const everybody = (db: D1Database, userId: string) =>
  allRows<OtherPerson>(sql(db)`
    SELECT id, name, role FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY name COLLATE NOCASE
    LIMIT ${offered}`)

type Choice = { into?: string; typed?: string; error?: string; matches?: OtherPerson[] }

const choiceOf = (others: OtherPerson[], { into, name }: z.output<typeof MergeView>): Choice => {
  if (into) return { into }
  if (!name) return {}
  const exact = others.filter((other) => folded(other.name) === folded(name))
  const found = exact.length > 0 ? exact : others.filter((other) => folded(other.name).includes(folded(name)))
  const [only] = found
  if (!only) return { typed: name, error: 'No matching person' }
  return found.length === 1 ? { into: only.id, typed: name } : { typed: name, matches: found }
}

const page = async (c: Context<WithPerson>, choose: (others: OtherPerson[]) => Choice) => {
  const { DB } = c.env
  const { person: from, user } = c.var
  const others = (await everybody(DB, user.id)).filter(({ id }) => id !== from.id)
  const { into: id, typed, error, matches } = choose(others)
  const [into, linked] = await Promise.all([
    id && id !== from.id ? person(DB, user.id, id) : null,
    linkedToPerson(DB, user.id, from.id),
  ])
  const wrong = error ?? (id && !into ? notThere : undefined)
  if (wrong) c.status(422)
  return (
    <PeopleMergePage
      person={from}
      others={others}
      typed={typed}
      error={wrong}
      matches={matches}
      preview={into ? { into, linked } : undefined}
    />
  )
}

const render = async (c: Context<WithPerson>, choose: (others: OtherPerson[]) => Choice) =>
  c.render(await page(c, choose), { title: mergePersonTitle(c.var.person) })

/** Starts what the merge is planned from, with the person. */
const withPlan = createMiddleware<WithPerson>(async (c, next) => {
  const { DB } = c.env
  const { into = '' } = submittedText(c)
  const pair = { from: c.req.param('id') ?? '', into }
  declare(planPeopleMerge(DB, c.var.user.id, pair, Date.now()), unfinishedJob(DB, c.var.user.id))
  await next()
})

/** `/people/:id/merge` */
export const mergePeople = new Hono<WithPerson>()
  .get(
    '/',
    declares(
      (c) => everybody(c.env.DB, c.var.user.id),
      (c, userId, id) => linkedToPerson(c.env.DB, userId, id),
    ),
    loadPerson,
    (c) => render(c, (others) => choiceOf(others, MergeView.parse(c.req.query()))),
  )

  .post(
    '/',
    withPlan,
    loadPerson,
    form(MergeForm, 'Merge people', (c: Context<WithPerson>) => page(c, () => ({ error: notThere })), {
      heading: false,
    }),
    async (c) => {
      const { DB } = c.env
      const { person: from, user } = c.var
      const pair = { from: from.id, into: c.req.valid('form').into }
      const change = await runUndoable(DB, user.id, (now) => planPeopleMerge(DB, user.id, pair, now))
      if ('refused' in change) {
        return change.refused === 'from' ? c.notFound() : render(c, () => ({ error: notThere }))
      }
      return respondUndoable(c, change, `/people/${pair.into}`)
    },
  )
