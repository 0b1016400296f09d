import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type MergeableRow, MergePage, type MergeWords } from '../../../views/data/merges/page'
import { type ChangePlan, respondUndoable, runUndoable } from '../../changes/run'
import { type Loaded, rowLoader, type User } from '../../lib/env'
import { form } from '../../lib/http/form'
import { foldText } from '../../lib/text/text'
import type { MergePair } from './moved-rows'

/** Reads the data for a merge except both rows, and returns a function that plans it. @param now epoch ms */
export type MergePlanner<Row> = (
  db: D1Database,
  userId: string,
  pair: MergePair,
  now: number,
) => Promise<(from: Row, into: Row) => ChangePlan>

/** A kind whose rows can be merged. */
type Mergeable<Row extends MergeableRow, Other extends MergeableRow, Moved> = MergeWords<Row, Other> & {
  find: (db: D1Database, userId: string, id: string) => Promise<Row | null>
  /** Rows of the kind to choose the target from. */
  others: (db: D1Database, userId: string) => Promise<Other[]>
  /** Reads the rows that a merge would move. */
  moved: (db: D1Database, userId: string, id: string) => Promise<Moved>
  /** Effects of the merge, and content below them. */
  preview: (pair: { from: Row; into: Row; moved: Moved; user: User }) => { points: Child[]; more?: Child }
  plan: MergePlanner<Row>
  /** Path of the page after the merge. */
  next: (pair: MergePair) => string
}

/** Query of the page: the target row, by id or by part of its name. */
const MergeView = z.object({ into: z.string().max(100).catch(''), name: z.string().trim().max(300).catch('') })

type Choice<Other> = { into?: string; typed?: string; error?: string; matches?: Other[] }

/** Finds the rows whose label is `text`, else all whose label contains it. */
export const matchingRows = <Row,>(rows: Row[], labelOf: (row: Row) => string, text: string): Row[] => {
  const wanted = foldText(text.trim())
  if (wanted === '') return []
  const exact = rows.filter((row) => foldText(labelOf(row)) === wanted)
  return exact.length > 0 ? exact : rows.filter((row) => foldText(labelOf(row)).includes(wanted))
}

/** The target row of the page's query, or matching rows to choose from. */
const chosen = <Row extends MergeableRow, Other extends MergeableRow>(
  { name: noun, labelOf }: MergeWords<Row, Other>,
  from: Row,
  others: Other[],
  { into, name }: z.output<typeof MergeView>,
): Choice<Other> => {
  if (into) return { into }
  if (!name) return {}
  const matches = matchingRows(others, labelOf, name)
  const [only] = matches
  if (!only && foldText(name) === foldText(from.name)) return { typed: name, error: `Choose another ${noun}` }
  if (!only) return { typed: name, error: `No matching ${noun}` }
  return matches.length === 1 ? { into: only.id, typed: name } : { typed: name, matches }
}

/** Plans a merge. Refuses it if `from` or `into` is gone, or if both are the same row. @param now epoch ms */
const planMerge = async <Row extends MergeableRow>(
  kind: Pick<Mergeable<Row, Row, unknown>, 'find' | 'plan'>,
  db: D1Database,
  userId: string,
  pair: MergePair,
  now: number,
) => {
  const [from, into, planned] = await Promise.all([
    kind.find(db, userId, pair.from),
    kind.find(db, userId, pair.into),
    kind.plan(db, userId, pair, now),
  ])
  if (!from) return { refused: 'from' as const }
  return !into || into.id === from.id ? { refused: 'into' as const } : planned(from, into)
}

/** Pages below `/:id/merge`: a form to choose the target, a preview, and the merge with its Undo. */
export const mergePages = <Row extends MergeableRow, Other extends MergeableRow, Moved>(
  kind: Mergeable<Row, Other, Moved>,
) => {
  type WithRow = Loaded<'from', Row>
  const notThere = `Choose a ${kind.name} from the list`
  const loadFrom = rowLoader('from', kind.find)

  const page = async (c: Context<WithRow>, choose: (others: Other[]) => Choice<Other>) => {
    const { DB } = c.env
    const { from, user } = c.var
    const others = (await kind.others(DB, user.id)).filter(({ id }) => id !== from.id)
    const { into: id, typed, error, matches } = choose(others)
    const [into, moved] =
      id && id !== from.id ? await Promise.all([kind.find(DB, user.id, id), kind.moved(DB, user.id, from.id)]) : []
    const wrong = error ?? (id && !into ? notThere : undefined)
    if (wrong) c.status(422)
    return (
      <MergePage
        kind={kind}
        from={from}
        others={others}
        typed={typed}
        error={wrong}
        matches={matches}
        preview={into && moved && { into, ...kind.preview({ from, into, moved, user }) }}
      />
    )
  }

  const render = async (c: Context<WithRow>, choose: (others: Other[]) => Choice<Other>) =>
    c.render(await page(c, choose), { title: `Merge ${c.var.from.name}` })

  return new Hono<WithRow>()
    .get('/', loadFrom, (c) => render(c, (others) => chosen(kind, c.var.from, others, MergeView.parse(c.req.query()))))

    .post(
      '/',
      loadFrom,
      form(
        z.object({ into: z.string(notThere).min(1, notThere).max(100, notThere) }),
        `Merge ${kind.many}`,
        (c: Context<WithRow>) => page(c, () => ({ error: notThere })),
        { heading: false },
      ),
      async (c) => {
        const { DB } = c.env
        const pair = { from: c.var.from.id, into: c.req.valid('form').into }
        const change = await runUndoable(DB, c.var.user.id, (now) => planMerge(kind, DB, c.var.user.id, pair, now))
        if (!('refused' in change)) return respondUndoable(c, change, kind.next(pair))
        return change.refused === 'from' ? c.notFound() : render(c, () => ({ error: notThere }))
      },
    )
}
