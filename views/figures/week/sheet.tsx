import { cellName, sheetPath, weekPath } from '../../../functions/figures/week/schema'
import { cellText } from '../../../functions/figures/week/sheet/cell'
import type { NotChanged } from '../../../functions/figures/week/sheet/change'
import type { Sheet, SheetCell, SheetRow } from '../../../functions/figures/week/sheet/rows'
import { noneLabels } from '../../../functions/ledger/subject'
import { duration, durationLeft, rangeText, shortDayMonth, weekdayDay } from '../../../functions/lib/text/format'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import { ActButton, Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Select } from '../../ui/field'
import { Spark } from '../../ui/figure'
import { classes, Icon, ProjectMark } from '../../ui/icon'
import { dayPath, jointPath, sessionsPath } from '../../ui/links'
import { DayTitle } from '../../ui/moment'
import { Module } from '../../ui/reorder'
import { PageHead, Steps } from '../../ui/section'
import { ToastPart, type ToastProps } from '../../ui/toast'

/** Cells that were refused, by `<date>~<row>`. */
export type SheetDrafts = Map<string, NotChanged & { value: string }>

/** A sum that opens its sessions. */
const Sum = ({ seconds, href }: { seconds: number; href: string }) =>
  seconds > 0 ? (
    <a href={href} data-figure={seconds}>
      {cellText(seconds)}
    </a>
  ) : (
    <span class="grey">·</span>
  )

