import { z } from 'zod'
import { documentHead, elements } from '../export/document'
import { accountRow, cardFilesOf, type List, lists, type Owner, pageAfter, type Row, sessions } from '../export/queries'
import { clientOf } from '../lib/org'
import { allRows, constant, sql } from '../lib/sql'
import { rowsAPage } from '../lib/streamed'
import { timeLogHeader, timeLogLines } from '../sessions/csv/write'
import { spool } from './spool'

/** Names that sessions.csv has of the links of sessions. */
type Names = {
  projects: Map<string, { name: string; client: string }>
  goals: Map<string, string>
  plans: Map<string, string>
  tasks: Map<string, string>
}

const titlesOf = async (statement: D1PreparedStatement) =>
  new Map((await allRows<{ id: string; title: string }>(statement)).map(({ id, title }) => [id, title]))

const readNames = async (db: D1Database, userId: string): Promise<Names> => {
  const [projects, goals, plans, tasks] = await Promise.all([
    allRows<{ id: string; name: string; client: string }>(
      sql(db)`SELECT id, name, ${constant(clientOf())} AS client FROM projects WHERE user_id = ${userId}`,
    ),
    titlesOf(sql(db)`SELECT id, title FROM goals WHERE user_id = ${userId}`),
    titlesOf(sql(db)`SELECT id, title FROM plans WHERE user_id = ${userId}`),
    titlesOf(sql(db)`
      SELECT id, title FROM tasks
      WHERE user_id = ${userId}
        AND id IN (SELECT task_id FROM session_days WHERE user_id = ${userId})`),
  ])
  return { projects: new Map(projects.map(({ id, name, client }) => [id, { name, client }])), goals, plans, tasks }
}

const text = (value: Row[string] | undefined) => String(value ?? '')
const textOrNull = (value: Row[string] | undefined) => (value == null ? null : String(value))
const texts = (value: Row[string] | undefined): string[] => JSON.parse(text(value) || '[]')

/** Lines of sessions.csv for rows of the table that are counted. Rows are not parsed by a schema: there are too many. */
const csvLines = (rows: Row[], { projects, goals, plans, tasks }: Names) =>
  timeLogLines(
    rows
      .filter((row) => row.status === 'completed' && row.deleted_at === null)
      .map((row) => {
        const project = projects.get(text(row.project_id))
        return {
          id: text(row.id),
          started_at: Number(row.started_at),
          ended_at: Number(row.ended_at),
          duration_seconds: Number(row.duration_seconds),
          time_zone: text(row.time_zone),
          project: project?.name ?? null,
          client: project?.client ?? '',
          goal: goals.get(text(row.goal_id)) ?? null,
          goal_id: textOrNull(row.goal_id),
          title: text(row.title),
          notes: text(row.notes),
          tags: texts(row.tags),
          day_start_minute: Number(row.day_start_minute),
          plan: textOrNull(row.plan_id),
          chunk: textOrNull(row.chunk_id),
          plan_title: plans.get(text(row.plan_id)) ?? null,
          task: tasks.get(text(row.task_id)) ?? null,
          task_id: textOrNull(row.task_id),
          artifacts: texts(row.artifacts),
        }
      }),
  )

const Pieces = z.array(z.object({ key: z.string(), bytes: z.int() }))

/** How far an account was read. */
export const Progress = z.object({
  /** Index of the list to go on with, and its last row; the list of card files is the last one. */
  list: z.int(),
  after: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
  counts: z.record(z.string(), z.int()),
  data: Pieces,
  csv: Pieces,
})
export type Progress = z.infer<typeof Progress>

export const beginning: Progress = { list: 0, after: null, counts: {}, data: [], csv: [] }

/** In the order of an export. */
const allLists: List[] = [sessions, ...lists]

/** Columns of the account that change without anybody changing it. */
const momentary = ['last_active_at']

type Account = { db: D1Database; bucket: R2Bucket; user: Owner; prefix: string }

/**
 * Reads an account into data.json and sessions.csv, from where `progress` ended.
 * @param goesOn asked after each page; once it is false, what was read goes to the bucket and the rest is left
 */
export const readAccount = async (
  { db, bucket, user, prefix }: Account,
  progress: Progress,
  goesOn: () => boolean | Promise<boolean>,
) => {
  const data = spool(bucket, `${prefix}data-`, progress.data)
  const csv = spool(bucket, `${prefix}csv-`, progress.csv)
  const counts = { ...progress.counts }
  let { list: index, after } = progress
  let names: Names | undefined

  const addRows = async (list: List, rows: Row[], isFirst: boolean) => {
    if (isFirst) await data.add(`,${JSON.stringify(list.table)}:[\n`)
    if (rows.length > 0) await data.add(`${isFirst ? '' : ',\n'}${elements(rows)}`)
    if (list === sessions && rows.length > 0) {
      names ??= await readNames(db, user.id)
      await csv.add(csvLines(rows, names))
    }
    counts[list.table] = (counts[list.table] ?? 0) + rows.length
  }

  const stop = async () => {
    await Promise.all([data.flush(), csv.flush()])
    return { isDone: false as const, progress: { list: index, after, counts, data: data.pieces(), csv: csv.pieces() } }
  }

  if (index === 0 && after === null) {
    const account = await accountRow(db, user.id)
    if (!account) throw new Error('The account is gone')
    await data.add(
      documentHead(Object.fromEntries(Object.entries(account).filter(([name]) => !momentary.includes(name)))),
    )
    await csv.add(timeLogHeader())
  }
  // The short lists are read together.
  let firstPages: Row[][] = []
  for (; index < allLists.length; index += 1, after = null) {
    const list = allLists[index] as List
    const limit = list.limit ?? rowsAPage
    for (let isLast = false; !isLast; ) {
      if (index > 0 && firstPages.length === 0) {
        firstPages = await Promise.all(
          allLists.map((one, at) => (at < index || (at === index && after) ? [] : pageAfter(db, user.id, one, null))),
        )
      }
      const isFirst = after === null
      const rows: Row[] = isFirst && index > 0 ? (firstPages[index] ?? []) : await pageAfter(db, user.id, list, after)
      await addRows(list, rows, isFirst)
      isLast = rows.length < limit
      after = rows.at(-1) ?? after
      if (!isLast && !(await goesOn())) return stop()
    }
    await data.add('\n]')
  }
  await data.add(',"card_files":[\n')
  let files = 0
  for await (const rows of cardFilesOf(db, user)) {
    await data.add(`${files === 0 ? '' : ',\n'}${elements(rows)}`)
    files += rows.length
  }
  counts.card_files = files
  await data.add('\n]}\n')
  return { isDone: true as const, counts, data, csv }
}
