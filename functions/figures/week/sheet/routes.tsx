import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { CellAnswer, type SheetDrafts, SheetPage } from '../../../../views/figures/week/sheet'
import { changeUndoPath } from '../../../changes/schema'
import { type App, todayOf } from '../../../lib/env'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { fragmentsWith, pageOnScreen, redirectTo, wantsFragment } from '../../../lib/http/respond'
import { plural, weekName } from '../../../lib/text/format'
import { weekOf } from '../../../lib/time/days'
import { sessionChoices } from '../../../time/sessions/choices'
import {
  CellForm,
  cellOfName,
  FillForm,
  rowForm,
  rowKey,
  rowOfForm,
  sheetPath,
  type WeekView,
  weekView,
} from '../schema'
import { cellText } from './cell'
import { changeCell, fillRow, type NotChanged, previewCell } from './change'
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

const invalid = (c: Context<App>, { errors }: { errors: Partial<Record<string, string[]>> }) => {
  const [words = 'Reload the page'] = Object.values(errors).flatMap((those) => those ?? [])
  return wantsFragment(c) ? <CellAnswer refused={{ refused: 'invalid', words }} /> : <p>{words}</p>
}

/** Below `/week`: what is typed into the timesheet. */
export const sheet = new Hono<App>()
  .post('/cell', form(CellForm, 'Timesheet', invalid), async (c) => {
    const { date, value, seen, preview, said, ...ids } = c.req.valid('form')
    const { DB } = c.env
    const { user } = c.var
    const row = rowOfForm(ids)
    const cell = { row, date, value, seen, said: [said] }
    if (preview) {
      const planned = await previewCell(DB, user, cell, Date.now())
      return c.render('refused' in planned ? <CellAnswer refused={planned} /> : <CellAnswer preview={planned} />)
    }
    const view = viewOnScreen(c, date)
    const read = fragmentsWith(c, () => readSheet(c, view, Date.now()))
    const change = await changeCell(DB, user, cell)
    if (!wantsFragment(c)) {
      if (!('refused' in change)) {
        return redirectTo(c, sheetPath(view), { message: change.summary, undo: changeUndoPath(change.id) })
      }
      c.status(statusOf(change))
      return showSheet(c, view, new Map([[`${date}~${rowKey(row)}`, { value, ...change }]]))
    }
    if (!('refused' in change)) {
      const toast = { message: change.summary, undo: changeUndoPath(change.id) }
      return c.render(<CellAnswer sheet={await read()} cell={{ date, key: rowKey(row) }} toast={toast} />)
    }
    if (change.refused !== 'unchanged') c.status(statusOf(change))
    return c.render(<CellAnswer refused={change} />)
  })

  // The whole sheet as one form, for those without script.
  .post('/', async (c) => {
    const view = viewOf(c)
    const said = submittedAll(c, 'said')
    const drafts: SheetDrafts = new Map()
    const saved: { id: string; summary: string }[] = []
    for (const [name, value] of Object.entries(submittedText(c))) {
      const cell = cellOfName(name)
      if (!cell || value.trim() === cellText(cell.seen)) continue
      const change = await changeCell(c.env.DB, c.var.user, { ...cell, value, said })
      if (!('refused' in change)) saved.push(change)
      else if (change.refused !== 'unchanged') drafts.set(`${cell.date}~${rowKey(cell.row)}`, { value, ...change })
    }
    const [first] = drafts.values()
    if (first) {
      c.status(statusOf(first))
      return showSheet(c, view, drafts)
    }
    const [one] = saved
    const toast =
      saved.length === 1 && one
        ? { message: one.summary, undo: changeUndoPath(one.id) }
        : { message: saved.length > 0 ? `${plural(saved.length, 'cell')} saved` : 'Nothing changed' }
    return redirectTo(c, sheetPath(view), toast)
  })

  .post('/row', form(FillForm, 'Timesheet', invalid), async (c) => {
    const { date, row } = c.req.valid('form')
    const { user } = c.var
    const change = await fillRow(c.env.DB, user, row, weekOf(date, user.preferences.week_start))
    const toast =
      'refused' in change ? { message: change.words } : { message: change.summary, undo: changeUndoPath(change.id) }
    return redirectTo(c, sheetPath(viewOnScreen(c, date)), toast)
  })

  .get('/row', (c) => {
    const view = viewOf(c)
    const ids = z.object(rowForm).safeParse(c.req.query())
    const added = ids.success ? [rowKey(rowOfForm(ids.data))] : []
    return c.redirect(sheetPath({ ...view, rows: [...view.rows, ...added] }), 303)
  })
