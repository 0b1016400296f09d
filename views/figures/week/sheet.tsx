import { sheetPath, weekPath } from '../../../functions/figures/week/schema'
import { cellText } from '../../../functions/figures/week/sheet/cell'
import type { SheetDrafts, UnchangedCell } from '../../../functions/figures/week/sheet/change'
import type { Sheet, SheetRow } from '../../../functions/figures/week/sheet/rows'
import type { PageViews } from '../../../functions/ledger/views'
import {
  duration,
  durationLeft,
  rangeText,
  shortDayMonth,
  shortRangeText,
  weekdayDay,
} from '../../../functions/lib/text/format'
import { ViewsInMenu } from '../../ledger/saved-views'
import { ActLink, Button, LinkButton } from '../../ui/button'
import { Tools } from '../../ui/filter'
import { htmxForm } from '../../ui/form'
import { classes, Icon, ProjectMark } from '../../ui/icon'
import { dayPath, jointPath, sessionsPath } from '../../ui/links'
import { ReloadedRegion } from '../../ui/live'
import { Module } from '../../ui/reorder'
import { PageHead, Steps } from '../../ui/section'
import { LoadBar } from '../dashboard/frame'
import { AddRow } from './add-row'
import { Cell, PlannedValue, Words } from './cell'
import { DayHead, weekHeadsLook } from './day-head'
import { WeekFilter } from './filter'
import { WeekSum, WeekTabs } from './tabs'

type SumProps = { seconds: number; planned: number; href: string } & Record<`data-${string}`, string | undefined> & {
    class: string | undefined
  }

/** A sum linked to its sessions, or the planned time if nothing is tracked yet. */
const Sum = ({ seconds, planned, href, class: more, ...rest }: SumProps) => (
  <td class={more} {...rest}>
    {seconds > 0 ? (
      <a href={href} data-figure={seconds}>
        {cellText(seconds)}
      </a>
    ) : (
      planned > 0 && <PlannedValue seconds={planned} />
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
    <LoadBar
      max={Math.max(seconds + planned, target)}
      target={target || undefined}
      parts={[{ value: seconds }, { value: within, tone: 'soft' }, { value: planned - within, tone: 'over' }]}
    >
      <span class="grey">{words.filter(Boolean).join(' · ')}</span>
    </LoadBar>
  )
}

/** URL parameters that links of the page keep. */
const pathOf = ({ date, rows, subject }: Sheet['view']) => ({ date, rows, subject })

/** The `rows` parameter without this row. Rows of last week are listed by their keys. */
const rowsWithout = ({ view, rows }: Sheet, { key }: SheetRow) => {
  const named = view.rows.includes('last') ? rows.flatMap((row) => (row.isEmpty ? row.key : [])) : []
  return [...new Set([...view.rows, ...named])].filter((one) => one !== key && one !== 'last')
}

const RowHead = ({ row, sheet }: { row: SheetRow; sheet: Sheet }) => (
  <th scope="row" class="hours-head">
    {row.project && <ProjectMark color={row.project.color} />}
    <bdi>{row.name}</bdi>
    <small>
      <bdi>{row.words}</bdi>
    </small>
    {row.canFill && (
      <button
        type="submit"
        class="act hours-act print:hidden"
        form="fill"
        name="row"
        value={row.key}
        aria-label={`As last week: ${row.name}, ${row.words}`}
        title={`As last week: ${row.name}, ${row.words}`}
      >
        <Icon name="copy" />
        <span class="hidden min-[78rem]:inline">As last week</span>
      </button>
    )}
    {row.isEmpty && (
      <ActLink
        class="hours-act print:hidden"
        icon="close"
        label={`Remove row: ${row.name}, ${row.words}`}
        href={sheetPath({ ...pathOf(sheet.view), rows: rowsWithout(sheet, row) })}
      />
    )}
  </th>
)

const Sift = ({ view: { date, rows, subject }, filter, choices, viewed, ...range }: Sheet & { viewed: PageViews }) => (
  <WeekFilter
    subject={subject}
    filter={filter}
    range={range}
    choices={choices}
    viewed={viewed}
    idPrefix="grid"
    list={pageId}
    hrefOf={(other) => sheetPath({ date, rows, subject: other })}
    kept={{ date, view: 'grid', rows: rows.join() || undefined }}
  />
)

/** Part of the page that each write of time replaces. */
const SheetRegion = ({ drafts, ...sheet }: SheetProps) => {
  const { view, date: chosen, today } = sheet
  const column = (date: string, more?: string) => ({
    class: classes('hours-day', date === today && 'bg-accent-wash/45', more),
    'data-chosen': date === chosen ? '' : undefined,
  })
  const at = (date: string) => sheetPath({ ...pathOf(view), date })
  const usual = Math.max(...sheet.sums.map(({ target }) => target))
  const first = sheet.from <= today && today <= sheet.to ? today : sheet.from
  const isNew = ({ key, isEmpty }: SheetRow) => isEmpty && !view.rows.includes(key)
  const focused = view.add === 'last' ? sheet.rows.find(isNew)?.key : view.add
  return (
    <div id="week-sheet" data-region={at(chosen)}>
      <WeekBar {...sheet} />
      <div class={`grid grid-cols-7 md:hidden ${weekHeadsLook}`} id="week-heads">
        {sheet.sums.map(({ date, seconds, planned, target }) => (
          <DayHead
            date={date}
            planned={planned}
            tracked={seconds}
            target={target || null}
            usual={usual}
            isToday={date === today}
            href={at(date)}
            isChosen={date === chosen}
            isNear
          />
        ))}
      </div>
      <table class="timesheet mb-3 table-fixed" id="timesheet">
        <caption class="sr-only">Hours of the week by project and goal. Type 1.5, 1:30, 130 or 90m.</caption>
        <thead>
          <tr>
            <th scope="col" class="hours-head">
              Project and goal
            </th>
            {sheet.sums.map(({ date }) => (
              <th scope="col" {...column(date)}>
                <b class={date === today ? 'text-accent' : undefined}>{weekdayDay(date).slice(0, 3)}</b>{' '}
                {shortDayMonth(date, today)}
              </th>
            ))}
            <th scope="col" class="hours-sum">
              Week
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr
              id={`row-${row.key}`}
              class={row.isPale ? 'font-regular text-grey' : undefined}
              data-pale={row.isPale ? '' : undefined}
            >
              <RowHead row={row} sheet={sheet} />
              {row.cells.map((cell) => {
                const draft = drafts?.get(`${cell.date}~${row.key}`)
                return (
                  <td
                    {...column(cell.date, cell.date > today ? 'hours-ahead' : undefined)}
                    data-today={cell.date === today ? '' : undefined}
                    data-keep=""
                    hx-morph-skip={draft && ''}
                  >
                    <Cell
                      cell={cell}
                      row={row}
                      view={view}
                      draft={draft}
                      hasFocus={focused === row.key && cell.date === first}
                    />
                  </td>
                )
              })}
              <Sum
                seconds={row.seconds}
                planned={row.planned}
                class={row.isPale ? 'hours-sum font-regular' : 'hours-sum'}
                href={jointPath(sheet, row.subjects)}
                data-sum=""
              />
            </tr>
          ))}
          <AddRow {...sheet} />
        </tbody>
        <tfoot class="border-line border-t">
          <tr class="font-strong">
            <th scope="row" class="hours-head">
              Day
            </th>
            {sheet.sums.map(({ date, seconds, planned }) => (
              <Sum {...column(date)} seconds={seconds} planned={planned} href={dayPath(date)} />
            ))}
            <Sum
              seconds={sheet.total.seconds}
              planned={sheet.total.planned}
              class="hours-sum"
              href={sessionsPath(sheet)}
            />
          </tr>
          {sheet.total.target > 0 && (
            <tr class="text-grey">
              <th scope="row" class="hours-head">
                Target
              </th>
              {sheet.sums.map(({ date, target }) => (
                <td {...column(date)}>{cellText(target)}</td>
              ))}
              <td class="hours-sum">{cellText(sheet.total.target)}</td>
            </tr>
          )}
        </tfoot>
      </table>
    </div>
  )
}

