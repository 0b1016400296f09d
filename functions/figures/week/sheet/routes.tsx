import { type Context, Hono } from 'hono'
import { CellPreview, SheetPage, SheetParts } from '../../../../views/figures/week/sheet'
import { changeUndoPath } from '../../../changes/schema'
import { type App, todayOf } from '../../../lib/env'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { fragmentsWith, pageOnScreen, respond, wantsFragment } from '../../../lib/http/respond'
import { weekName } from '../../../lib/text/format'
import { weekOf } from '../../../lib/time/days'
import { CellForm, cellOfName, FillForm, RowOf, rowKey, sheetPath, type WeekView, weekView } from '../schema'
import { cellText } from './cell'
import { changeCells, fillRow, previewCell, type SheetDrafts } from './change'
import { readSheet } from './rows'

/** The page; `drafts` are what was refused. */
export const showSheet = async (c: Context<App>, view: WeekView, drafts?: SheetDrafts) => {
  const sheet = await readSheet(c, view, Date.now())
  const title = `Timesheet ${weekName({ date: sheet.from, to: sheet.to })}`
  return c.render(<SheetPage {...sheet} drafts={drafts} />, { title })
}

/** The timesheet on screen, by its address. */
const viewOnScreen = (c: Context<App>, date?: string) =>
  weekView(todayOf(c)).parse({ date, ...c.req.query(), ...Object.fromEntries(pageOnScreen(c)?.searchParams ?? []) })

const invalid = (_: Context<App>, { errors }: { errors: Partial<Record<string, string[]>> }) => (
  <>{Object.values(errors).flat()[0] ?? 'Reload the page'}</>
)

/** Changes cells, and answers with the sheet, which keeps those that are refused. */
const answer = async (c: Context<App>, view: WeekView, changing: () => ReturnType<typeof changeCells>) => {
  const read = fragmentsWith(c, () => readSheet(c, view, Date.now()))
  const { change, drafts } = await changing()
  const [first] = drafts.values()
  if (first) c.status(first.refused === 'stale' ? 409 : 422)
  if (first && !wantsFragment(c)) return showSheet(c, view, drafts)
  return respond(c, {
    page: sheetPath(view),
    toast: change ? { message: change.summary, undo: changeUndoPath(change.id) } : undefined,
    fragments: async () => <SheetParts {...(await read())} drafts={drafts} />,
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

  .get('/row', (c) => {
    const view = weekView(todayOf(c)).parse(c.req.query())
    const { data } = RowOf.safeParse(c.req.query())
    const key = data && rowKey(data)
    return c.redirect(sheetPath({ ...view, rows: [...view.rows, ...(key ? [key] : [])] }, key), 303)
  })
