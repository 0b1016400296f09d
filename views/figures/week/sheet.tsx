import { cellName, sheetPath, weekPath } from '../../../functions/figures/week/schema'
import { cellText } from '../../../functions/figures/week/sheet/cell'
import type { NotChanged } from '../../../functions/figures/week/sheet/change'
import type { Sheet, SheetCell, SheetRow } from '../../../functions/figures/week/sheet/rows'
import { duration, durationLeft, rangeText, shortDayMonth, weekdayDay } from '../../../functions/lib/text/format'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import { ActButton, Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { Select } from '../../ui/field'
import { Spark } from '../../ui/figure'
import { classes, Icon, ProjectMark } from '../../ui/icon'
import { dayPath, jointPath, sessionsPath } from '../../ui/links'
import { Module } from '../../ui/reorder'
import { PageHead, Steps } from '../../ui/section'
import { ToastPart, type ToastProps } from '../../ui/toast'
import { WeekTabs } from './tabs'

type Draft = NotChanged & { value: string }

/** Cells that were refused, by `<date>~<row>`. */
export type SheetDrafts = Map<string, Draft>

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

/** The week against its target: `20h 37m of 25h · 4h 23m to go · 6h 30m planned`. */
const WeekBar = ({ total: { seconds, planned, target } }: Sheet) => {
  const left = Math.max(0, target - seconds)
  const within = target > 0 ? Math.min(planned, left) : planned
  const words = [
    `${duration(seconds)}${target > 0 ? ` of ${duration(target)}` : ''}`,
    left > 0 && `${durationLeft(left)} to go`,
    planned > 0 && `${duration(planned)} planned`,
  ]
  return (
    <p class="load">
      <Spark
        max={Math.max(seconds + planned, target * 1.2)}
        target={target || undefined}
        parts={[{ value: seconds }, { value: within, tone: 'soft' }, { value: planned - within, tone: 'over' }]}
      />
      <span class="grey">{words.filter(Boolean).join(' · ')}</span>
    </p>
  )
}

/** A day that cannot be typed into: it opens its sessions, or says what is planned. */
const LockedCell = ({ cell: { date, seconds, planned, run, locked }, row }: { cell: SheetCell; row: SheetRow }) =>
  run || seconds > 0 ? (
    <a
      class={run ? 'locked' : undefined}
      href={jointPath({ from: date, to: date }, row.subjects)}
      title={locked ?? undefined}
    >
      {run && <Icon name="play" />}
      <span class="unseen">{locked} </span>
      <span data-running-from={run?.from} data-counted={run && seconds}>
        {run ? duration(seconds + run.seconds) : cellText(seconds)}
      </span>
    </a>
  ) : (
    <>
      <span class="unseen">{planned > 0 ? 'planned' : locked} </span>
      {planned > 0 && <span class="planned">{cellText(planned)}</span>}
    </>
  )

type CellProps = { cell: SheetCell; row: SheetRow; labels: string; draft: Draft | undefined }

const Cell = ({ cell, row, labels, draft }: CellProps) => {
  if (cell.locked) return <LockedCell cell={cell} row={row} />
  const name = cellName(cell.date, draft?.seconds ?? cell.seconds, row.key)
  const said = draft && `says-${name}`
  return (
    <>
      <input
        {...{ form: 'sheet', name, placeholder: '·', autocomplete: 'off', 'aria-labelledby': labels }}
        value={draft?.value ?? cellText(cell.seconds)}
        {...(draft && { 'aria-invalid': 'true', 'aria-describedby': said })}
      />
      {draft && (
        <p class="says" id={said}>
          {draft.words}
          {draft.refused === 'asks' && <input type="hidden" form="sheet" name="said" value={draft.words} />}
        </p>
      )}
    </>
  )
}

const RowHead = ({ row, id }: { row: SheetRow; id: string }) => (
  <th scope="row" id={id}>
    {row.project && <ProjectMark color={row.project.color} />}
    <bdi>{row.name}</bdi>
    <small>
      <span class="phone-hide"> · </span>
      <bdi>{row.words}</bdi>
    </small>
    {row.canFill && (
      <ActButton icon="copy" label={`As last week: ${row.name}, ${row.words}`} form="fill" name="row" value={row.key} />
    )}
  </th>
)

/** The part of the page that the answer to a cell renews. */
const SheetRegion = ({ drafts, ...sheet }: Sheet & { drafts?: SheetDrafts | undefined }) => {
  const column = (date: string) =>
    classes('day', date === sheet.today && 'on', date === sheet.date && 'chosen', date > sheet.today && 'later')
  return (
    <div id="week-sheet">
      <WeekBar {...sheet} />
      <nav class="day-strip phone-only" aria-label="Days">
        {sheet.sums.map(({ date, seconds }) => (
          <a href={sheetPath({ date, rows: sheet.shown })} aria-current={date === sheet.date ? 'date' : undefined}>
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
              <th scope="col" class={column(date)} id={`day-${date}`}>
                <b>{weekdayDay(date).slice(0, 3)}</b> {shortDayMonth(date, sheet.today)}
              </th>
            ))}
            <th scope="col" class="sum">
              Week
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row, index) => (
            <tr>
              <RowHead row={row} id={`row-${index}`} />
              {row.cells.map((cell) => (
                <td class={column(cell.date)}>
                  <Cell
                    cell={cell}
                    row={row}
                    labels={`row-${index} day-${cell.date}`}
                    draft={drafts?.get(`${cell.date}~${row.key}`)}
                  />
                </td>
              ))}
              <Sum name="sum" seconds={row.seconds} href={jointPath(sheet, row.subjects)} />
            </tr>
          ))}
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
    </div>
  )
}

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

