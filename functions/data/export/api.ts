import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ankiDeckLines, ankiDecksHead } from '../../learning/cards/anki/read'
import { describeOperation } from '../../lib/api/describe'
import { Instant } from '../../lib/api/values'
import { type App, localNow, todayOf } from '../../lib/env'
import { type CalendarEvent, calendarFile, uidOf } from '../../lib/files/calendar-file'
import { fileDownload, toStream } from '../../lib/files/download'
import { ProblemError, problems } from '../../lib/http/problem'
import { logEvent } from '../../lib/log'
import { exportedSessions } from '../../time/sessions/csv/queries'
import { ViewQuery } from '../../time/sessions/list/view'
import { titleBesideProject } from '../../time/sessions/title'
import { csvZip } from './csv-files'
import { type ExportParts, exportDocument, exportVersion } from './document'
import {
  accountRow,
  type CalendarSession,
  calendarSessions,
  columnTypes,
  type DeckCard,
  deckCards,
  listPages,
  smallKinds,
} from './queries'
import { reportDocument } from './report/document'
import { readReport } from './report/queries'
import { sqlFile } from './sql-file'

const rows = z.array(z.looseObject({}))
const rowsWithIds = z.array(z.looseObject({ id: z.string() }))

const ExportJson = z
  .object({
    format: z.literal('daymark'),
    version: z.literal(exportVersion).meta({
      description: 'Increases when a field is removed or changes meaning, but not when one is added.',
    }),
    exported_at: Instant,
    seal: z.string().meta({ description: 'Proves to a restore that the file was exported here, from this account.' }),
    user: z.looseObject({ id: z.string(), preferences: z.looseObject({}) }),
    ...Object.fromEntries(smallKinds.map(({ table }) => [table, rowsWithIds])),
    card_reviews: rowsWithIds.meta({ description: 'Ratings of cards, with the state of the card before and after.' }),
    skill_progress: rows.meta({ description: 'How the confidence in each skill has changed.' }),
    task_carries: rows.meta({ description: 'Tasks that were carried over, with the date that they were planned for.' }),
    goal_targets: rows.meta({ description: 'Each goal’s targets and when they took effect.' }),
    goal_ticks: rowsWithIds.meta({ description: 'Times that you ticked, and values that you noted.' }),
    goal_skips: rows.meta({ description: 'Skipped periods of goals, by a date in them.' }),
    goal_former_parents: rows.meta({ description: 'Former parent goals, with the last date each applied.' }),
    rates: rows.meta({ description: 'Hourly rates and what is billable, by the date from which they apply.' }),
    budgets: rows.meta({ description: 'Budgets of projects and clients, in minutes or money.' }),
    former_clients: rows.meta({ description: 'Clients that projects had before a date.' }),
    days_off: rows,
    inactive_tags: rows,
    removed_categories: rows.meta({ description: 'Starting categories of goals that you removed.' }),
    imports: rowsWithIds,
    import_columns: rows.meta({ description: 'The columns chosen for CSV files, by a hash of their header.' }),
    pr_review_activities: rows,
    app_usage: rowsWithIds,
    usage_clients: rowsWithIds.meta({ description: 'Clients that report app usage.' }),
    user_apps: rowsWithIds.meta({ description: 'App rules: your own and those an admin set for you.' }),
    app_limits: rows.meta({ description: 'Time limits of categories and of all apps.' }),
    limit_extensions: rowsWithIds.meta({ description: 'Extensions of time limits, with their reasons.' }),
    kept_overlaps: rows.meta({ description: 'Pairs of sessions whose overlap was kept.' }),
    changes: rowsWithIds.meta({ description: 'Summaries of bulk changes in the last 30 days.' }),
    sessions: rowsWithIds,
    card_files: rows.meta({ description: 'The cards file of each plan that has cards: `plan_id` and its markdown.' }),
  })
  .meta({ id: 'Export' })

/** Title of a calendar event: `Deep work · Thesis`. */
export const sessionSummary = ({ project, ...session }: Pick<CalendarSession, 'title' | 'focus_ends_at' | 'project'>) =>
  [titleBesideProject(session), project].filter(Boolean).join(' · ') || 'Session'

async function* eventsOf(pages: AsyncIterable<CalendarSession[]>): AsyncGenerator<CalendarEvent[]> {
  for await (const page of pages)
    yield page.map(({ id, updated_at, started_at, ended_at, notes, tags, ...session }) => ({
      uid: uidOf(id),
      changed_at: updated_at,
      start: started_at,
      end: ended_at,
      summary: sessionSummary(session),
      description: notes,
      tags,
    }))
}

/** Streams sessions as a calendar, page by page. */
const calendar = (pages: AsyncIterable<CalendarSession[]>) => calendarFile({ name: 'Daymark' }, eventsOf(pages))

const tag = 'Export'