/** `4h 23m to go · 6h 30m planned` */
const WeekBar = ({ total: { seconds, planned, target } }: Sheet) => {
  const left = Math.max(0, target - seconds)
  const within = Math.min(planned, left)
  const over = target > 0 ? Math.max(0, seconds + planned - Math.max(target, seconds)) : 0
  return (
    <>
      <Spark
        max={Math.max(seconds + planned, target * 1.2)}
        target={target > 0 ? target : undefined}
        label={`${duration(seconds)} tracked, ${duration(planned)} planned`}
        parts={[
          { value: seconds },
          { value: target > 0 ? within : planned, tone: 'soft' },
          { value: over, tone: 'over' },
        ]}
      />
      <span class="grey">
        <span class="phone-only">{ofTarget({ seconds, target })} · </span>
        {[left > 0 && `${durationLeft(left)} to go`, planned > 0 && `${duration(planned)} planned`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}

const ofTarget = ({ seconds, target }: { seconds: number; target: number }) =>
  `${duration(seconds)}${target > 0 ? ` of ${duration(target)}` : ''}`

/** A day that can be typed into, or the reason why not. */
const Cell = ({ cell, row, labels, draft }: CellProps) => {
  const { date, seconds, planned, run, locked } = cell
  if (run) {
    return (
      <a class="locked" href={jointPath({ from: date, to: date }, row.subjects)} title={locked ?? undefined}>
        <Icon name="play" />
        <span class="unseen">running, locked: </span>
        <span data-running-from={run.from} data-counted={seconds}>
          {duration(seconds + run.seconds)}
        </span>
      </a>
    )
  }
  if (locked) {
    return seconds > 0 ? (
      <a class="locked-away" href={jointPath({ from: date, to: date }, row.subjects)} title={locked}>
        {cellText(seconds)}
        <span class="unseen"> {locked}</span>
      </a>
    ) : planned > 0 ? (
      <span title="planned">
        <span class="unseen">planned </span>
        {cellText(planned)}
      </span>
    ) : (
      <span class="unseen">{locked}</span>
    )
  }
  const name = cellName(date, draft?.seconds ?? seconds, row.key)
  const said = draft && `says-${name}`
  return (
    <>
      <input
        form="sheet"
        name={name}
        value={draft?.value ?? cellText(seconds)}
        placeholder="·"
        autocomplete="off"
        aria-labelledby={labels}
        aria-invalid={draft && 'true'}
        aria-describedby={said}
      />
      {draft && (
        <p class="says bad" id={said}>
          {draft.words}
          {draft.refused === 'asks' && <input type="hidden" form="sheet" name="said" value={draft.words} />}
        </p>
      )}
    </>
  )
}
type CellProps = { cell: SheetCell; row: SheetRow; labels: string; draft?: NotChanged & { value: string } }

const RowName = ({ row }: { row: SheetRow }) => (
  <>
    {row.project && <ProjectMark color={row.project.color} />}
    <bdi>{row.project?.label ?? noneLabels.get('project:none')}</bdi>
    <small>
      <span class="phone-hide"> · </span>
      <bdi>{row.words}</bdi>
    </small>
  </>
)

const CopyRows = ({ date, shown, canCopy, ...look }: Sheet & { class: string }) => (
  <LinkButton
    small
    icon="copy"
    href={canCopy ? sheetPath({ date, rows: ['last', ...shown] }) : undefined}
    class={look.class}
  >
    Copy last week’s rows
  </LinkButton>
)

type SheetProps = Sheet & { drafts?: SheetDrafts | undefined; choices?: SessionChoices | null }

const columnClass = ({ today, date: chosen }: Sheet, date: string) =>
  classes('day', date === today && 'on', date === chosen && 'chosen', date > today && 'later')

const SheetRows = ({ drafts, ...sheet }: SheetProps) => (
  <tbody>
    {sheet.rows.map((row, index) => (
      <tr>
        <th scope="row" id={`row-${index}`}>
          <RowName row={row} />
          {row.canFill && (
            <ActButton
              icon="copy"
              label={`As last week: ${row.project?.label ?? ''} ${row.words}`}
              form="fill-row"
              name="row"
              value={row.key}
            />
          )}
        </th>
        {row.cells.map((cell) => (
          <td class={columnClass(sheet, cell.date)}>
            <Cell
              cell={cell}
              row={row}
              labels={`row-${index} day-${cell.date}`}
              draft={drafts?.get(`${cell.date}~${row.key}`)}
            />
          </td>
        ))}
        <td class="sum" id={`sum~${row.key}`}>
          <Sum seconds={row.seconds} href={jointPath(sheet, row.subjects)} />
        </td>
      </tr>
    ))}
  </tbody>
)

const SheetFoot = (sheet: Sheet) => (
  <tfoot>
    <tr>
      <th scope="row">Day</th>
      {sheet.sums.map(({ date, seconds }) => (
        <td class={columnClass(sheet, date)} id={`sum~${date}`}>
          <Sum seconds={seconds} href={dayPath(date)} />
        </td>
      ))}
      <td class="sum" id="sum~week">
        <Sum seconds={sheet.total.seconds} href={sessionsPath(sheet)} />
      </td>
    </tr>
    {sheet.total.target > 0 && (
      <tr class="grey">
        <th scope="row">Target</th>
        {sheet.sums.map(({ date, target }) => (
          <td class={columnClass(sheet, date)}>{cellText(target)}</td>
        ))}
        <td class="sum">{cellText(sheet.total.target)}</td>
      </tr>
    )}
  </tfoot>
)

const DayStrip = (sheet: Sheet) => (
  <nav class="day-strip" aria-label="Days">
    {sheet.sums.map(({ date, seconds }) => (
      <a href={sheetPath({ date, rows: sheet.shown })} aria-current={date === sheet.date ? 'date' : undefined}>
        <span>{weekdayDay(date).slice(0, 3)}</span>
        <b>{weekdayDay(date).slice(4)}</b>
        <span id={`strip~${date}`}>{cellText(seconds) || '–'}</span>
      </a>
    ))}
  </nav>
)

/** Chooses what another row is for. */
const AddRow = ({ date, shown, choices }: Sheet & { choices: SessionChoices }) => (
  <form class="actions add-row" action="/week/row">
    <input type="hidden" name="date" value={date} />
    <input type="hidden" name="rows" value={shown.join(',')} />
    <Select label="Project" name="project_id" options={choices.projects} autofocus />
    <Select label="Goal" name="goal_id" options={choices.goals} />
    <Select label="Task" name="task_id" options={choices.tasks} />
    <Button variant="primary">Add row</Button>
    <Cancel href={sheetPath({ date, rows: shown })} />
  </form>
)

export const SheetPage = ({ choices, ...sheet }: SheetProps) => {
  const { from, to, date, today, shown, before, after, rows, total } = sheet
  return (
    <>
      <PageHead
        title={
          <>
            <span class="phone-hide">{rangeText(from, to, today)}</span>
            <span class="phone-only">
              <DayTitle date={date} today={today} />
            </span>
          </>
        }
        summary={<span class="phone-hide">{ofTarget(total)}</span>}
        summaryId="week-sum"
        actions={
          <>
            <CopyRows {...sheet} class="phone-hide" />
            <Steps
              label="Weeks"
              earlier={{ href: before && weekPath(before, 'grid'), label: 'week before' }}
              later={{ href: after && weekPath(after, 'grid'), label: 'week after' }}
            />
          </>
        }
      />
      <p class="load" id="week-bar">
        <WeekBar {...sheet} />
      </p>
      <DayStrip {...sheet} />
      <form id="fill-row" method="post" action="/week/row">
        <input type="hidden" name="date" value={date} />
      </form>
      <form id="sheet" method="post" action={sheetPath({ date, rows: shown })} />
      <div class="timesheet">
        <table>
          <caption class="unseen">Hours of the week by project and goal. Type 1.5, 1:30 or 90m.</caption>
          <thead>
            <tr>
              <th scope="col">Project and goal</th>
              {sheet.sums.map((day) => (
                <th scope="col" class={columnClass(sheet, day.date)} id={`day-${day.date}`}>
                  <b>{weekdayDay(day.date).slice(0, 3)}</b> {shortDayMonth(day.date, today)}
                </th>
              ))}
              <th scope="col" class="sum">
                Week
              </th>
            </tr>
          </thead>
          <SheetRows {...sheet} />
          <SheetFoot {...sheet} />
        </table>
        <noscript>
          <Button variant="primary" form="sheet">
            Save
          </Button>
        </noscript>
      </div>
      {rows.length === 0 && (
        <Empty title="Nothing tracked in this week">Add a row, and type the hours of its days.</Empty>
      )}
      {choices ? (
        <AddRow {...sheet} choices={choices} />
      ) : (
        <Actions>
          <LinkButton variant="quiet" icon="plus" href={sheetPath({ date, rows: shown }, '1')}>
            Add a row
          </LinkButton>
          <CopyRows {...sheet} class="phone-only" />
        </Actions>
      )}
      <p class="hint">
        1.5, 1:30 and 90m all mean an hour and a half, +15m adds. An empty day takes the first free time from the start
        of your work; more goes behind the last session, less is taken from its end; 0 deletes. Each can be undone.
      </p>
      <Module name="timesheet" />
    </>
  )
}

type Answered = {
  preview?: { words: string; changes: number }
  refused?: NotChanged
  /** The sheet after a cell was saved. */
  sheet?: Sheet
  cell?: { date: string; key: string }
  toast?: ToastProps
}

/** Answers what was typed into a cell: words for the place below it, and the sums that it changed. */
export const CellAnswer = ({ preview, refused, sheet, cell, toast }: Answered) => {
  if (preview) {
    return (
      <>
        {preview.words}
        <br />
        {preview.changes > 1 && `Changes ${preview.changes} sessions. `}Enter saves, Tab goes on, Esc leaves
      </>
    )
  }
  if (refused) {
    return (
      <>
        {refused.seconds !== undefined && (
          <data
            value={cellText(refused.seconds)}
            data-seen={refused.seconds}
            data-refused={refused.refused === 'unchanged' ? undefined : ''}
          />
        )}
        {refused.words}
      </>
    )
  }
  const row = sheet?.rows.find(({ key }) => key === cell?.key)
  const day = sheet?.sums.find(({ date }) => date === cell?.date)
  if (!sheet || !cell || !day) return null
  const seconds = row?.cells.find(({ date }) => date === cell.date)?.seconds ?? 0
  const put = (id: string) => ({ 'hx-target': `[id="${id}"]`, 'hx-swap': 'innerHTML' })
  return (
    <>
      <data value={cellText(seconds)} data-seen={seconds} />
      <hx-partial {...put(`sum~${cell.key}`)}>
        <Sum seconds={row?.seconds ?? 0} href={jointPath(sheet, row?.subjects ?? [])} />
      </hx-partial>
      <hx-partial {...put(`sum~${day.date}`)}>
        <Sum seconds={day.seconds} href={dayPath(day.date)} />
      </hx-partial>
      <hx-partial {...put('sum~week')}>
        <Sum seconds={sheet.total.seconds} href={sessionsPath(sheet)} />
      </hx-partial>
      <hx-partial {...put(`strip~${day.date}`)}>{cellText(day.seconds) || '–'}</hx-partial>
      <hx-partial {...put('week-sum')}>
        <span class="phone-hide">{ofTarget(sheet.total)}</span>
      </hx-partial>
      <hx-partial {...put('week-bar')}>
        <WeekBar {...sheet} />
      </hx-partial>
      {toast && <ToastPart {...toast} />}
    </>
  )
}