type SheetProps = Sheet & { drafts?: SheetDrafts | undefined }

/**
 * Buttons below a cell pressed with a finger (client/timesheet/timesheet.ts), because a numeric keyboard has no colon.
 */
const QuickTimes = () => (
  <template id="quick-times">
    <span class="pointer-events-auto flex gap-1 *:min-w-11 *:px-2" data-quick>
      {[15, 30, 60].map((minutes) => (
        <Button type="button" small data-adds={minutes} tabindex={-1}>
          +{duration(minutes * 60)}
        </Button>
      ))}
      <Button type="button" small data-adds="" aria-label="Colon" tabindex={-1}>
        :
      </Button>
    </span>
  </template>
)

const pageId = 'sheet-page'

export const SheetPage = ({ viewed, ...sheet }: SheetProps & { viewed: PageViews }) => {
  const { from, to, date, today, view, before, after } = sheet
  const path = sheetPath(pathOf(view))
  const other = (date: string) => weekPath(date, 'grid', { subject: view.subject })
  return (
    <div id={pageId}>
      <PageHead
        title={
          <>
            <span class="max-lg:hidden print:inline">{rangeText(from, to, today)}</span>
            <span class="lg:hidden">{shortRangeText(from, to, today)}</span>
          </>
        }
        summaryId="week-sum"
        summary={<WeekSum range={sheet} {...sheet.total} />}
        actions={
          <>
            <LinkButton small href={other(today)}>
              Today
            </LinkButton>
            <Steps
              label="Weeks"
              earlier={before && { href: other(before), label: 'week before', 'aria-keyshortcuts': '[' }}
              later={after && { href: other(after), label: 'week after', 'aria-keyshortcuts': ']' }}
            />
          </>
        }
        more={<ViewsInMenu viewed={viewed} address={path} />}
      />
      <Tools>
        <WeekTabs {...view} />
        <Sift {...sheet} viewed={viewed} />
      </Tools>
      <ReloadedRegion
        id="week-sheet"
        path=""
        also="#week-sum"
        every={60}
        on={['timer-changed', 'rows-changed', 'logged-elsewhere']}
      />
      <SheetRegion {...sheet} />
      <form id="fill" {...htmxForm('/week/row')} hx-swap="none">
        <input type="hidden" name="date" value={date} />
      </form>
      <form id="sheet" method="post" action={path}>
        <noscript>
          <Button variant="primary">Save</Button>
        </noscript>
      </form>
      <p class="hint print:hidden">
        1.5, 1:30, 130 and 90m all mean an hour and a half; 2 means two hours. +15m adds time, 0 or an empty cell
        deletes it. On an empty day, time goes into the first free slot from the start of your work. More time goes
        after the last session; less is cut from its end. On a future day, it is planned. You can undo each change.
      </p>
      <QuickTimes />
      <Module name="timesheet" />
    </div>
  )
}

/** Message below a cell: what would change, or why nothing can. */
export const CellPreview = (said: UnchangedCell | { words: string; isMany?: true }) => (
  <>
    {'isMany' in said ? <b>{said.words}</b> : <Words {...said} />}
    {!('refused' in said) && <span class="grid pointer-coarse:hidden">Enter saves, Tab moves on, Esc cancels</span>}
  </>
)

/** Parts of the timesheet in the response to a write. */
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