const jsonOperation = (summary: string) =>
  describeOperation({
    summary,
    description: `
All data of the account as one JSON file: a list for each table, each row with all its columns. Deleted rows are included,
with their \`deleted_at\`. Instants are ISO 8601. The export leaves out what can be calculated from the rows (the ledger,
its sums and their history, tag counts, the search index), what only the server needs (sign-ins, idempotency keys, jobs, page
visits, undo data), and the user id in each row.
`.trim(),
    tag,
    answers: { schema: ExportJson, description: 'The whole account.' },
  })

/**
 * Responds with a file for download, whose name contains the person's date. @param ending of the name, such as `.json`
 */
const download = (
  c: Context<App>,
  parts: AsyncIterable<string | Uint8Array>,
  { ending, type }: { ending: string; type: string },
) => {
  logEvent(c, 'download')
  return fileDownload(c, { name: `daymark-${todayOf(c)}${ending}`, type }, toStream(parts))
}

/** The data for an export of everything. @throws ProblemError 404 if the account was deleted meanwhile */
const everything = async (c: Context<App>): Promise<ExportParts> => {
  const { DB } = c.env
  const user = await accountRow(DB, c.var.user.id)
  if (!user) throw new ProblemError(problems.notFound)
  return { env: c.env, now: Date.now(), user, pages: listPages(DB, c.var.user) }
}

const jsonExport = async (c: Context<App>) =>
  download(c, exportDocument(await everything(c)), { ending: '.json', type: 'application/json' })

async function* ankiTexts(pages: AsyncIterable<DeckCard[]>) {
  yield ankiDecksHead
  for await (const page of pages) yield ankiDeckLines(page)
}

/** `/api/v1/export` */
export const exportApi = new Hono<App>().get('/', jsonOperation('Export everything'), jsonExport)

/** Describes a response with a file of a media type. */
const file = (media: string, description: string) => ({ schema: z.string(), media, description })

/** `/api/v1/exports` */
export const exportsApi = new Hono<App>()
  .get('/json', jsonOperation('Export everything as JSON'), jsonExport)

  .get(
    '/csv',
    describeOperation({
      summary: 'Export everything as CSV',
      description:
        'A zip file. `sessions.csv` has the finished sessions as the import reads them. The folder `tables` has a file for each list of the JSON export, with its columns and all its rows; lists in a cell are JSON, and text that a spreadsheet would run has an apostrophe in front.',
      tag,
      answers: file('application/zip', 'A zip file.'),
    }),
    async (c) => {
      const { DB } = c.env
      const { id } = c.var.user
      const [parts, sessions] = await Promise.all([everything(c), exportedSessions(DB, id, ViewQuery.parse({}))])
      return download(c, csvZip({ ...parts, sessions }), { ending: '.zip', type: 'application/zip' })
    },
  )

  .get(
    '/sql',
    describeOperation({
      summary: 'Export everything as SQL',
      description:
        'Statements that create a table for each list of the JSON export, with its columns and rows, in an empty SQLite database: `sqlite3 daymark.db < daymark.sql`. It is one transaction, so a file that was cut off adds nothing.',
      tag,
      answers: file('application/sql', 'SQL for SQLite.'),
    }),
    async (c) => {
      const [parts, types] = await Promise.all([everything(c), columnTypes(c.env.DB)])
      return download(c, sqlFile({ ...parts, types }), { ending: '.sql', type: 'application/sql' })
    },
  )

  .get(
    '/markdown',
    describeOperation({
      summary: 'Export a report as markdown',
      description:
        'Goals with milestones and progress, projects, plans, tasks, learnings, and finished sessions by ISO week of the person’s own days, with each week’s time by project. Deleted rows and notes are left out.',
      tag,
      answers: file('text/markdown', 'A report.'),
    }),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const sessions = exportedSessions(DB, user.id, ViewQuery.parse({}))
      const report = await readReport(DB, { user, now: localNow(user), sessions })
      return download(c, reportDocument(report), { ending: '-report.md', type: 'text/markdown; charset=utf-8' })
    },
  )

  .get(
    '/ics',
    describeOperation({
      summary: 'Export sessions as a calendar',
      description:
        'Finished and planned sessions as events (iCalendar, RFC 5545), from their start to their end in UTC. An event keeps its `UID`, so a calendar that imports the file again updates it.',
      tag,
      answers: file('text/calendar', 'A calendar.'),
    }),
    async (c) => {
      const sessions = await calendarSessions(c.env.DB, c.var.user.id)
      return download(c, calendar(sessions), { ending: '.ics', type: 'text/calendar; charset=utf-8' })
    },
  )

  .get(
    '/anki',
    describeOperation({
      summary: 'Export cards for Anki',
      description:
        'All cards as text for Anki’s import: question, answer, tags, and the deck, which is the plan below the deck “Daymark”.',
      tag,
      answers: file('text/plain', 'Text with Anki’s header lines.'),
    }),
    async (c) => {
      const cards = await deckCards(c.env.DB, c.var.user.id)
      return download(c, ankiTexts(cards), { ending: '-cards.txt', type: 'text/plain; charset=utf-8' })
    },
  )
