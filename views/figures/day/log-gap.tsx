import { gapId, gapKey, gapTimes } from '../../../functions/figures/day/log-gap'
import type { DayData } from '../../../functions/figures/day/page-data'
import type { ZoneSpan } from '../../../functions/figures/lanes/zones'
import { type Clock, clockTime } from '../../../functions/lib/text/format'
import { daysBetween, localDateTime } from '../../../functions/lib/time/days'
import { titleLimit } from '../../../functions/time/sessions/schema'
import { zoneWords } from '../../../functions/time/sessions/words'
import { maxStartAgeMs } from '../../../functions/time/timer/times'
import { StartButton } from '../../frame/shell/start-button'
import { TaskField, TimesFields } from '../../time/sessions/form'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Select, TitleField } from '../../ui/field'
import { Duration } from '../../ui/figure'
import { drafted, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { logGapPath, timelinePath } from '../../ui/links'

/** Link that opens the gap's form in its row, and without script the page with it. */
const opensForm = (gap: ZoneSpan, date: string) => {
  const path = logGapPath(date, gapKey(gap))
  const row = `#${gapId(gap)}`
  return { href: path, 'hx-get': path, 'hx-target': row, 'hx-select': row, 'hx-swap': 'outerMorph' }
}

/** `13:00–14:00`, with `+1` if it ends on the next date of the calendar. */
const gapInWords = ({ from, to, zone }: ZoneSpan, clock: Clock) => {
  const [first = '', last = ''] = [from, to].map((instant) => localDateTime(instant, zone.time_zone).date)
  const later = daysBetween(first, last)
  const [start, end] = [from, to].map((instant) => clockTime(instant, zone.time_zone, clock))
  return `${start}–${end}${later > 0 ? ` +${later}` : ''}`
}

type GapProps = {
  gap: ZoneSpan
  date: string
  clock: Clock
  /** Ends now, so a timer can start from its beginning. */
  isOpen: boolean
}

export const Gap = ({ gap, date, clock, isOpen }: GapProps) => {
  const span = gapInWords(gap, clock)
  return (
    <li class="between" id={gapId(gap)}>
      <p class="grey">
        Gap <Duration seconds={(gap.to - gap.from) / 1000} />, {span}
      </p>
      <div class="actions">
        {isOpen && gap.to - gap.from < maxStartAgeMs && (
          <StartButton
            label="Start timer from here"
            words="Start"
            started_at={new Date(gap.from).toISOString()}
            small
            variant="quiet"
          />
        )}
        <LinkButton
          small
          variant="quiet"
          icon="plus"
          id={`${gapId(gap)}-log`}
          aria-label={`Log the gap, ${span}`}
          {...opensForm(gap, date)}
        >
          Log
        </LinkButton>
      </div>
    </li>
  )
}

/** Fields that name the gaps whose forms are open. Requests that load the day again include them. */
export const openForms = '#day [name=log]'

/** Fields that are hidden or belong to the whole form. */
const unplaced = ['gap', 'time_zone', 'day_start_minute', 'date'] as const

type LogGapProps = Pick<DayData, 'date' | 'reader' | 'logging'> & { gap: ZoneSpan }

type GapFieldsProps = Omit<LogGapProps, 'logging'> & { logging: NonNullable<DayData['logging']> }

const GapFields = ({ gap, date, reader, logging: { draft, choices } }: GapFieldsProps) => {
  const values = {
    title: '',
    project_id: '',
    goal_id: '',
    task_id: '',
    duration: '',
    ...gapTimes(gap, date, reader.clock),
  }
  const field = drafted(values, draft, gapId(gap))
  const zone = gap.zone.time_zone
  return (
    <Fields>
      <TitleField
        limit={titleLimit}
        required={false}
        placeholder="Title @project #tag"
        isFresh={!draft}
        {...field('title')}
      />
      <Select label="Project" options={choices.projects} {...field('project_id')} />
      <Select label="Goal" options={choices.goals} {...field('goal_id')} />
      <TaskField tasks={choices.tasks} field={field('task_id')} />
      <TimesFields times="/sessions/times" field={field} hint={zone !== reader.time_zone && zoneWords(zone)} />
    </Fields>
  )
}

/** The gap's row as a form. Changes of the day do not overwrite it. */
export const LogGap = ({ gap, date, reader, logging }: LogGapProps) => {
  if (!logging) return null
  const key = gapKey(gap)
  const id = gapId(gap)
  const { draft } = logging
  const { time_zone, day_start_minute } = { ...gap.zone, ...draft?.values }
  const hidden = { gap: key, log: key, date, time_zone, day_start_minute }
  const day = timelinePath(date)
  const url = `${day}/log`
  return (
    <li class="editing" id={id} hx-morph-skip="true">
      <EditForm
        label={`Log ${gapInWords(gap, reader.clock)}`}
        action={url}
        hx-post={url}
        hx-target="#day"
        hx-swap="outerMorph"
        hx-include={openForms}
        {...{ 'hx-status:422': `target:#${id} swap:outerHTML` }}
      >
        <ErrorSummary errors={unplaced.flatMap((name) => draft?.errors[name] ?? [])} />
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <GapFields gap={gap} date={date} reader={reader} logging={logging} />
        <Actions>
          <Button variant="primary">Log session</Button>
          <LinkButton
            variant="quiet"
            data-cancel
            id={`${id}-log`}
            href={day}
            hx-get={day}
            hx-target={`#${id}`}
            hx-select={`#${id}`}
            hx-swap="outerHTML swapEmpty:true"
          >
            Cancel
          </LinkButton>
        </Actions>
      </EditForm>
    </li>
  )
}
