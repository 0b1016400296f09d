import { cellName, sheetPath, weekPath } from '../../../functions/figures/week/schema'
import { cellText } from '../../../functions/figures/week/sheet/cell'
import type { Draft, NotChanged, SheetDrafts } from '../../../functions/figures/week/sheet/change'
import type { Sheet, SheetCell, SheetRow } from '../../../functions/figures/week/sheet/rows'
import { duration, durationLeft, rangeText, shortDayMonth, weekdayDay } from '../../../functions/lib/text/format'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import { ActButton, Button, Cancel, LinkButton } from '../../ui/button'
import { Select } from '../../ui/field'
import { Spark } from '../../ui/figure'
import { sentTo } from '../../ui/form'
import { classes, Icon, ProjectMark } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { dayPath, jointPath, sessionsPath } from '../../ui/links'
import { Followed } from '../../ui/live'
import { Module } from '../../ui/reorder'
import { PageHead, Steps } from '../../ui/section'
import { WeekSum, WeekTabs } from './tabs'

/** A sum that opens its sessions. */
const Sum = ({ seconds, href, name }: { seconds: number; href: string; name: string | undefined }) => (
  <td class={name}>
    {seconds > 0 && (
      <a href={href} data-figure={seconds}>
        {cellText(seconds)}
      </a>
    )}
  </td>
)

/** The week against its target: `4h 23m to go · 6h 30m planned`. */
const WeekBar = ({ total: { seconds, planned, target } }: Sheet) => {
  const left = target - seconds
  const within = target > 0 ? Math.min(planned, Math.max(0, left)) : planned
  const words = [
    target > 0 && (left < 0 ? `${duration(-left)} over` : left > 0 && `${durationLeft(left)} to go`),
    planned > 0 && `${duration(planned)} planned`,
  ]
  return (
    <p class="load">
      <Spark
        max={Math.max(seconds + planned, target)}
        target={target || undefined}
        parts={[{ value: seconds }, { value: within, tone: 'soft' }, { value: planned - within, tone: 'over' }]}
      />
      <span class="grey">{words.filter(Boolean).join(' · ')}</span>
    </p>
  )
}

/** A day that cannot be typed into: it opens its sessions, or says what is planned. */
const LockedCell = ({ cell: { date, seconds, planned, run, locked }, row }: { cell: SheetCell; row: SheetRow }) => {
  if (!run && seconds === 0)
    return (
      planned > 0 && (
        <span class="planned">
          {cellText(planned)}
          <span class="unseen"> planned</span>
        </span>
      )
    )
  return (
    <a class={run ? 'locked' : undefined} href={jointPath({ from: date, to: date }, row.subjects)} title={locked ?? ''}>
      {run && <Icon name="play" />}
      <span class="unseen">{locked} </span>
      <span data-running-from={run?.from} data-counted={run && seconds}>
        {run ? duration(seconds + run.seconds) : cellText(seconds)}
      </span>
    </a>
  )
}

type CellProps = { cell: SheetCell; row: SheetRow; draft: Draft | undefined; hasFocus: boolean }

const Cell = ({ cell, row, draft, hasFocus }: CellProps) => {
  if (cell.locked && !draft) return <LockedCell cell={cell} row={row} />
  const name = cellName(cell.date, draft?.seconds ?? cell.seconds, row.key)
  const saved = cellText(draft?.seconds ?? cell.seconds)
  const said = draft && `says-${name}`
  return (
    <>
      <input
        {...{ form: 'sheet', name, placeholder: '·', autocomplete: 'off', autofocus: hasFocus }}
        aria-label={`${row.name} · ${row.words} ${weekdayDay(cell.date)}`}
        value={draft?.value ?? saved}
        {...(draft && {
          'data-saved': saved,
          'aria-invalid': `${draft.refused === 'invalid'}`,
          'aria-describedby': said,
        })}
      />
      <p class="says" id={said} role="status">
        {draft?.words}
        {draft?.refused === 'asks' && <input type="hidden" form="sheet" name="said" value={draft.words} />}
      </p>
    </>
  )
}

const RowHead = ({ row }: { row: SheetRow }) => (
  <th scope="row">
    {row.project && <ProjectMark color={row.project.color} />}
    <bdi>{row.name}</bdi>
    <small>
      <bdi>{row.words}</bdi>
    </small>
    {row.canFill && (
      <ActButton icon="copy" label={`As last week: ${row.name}, ${row.words}`} form="fill" name="row" value={row.key} />
    )}
  </th>
)

/** Chooses what another row is for. */
const AddRow = ({ date, shown, choices }: Sheet & { choices: SessionChoices }) => (
  <form class="actions" action="/week/row">
    <input type="hidden" name="date" value={date} />
    <input type="hidden" name="rows" value={shown.join(',')} />
    <Select label="Project" name="project_id" options={choices.projects} autofocus />
    <Select label="Goal" name="goal_id" options={choices.goals} />
    <Select label="Task" name="task_id" options={choices.tasks} />
    <Button variant="primary">Add row</Button>
    <Cancel href={sheetPath({ date, rows: shown })} />
  </form>
)

