import { type Context, Hono } from 'hono'
import { RowOptions } from '../../../../views/figures/week/add-row'
import { CellPreview, SheetPage, SheetParts } from '../../../../views/figures/week/sheet'
import { type PageViews, readPageQuery } from '../../../ledger/views'
import { type App, todayOf } from '../../../lib/env'
import { combineParams, queryOf } from '../../../lib/filter'
import { form, submittedText } from '../../../lib/http/form'
import { pathTo, undoPath } from '../../../lib/http/path-to'
import { pageOnScreen, prefetchFragments, redirectTo, respond, wantsFragment } from '../../../lib/http/respond'
import { weekName } from '../../../lib/text/format'
import { weekOf } from '../../../lib/time/days'
import { createProject } from '../../../line/queries'
import {
  addPath,
  CellForm,
  cellOfName,
  FillForm,
  ProjectForm,
  rowKey,
  type SheetRowKey,
  sheetPath,
  type WeekView,
  weekView,
} from '../schema'
import { cellText } from './cell'
import { changeCells, fillRow, previewCell, type SheetDrafts } from './change'
import { findRows, projectCount, unfiledRow } from './find'
import { readSheet } from './rows'

/** Renders the page. @param drafts refused cells */
export const showSheet = async (c: Context<App>, view: WeekView, viewed: PageViews, drafts?: SheetDrafts) => {
  const sheet = await readSheet(c, view, Date.now())
  if (!sheet) return c.notFound()
  const title = `Timesheet ${weekName({ date: sheet.from, to: sheet.to })}`
  return c.render(<SheetPage {...sheet} viewed={viewed} drafts={drafts} />, { title })
}

/** Query of the timesheet on screen, from its URL. */
const viewOnScreen = (c: Context<App>, date?: string) => {
  const [page, own] = [pageOnScreen(c)?.searchParams ?? [], new URL(c.req.url).searchParams]
  const {
    add: _,
    again: __,
    find: ___,
    ...view
  } = weekView(todayOf(c)).parse({
    date,
    ...combineParams(new URLSearchParams([...page, ...own])),
  })
  return view
}

const invalid = (_: Context<App>, { errors }: { errors: Partial<Record<string, string[]>> }) => (
  <>{Object.values(errors).flat()[0] ?? 'Reload the page'}</>
)

/** Changes cells and responds with the sheet. It keeps refused cells, and rows that became empty. */
const answer = async (
  c: Context<App>,
  on: WeekView,
  typed: { row: SheetRowKey }[],
  changing: () => ReturnType<typeof changeCells>,
) => {
  const view = { ...on, rows: [...new Set([...on.rows, ...typed.map(({ row }) => rowKey(row))])] }
  const read = prefetchFragments(c, () => readSheet(c, view, Date.now()))
  const { change, drafts } = await changing()
  const [first] = drafts.values()
  if (first) c.status(first.refused === 'stale' ? 409 : 422)
  if (first && !wantsFragment(c)) return showSheet(c, view, await readPageQuery(c, 'week'), drafts)
  return respond(c, {
    page: sheetPath(view),
    toast: change
      ? {
          message: `${change.summary}${drafts.size > 0 ? `, ${drafts.size} not` : ''}`,
          undo: undoPath(change.id),
        }
      : undefined,
    fragments: async () => {
      const sheet = await read()
      return sheet && <SheetParts {...sheet} drafts={drafts} />
    },
  })
}

/** Writes of the timesheet, below `/week`. */
export const sheet = new Hono<App>()
  .post('/cell', form(CellForm, 'Timesheet', invalid), async (c) => {
    const { date, value, seen, preview, ...row } = c.req.valid('form')
    const cell = { row, date, value, seen }
    return preview
      ? c.render(<CellPreview {...(await previewCell(c.env.DB, c.var.user, cell, Date.now()))} />)
      : answer(c, viewOnScreen(c, date), [cell], () => changeCells(c.env.DB, c.var.user, [cell]))
  })

  // Several cells by field names: a pasted block, or the whole sheet without script.
  .post('/', (c) => {
    const cells = Object.entries(submittedText(c)).flatMap(([name, value]) => {
      const cell = cellOfName(name)
      return cell && value.trim() !== cellText(cell.seen) ? [{ ...cell, value }] : []
    })
    return answer(c, viewOnScreen(c), cells, () => changeCells(c.env.DB, c.var.user, cells))
  })

  .post('/row', form(FillForm, 'Timesheet', invalid), async (c) => {
    const { date, row } = c.req.valid('form')
    const { user } = c.var
    const week = weekOf(date, user.preferences.week_start)
    return answer(c, viewOnScreen(c, date), [{ row }], () => fillRow(c.env.DB, user, row, week, todayOf(c)))
  })

  .post('/project', form(ProjectForm, 'Timesheet', invalid), async (c) => {
    const { create: name } = c.req.valid('form')
    const { shown = '', ...query } = submittedText(c)
    const view = weekView(todayOf(c)).parse(query)
    const { DB } = c.env
    const id = await createProject(c, name, await projectCount(DB, c.var.user.id))
    // The name was taken meanwhile, for example in another tab.
    if (id === null) return redirectTo(c, sheetPath({ ...view, find: name }))
    const path = addPath(view, rowKey({ ...unfiledRow, project_id: id }), shown.split(','))
    return redirectTo(c, path, { message: `Project “${name}” created`, undo: pathTo`/projects/${id}/delete` })
  })

  .get('/rows', async (c) => {
    const { shown = '', ...query } = queryOf(c)
    const view = weekView(todayOf(c)).parse(query)
    const keys = shown.split(',')
    const found = await findRows(c.env.DB, c.var.user.id, c.var.org, view.find ?? '', keys)
    return c.render(<RowOptions view={view} found={found} shown={keys} />, { title: 'Rows to add', heading: true })
  })

  // Adds the row that matches the words. Without script, several matches are listed to choose from.
  .get('/row', async (c) => {
    const { shown = '', ...query } = queryOf(c)
    const { find = '', ...view } = weekView(todayOf(c)).parse(query)
    const keys = shown.split(',')
    const [row, other] = await findRows(c.env.DB, c.var.user.id, c.var.org, find, keys)
    const isOne = row && (!other || row.rank < other.rank || c.req.header('HX-Request'))
    return c.redirect(isOne ? addPath(view, row.key, keys) : sheetPath({ ...view, find }), 303)
  })
