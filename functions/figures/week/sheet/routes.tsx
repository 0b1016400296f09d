import { type Context, Hono } from 'hono'
import { CellPreview, CellRefused, CellSaved, type SheetDrafts, SheetPage } from '../../../../views/figures/week/sheet'
import type { UndoableChange } from '../../../changes/run'
import { changeUndoPath } from '../../../changes/schema'
import { type App, todayOf } from '../../../lib/env'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { fragmentsWith, pageOnScreen, redirectTo, wantsFragment } from '../../../lib/http/respond'
import { weekName } from '../../../lib/text/format'
import { weekOf } from '../../../lib/time/days'
import { sessionChoices } from '../../../time/sessions/choices'
import { CellForm, cellOfName, FillForm, RowOf, rowKey, sheetPath, type WeekView, weekView } from '../schema'
import { cellText } from './cell'
import { changeCell, fillRow, type NotChanged, previewCell, type TypedCell } from './change'
import { readSheet } from './rows'

const statusOf = ({ refused }: NotChanged) => (refused === 'stale' ? 409 : 422)

/** The page; `drafts` are what was refused, by the names of cells. */
export const showSheet = async (c: Context<App>, view: WeekView, drafts?: SheetDrafts) => {
  const [sheet, choices] = await Promise.all([
    readSheet(c, view, Date.now()),
    view.add ? sessionChoices(c.env.DB, c.var.user.id, c.var.org) : null,
  ])
  const title = `Timesheet ${weekName({ date: sheet.from, to: sheet.to })}`
  return c.render(<SheetPage {...sheet} drafts={drafts} choices={choices} />, { title })
}

const viewOf = (c: Context<App>, query = c.req.query()) => weekView(todayOf(c)).parse({ ...query, view: 'grid' })

/** The timesheet on screen, by its address. */
const viewOnScreen = (c: Context<App>, date: string) =>
  viewOf(c, { ...Object.fromEntries(pageOnScreen(c)?.searchParams ?? []), date })

const invalid = (_: Context<App>, { errors }: { errors: Partial<Record<string, string[]>> }) => (
  <CellRefused refused="invalid" words={Object.values(errors).flat()[0] ?? 'Reload the page'} />
)

const toastOf = ({ summary: message, id }: UndoableChange) => ({ message, undo: changeUndoPath(id) })

/** Saves cells one by one, and answers with a page, which keeps those that are refused. */
const saveCells = async (c: Context<App>, view: WeekView, cells: TypedCell[]) => {
  const drafts: SheetDrafts = new Map()
  const saved: UndoableChange[] = []
  for (const cell of cells) {
    const change = await changeCell(c.env.DB, c.var.user, cell)
    if (!('refused' in change)) saved.push(change)
    else if (change.refused !== 'unchanged')
      drafts.set(`${cell.date}~${rowKey(cell.row)}`, { value: cell.value, ...change })
  }
  const [first] = drafts.values()
  if (first) {
    c.status(statusOf(first))
    return showSheet(c, view, drafts)
  }
  const [one, another] = saved
  const words = another ? `${saved.length} cells saved` : 'Nothing changed'
  return redirectTo(c, sheetPath(view), one && !another ? toastOf(one) : { message: words })
}

/** Below `/week`: what is typed into the timesheet. */
export const sheet = new Hono<App>()
  .post('/cell', form(CellForm, 'Timesheet', invalid), async (c) => {
    const { date, value, seen, preview, said, ...row } = c.req.valid('form')
    const { env, var: vars } = c
    const cell = { row, date, value, seen, said: [said] }
    if (preview) {
      const planned = await previewCell(env.DB, vars.user, cell, Date.now())
      return c.render('refused' in planned ? <CellRefused {...planned} /> : <CellPreview {...planned} />)
    }
    const view = viewOnScreen(c, date)
    if (!wantsFragment(c)) return saveCells(c, view, [cell])
    const read = fragmentsWith(c, () => readSheet(c, view, Date.now()))
    const change = await changeCell(env.DB, vars.user, cell)
    if (!('refused' in change)) {
      const page = await read()
      const shown = page.rows.find(({ key }) => key === rowKey(row))
      const { seconds } = shown?.cells.find((one) => one.date === date) ?? { seconds: 0 }
      return c.render(<CellSaved sheet={page} seconds={seconds} toast={toastOf(change)} />)
    }
    if (change.refused !== 'unchanged') c.status(statusOf(change))
    return c.render(<CellRefused {...change} />)
  })

  // The whole sheet as one form, for those without script.
  .post('/', (c) => {
    const said = submittedAll(c, 'said')
    const cells = Object.entries(submittedText(c)).flatMap(([name, value]) => {
      const cell = cellOfName(name)
      return cell && value.trim() !== cellText(cell.seen) ? [{ ...cell, value, said }] : []
    })
    return saveCells(c, viewOf(c), cells)
  })

  .post('/row', form(FillForm, 'Timesheet', invalid), async (c) => {
    const { date, row } = c.req.valid('form')
    const { user } = c.var
    const change = await fillRow(c.env.DB, user, row, weekOf(date, user.preferences.week_start))
    return redirectTo(
      c,
      sheetPath(viewOnScreen(c, date)),
      'refused' in change ? { message: change.words } : toastOf(change),
    )
  })

  .get('/row', (c) => {
    const view = viewOf(c)
    const { data } = RowOf.safeParse(c.req.query())
    return c.redirect(sheetPath({ ...view, rows: [...view.rows, ...(data ? [rowKey(data)] : [])] }), 303)
  })