/** The part of the page that each write of time renews. */
const SheetRegion = ({ drafts, ...sheet }: SheetProps) => {
  const { date: chosen, today, shown, add, choices } = sheet
  const column = (date: string) =>
    classes('day', date === today && 'on', date === chosen && 'chosen', date > today && 'later')
  const opensOn = (date: string) => (date > today ? `from ${shortDayMonth(date, today)}` : undefined)
  return (
    <div id="week-sheet" data-region={sheetPath({ date: chosen, rows: shown }, choices ? '1' : undefined)}>
      <WeekBar {...sheet} />
      <nav class="day-strip" aria-label="Days">
        {sheet.sums.map(({ date, seconds }) => (
          <a href={sheetPath({ date, rows: shown })} aria-current={date === chosen ? 'date' : undefined}>
            {weekdayDay(date).slice(0, 3)}
            <b>{weekdayDay(date).slice(4)}</b>
            {cellText(seconds) || '–'}
          </a>
        ))}
      </nav>
      <table class="timesheet">
        <caption class="unseen">Hours of the week by project and goal. Type 1.5, 1:30 or 90m.</caption>
        <thead>
          <tr>
            <th scope="col">Project and goal</th>
            {sheet.sums.map(({ date }) => (
              <th scope="col" class={column(date)}>
                <b>{weekdayDay(date).slice(0, 3)}</b> {opensOn(date) ?? shortDayMonth(date, today)}
              </th>
            ))}
            <th scope="col" class="sum">
              Week
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr id={`row-${row.key}`}>
              <RowHead row={row} />
              {row.cells.map((cell) => {
                const draft = drafts?.get(`${cell.date}~${row.key}`)
                return (
                  <td class={column(cell.date)} title={opensOn(cell.date)} data-keep="" hx-morph-skip={draft && ''}>
                    <Cell {...{ cell, row, draft }} hasFocus={add === row.key && cell.date === chosen} />
                  </td>
                )
              })}
              <Sum name="sum" seconds={row.seconds} href={jointPath(sheet, row.subjects)} />
            </tr>
          ))}
          {!choices && (
            <tr>
              <td>
                <LinkButton variant="quiet" icon="plus" href={sheetPath({ date: chosen, rows: shown }, '1')}>
                  Add a row
                </LinkButton>
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Day</th>
            {sheet.sums.map(({ date, seconds }) => (
              <Sum name={column(date)} seconds={seconds} href={dayPath(date)} />
            ))}
            <Sum name="sum" seconds={sheet.total.seconds} href={sessionsPath(sheet)} />
          </tr>
          {sheet.total.target > 0 && (
            <tr class="grey">
              <th scope="row">Target</th>
              {sheet.sums.map(({ date, target }) => (
                <td class={column(date)}>{cellText(target)}</td>
              ))}
              <td class="sum">{cellText(sheet.total.target)}</td>
            </tr>
          )}
        </tfoot>
      </table>
      {choices && <AddRow {...sheet} choices={choices} />}
    </div>
  )
}

export type SheetProps = Sheet & { drafts?: SheetDrafts | undefined }

export const SheetPage = (sheet: SheetProps) => {
  const { from, to, date, today, shown, before, after } = sheet
  const path = sheetPath({ date, rows: shown })
  return (
    <>
      <PageHead
        title={rangeText(from, to, today)}
        summaryId="week-sum"
        summary={<WeekSum range={sheet} {...sheet.total} />}
        actions={
          <>
            <LinkButton small href={weekPath(today, 'grid')}>
              Today
            </LinkButton>
            <Steps
              label="Weeks"
              earlier={before && { href: weekPath(before, 'grid'), label: 'week before', 'aria-keyshortcuts': '[' }}
              later={after && { href: weekPath(after, 'grid'), label: 'week after', 'aria-keyshortcuts': ']' }}
            />
          </>
        }
        more={
          sheet.canCopy && (
            <MenuLink icon="copy" label="Copy last week’s rows" href={sheetPath({ date, rows: ['last', ...shown] })} />
          )
        }
      />
      <WeekTabs date={date} view="grid" />
      <Followed
        id="week-sheet"
        path={path}
        also="#week-sum"
        every={60}
        on={['timer-changed', 'rows-changed', 'logged-elsewhere']}
      />
      <SheetRegion {...sheet} />
      <form id="fill" {...sentTo('/week/row')} hx-swap="none">
        <input type="hidden" name="date" value={date} />
      </form>
      <form id="sheet" method="post" action={path}>
        <noscript>
          <Button variant="primary">Save</Button>
        </noscript>
      </form>
      <p class="hint">
        1.5, 1:30 and 90m all mean an hour and a half, 2 is two hours, +15m adds. An empty day takes the first free time
        from the start of your work; more goes behind the last session, less is taken from its end; 0 deletes. Each can
        be undone. Days ahead open when they come; what is planned is dashed.
      </p>
      <Module name="timesheet" />
    </>
  )
}

/** Answers what would change in a cell, or why nothing can, in the place below it. */
export const CellPreview = (said: NotChanged | { words: string; asks?: true }) => (
  <>
    {'asks' in said ? <b>{said.words}</b> : said.words}
    {!('refused' in said) && <span class="keys">Enter saves, Tab goes on, Esc leaves</span>}
  </>
)

/** The timesheet as parts of the answer to a write. */
export const SheetParts = (sheet: SheetProps) => (
  <>
    <hx-partial hx-target="#week-sheet" hx-swap="outerMorph">
      <SheetRegion {...sheet} />
    </hx-partial>
    <hx-partial hx-target="#week-sum" hx-swap="innerHTML">
      <WeekSum range={sheet} {...sheet.total} />
    </hx-partial>
  </>
)
