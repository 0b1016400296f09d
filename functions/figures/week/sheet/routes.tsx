import { type Context, Hono } from 'hono'
import { RowOptions } from '../../../../views/figures/week/add-row'
import { CellPreview, SheetPage, SheetParts } from '../../../../views/figures/week/sheet'
import { changeUndoPath } from '../../../changes/schema'
import { type Viewed, viewedQuery } from '../../../ledger/views'
import { type App, todayOf } from '../../../lib/env'
import { filterRead, queryOf } from '../../../lib/filter'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { fragmentsWith, pageOnScreen, respond, wantsFragment } from '../../../lib/http/respond'
import { weekName } from '../../../lib/text/format'
import { weekOf } from '../../../lib/time/days'
import { addPath, CellForm, cellOfName, FillForm, sheetPath, type WeekView, weekView } from '../schema'
import { cellText } from './cell'
import { changeCells, fillRow, previewCell, type SheetDrafts } from './change'
import { findRows } from './find'
import { readSheet } from './rows'

/** The page; `drafts` are what was refused. */
export const showSheet = async (c: Context<App>, view: WeekView, viewed: Viewed, drafts?: SheetDrafts) => {
  const sheet = await readSheet(c, view, Date.now())
  if (!sheet) return c.notFound()
  const title = `Timesheet ${weekName({ date: sheet.from, to: sheet.to })}`
  return c.render(<SheetPage {...{ ...sheet, viewed, drafts }} />, { title })
}

/** The timesheet on screen, by its address. */
const viewOnScreen = (c: Context<App>, date?: string) => {
  const [page, own] = [pageOnScreen(c)?.searchParams ?? [], new URL(c.req.url).searchParams]
  const {
    add: _,
    again: __,
    find: ___,
    ...view
  } = weekView(todayOf(c)).parse({
    date,
    ...filterRead(new URLSearchParams([...page, ...own])),
  })
  return view
}

const invalid = (_: Context<App>, { errors }: { errors: Partial<Record<string, string[]>> }) => (
  <>{Object.values(errors).flat()[0] ?? 'Reload the page'}</>
)

/** Changes cells, and answers with the sheet, which keeps those that are refused. */
const answer = async (c: Context<App>, view: WeekView, changing: () => ReturnType<typeof changeCells>) => {
  const read = fragmentsWith(c, () => readSheet(c, view, Date.now()))
  const { change, drafts } = await changing()
  const [first] = drafts.values()
  if (first) c.status(first.refused === 'stale' ? 409 : 422)
  if (first && !wantsFragment(c)) return showSheet(c, view, await viewedQuery(c, 'week'), drafts)
  return respond(c, {
    page: sheetPath(view),
    toast: change ? { message: change.summary, undo: changeUndoPath(change.id) } : undefined,
    fragments: async () => {
      const sheet = await read()
      return sheet && <SheetParts {...{ ...sheet, drafts }} />
    },
  })
}

/** Below `/week`: what is typed into the timesheet. */
export const sheet = new Hono<App>()
  .post('/cell', form(CellForm, 'Timesheet', invalid), async (c) => {
    const { date, value, seen, preview, said, ...row } = c.req.valid('form')
    const cell = { row, date, value, seen }
    return preview
      ? c.render(<CellPreview {...(await previewCell(c.env.DB, c.var.user, cell, Date.now()))} />)
      : answer(c, viewOnScreen(c, date), () => changeCells(c.env.DB, c.var.user, [cell], [said]))
  })

  // Many cells by their names: a pasted block, or the whole sheet of those without script.
  .post('/', (c) => {
    const cells = Object.entries(submittedText(c)).flatMap(([name, value]) => {
      const cell = cellOfName(name)
      return cell && value.trim() !== cellText(cell.seen) ? [{ ...cell, value }] : []
    })
    const said = submittedAll(c, 'said')
    return answer(c, viewOnScreen(c), () => changeCells(c.env.DB, c.var.user, cells, said))
  })

  .post('/row', form(FillForm, 'Timesheet', invalid), async (c) => {
    const { date, row } = c.req.valid('form')
    const { user } = c.var
    const week = weekOf(date, user.preferences.week_start)
    return answer(c, viewOnScreen(c, date), () => fillRow(c.env.DB, user, row, week, todayOf(c)))
  })

  .get('/rows', async (c) => {
    const { shown = '', ...query } = queryOf(c)
    const view = weekView(todayOf(c)).parse(query)
    const keys = shown.split(',')
    const found = await findRows(c.env.DB, c.var.user.id, c.var.org, view.find ?? '', keys)
    return c.render(<RowOptions {...{ view, found, shown: keys }} />, { title: 'Rows to add', heading: true })
  })

  // Adds the row that the words name. Without script, which selects the first of several, these are shown to choose from.
  .get('/row', async (c) => {
    const { shown = '', ...query } = queryOf(c)
    const { find = '', ...view } = weekView(todayOf(c)).parse(query)
    const [row, other] = await findRows(c.env.DB, c.var.user.id, c.var.org, find)
    const isOne = row && (!other || row.rank < other.rank || c.req.header('HX-Request'))
    return c.redirect(isOne ? addPath(view, row.key, shown.split(',')) : sheetPath({ ...view, find }), 303)
  })