type PageProps = Sheet & { drafts?: SheetDrafts | undefined; choices: SessionChoices | null }

export const SheetPage = ({ choices, ...sheet }: PageProps) => {
  const { from, to, date, today, shown, before, after } = sheet
  return (
    <>
      <PageHead
        title={rangeText(from, to, today)}
        actions={
          <Steps
            label="Weeks"
            earlier={{ href: before && weekPath(before, 'grid'), label: 'week before' }}
            later={{ href: after && weekPath(after, 'grid'), label: 'week after' }}
          />
        }
      />
      <WeekTabs date={date} view="grid" />
      {choices && <AddRow {...sheet} choices={choices} />}
      <SheetRegion {...sheet} />
      <form id="fill" method="post" action="/week/row">
        <input type="hidden" name="date" value={date} />
      </form>
      <form id="sheet" method="post" action={sheetPath({ date, rows: shown })}>
        <noscript>
          <Button variant="primary">Save</Button>
        </noscript>
      </form>
      <Actions>
        <LinkButton variant="quiet" icon="plus" href={sheetPath({ date, rows: shown }, '1')}>
          Add a row
        </LinkButton>
        <LinkButton
          variant="quiet"
          icon="copy"
          href={sheet.canCopy ? sheetPath({ date, rows: ['last', ...shown] }) : undefined}
        >
          Copy last week’s rows
        </LinkButton>
      </Actions>
      <p class="hint">
        1.5, 1:30 and 90m all mean an hour and a half, 2 is two hours, +15m adds. An empty day takes the first free time
        from the start of your work; more goes behind the last session, less is taken from its end; 0 deletes. Each can
        be undone.
      </p>
      <Module name="timesheet" />
    </>
  )
}

/** Answers what would change in a cell, in the place below it. */
export const CellPreview = ({ words, changes }: { words: string; changes: number }) => (
  <>
    {words}
    <br />
    {changes > 1 && `Changes ${changes} sessions. `}Enter saves, Tab goes on, Esc leaves
  </>
)

/** Answers what a cell has now, with the reason below it where that is not what was typed. */
export const CellRefused = ({ refused, seconds = 0, words }: NotChanged) => (
  <>
    <data value={cellText(seconds)} data-seen={seconds} data-refused={refused === 'unchanged' ? undefined : ''} />
    {words}
  </>
)

/** Answers a cell that was saved, with all sums. */
export const CellSaved = ({ sheet, seconds, toast }: { sheet: Sheet; seconds: number; toast: ToastProps }) => (
  <>
    <data value={cellText(seconds)} data-seen={seconds} />
    <hx-partial hx-target="#week-sheet" hx-swap="outerMorph">
      <SheetRegion {...sheet} />
    </hx-partial>
    <ToastPart {...toast} />
  </>
)
