import { gapId, gapKey, gapTimes } from '../../functions/day/log-gap'
import type { DayData } from '../../functions/day/page-data'
import type { ZoneSpan } from '../../functions/day/zones'
import { titleLimit } from '../../functions/sessions/schema'
import { timelinePath } from '../links'
import { TaskField } from '../sessions/plan-field'
import { zoneWords } from '../sessions/words'
import { Actions, Button, LinkButton } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field, Select } from '../ui/field'
import { EditForm, ErrorSummary, Fields } from '../ui/form'
import { gapInWords } from './gap'

/** Fields that name the gaps whose forms are open. Requests that load the day again include them. */
export const openForms = '#day [name=log]'

/** Fields that are hidden or belong to the whole form. */
const unplaced = ['gap', 'time_zone', 'day_start_minute', 'date', 'duration'] as const

type LogGapProps = Pick<DayData, 'date' | 'reader' | 'logging'> & { gap: ZoneSpan }

/** The gap's row as a form. Changes of the day do not overwrite it. */
export const LogGap = ({ gap, date, reader, logging }: LogGapProps) => {
  if (!logging) return null
  const key = gapKey(gap)
  const id = gapId(gap)
  const { draft } = logging
  const { zone } = gap
  const values = { title: '', project_id: '', goal_id: '', task_id: '', ...gapTimes(gap, date, reader.clock) }
  const { time_zone, day_start_minute } = { ...zone, ...draft?.values }
  const hidden = { gap: key, log: key, time_zone, day_start_minute }
  const field = drafted(values, draft, id)
  const time = { autocomplete: 'off', spellcheck: false }
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
        <Fields>
          <Field
            label="Title"
            wide
            maxlength={titleLimit}
            dir="auto"
            {...field('title')}
            autofocus={!draft}
            data-autofocus
          />
          <Select label="Project" options={logging.choices.projects} {...field('project_id')} />
          <Select label="Goal" options={logging.choices.goals} {...field('goal_id')} />
          <TaskField tasks={logging.choices.tasks} field={field('task_id')} />
          <Field
            label="Started"
            hint={zone.time_zone !== reader.time_zone && zoneWords(zone.time_zone)}
            {...time}
            {...field('started_at')}
          />
          <Field label="Ended" {...time} {...field('ended_at')} />
        </Fields>
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
