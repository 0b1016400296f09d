import type { Child, PropsWithChildren } from 'hono/jsx'
import { monthCovered } from '../../../functions/ledger/range'
import { monthName, rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { type Division, divisions, type Rounding, roundingSteps } from '../../../functions/reviews/report/build'
import type { ReportParams, ReportQuery } from '../../../functions/reviews/report/schema'
import { Button } from '../../ui/button'
import { Select } from '../../ui/field'
import { Icon } from '../../ui/icon'

const names: Record<Division, string> = {
  client: 'Client',
  project: 'Project',
  goal: 'Goal',
  task: 'Task',
  tag: 'Tags',
  title: 'Title',
  day: 'Day',
  week: 'Week',
  month: 'Month',
}

/** Choices of the first or the second list of groups. */
export const groupChoices = (isSecond: boolean) => [
  { value: '', label: isSecond ? 'Nothing' : 'No groups' },
  ...divisions.map((division) => ({ value: division, label: names[division] })),
]

export const roundingChoices = [
  { value: 'none', label: 'No rounding' },
  ...(['up', 'nearest', 'down'] as const satisfies Rounding['mode'][]).flatMap((mode) =>
    roundingSteps.map((minutes) => ({
      value: `${mode}:${minutes}`,
      label: `${{ up: 'Up to', nearest: 'To the nearest', down: 'Down to' }[mode]} ${minutes}m`,
    })),
  ),
]

export const roundedParts = [
  { value: 'entry', label: 'Each entry' },
  { value: 'sum', label: 'Each sum' },
]

/** Names a period: `October 2026` for a whole month, else its dates. */
export const periodText = (range: Range, today: string) => {
  const month = monthCovered(range)
  return month ? monthName(month, '') : rangeText(range.from, range.to, today)
}

const roundedText = ({ mode, minutes, per }: Rounding) =>
  mode === 'none'
    ? 'nothing'
    : `each ${per} ${{ up: 'up to', nearest: 'to the nearest', down: 'down to' }[mode]} ${minutes}m`

type ChoiceProps = PropsWithChildren<{ id: string; label: string; chosen: Child }>

/** A menu of layout options. Its label shows the current choice. */
const Choice = ({ id, label, chosen, children }: ChoiceProps) => (
  <details class="menu max-sm:static" id={`${id}-choice`} data-menu="">
    <summary class="chip open cursor-pointer border-line border-solid *:[i]:size-3 *:[i]:rotate-90 max-sm:min-h-9">
      <span id={id}>
        {label} <b class="font-strong text-ink">{chosen}</b>
      </span>
      <Icon name="right" />
    </summary>
    <div class="sheet grid w-60 gap-3 p-4 max-sm:inset-x-0 max-sm:w-auto max-sm:max-w-none">
      {children}
      <Button data-apply class="script:hidden">
        Done
      </Button>
    </div>
  </details>
)

/** Ids of the labels that show current choices, to update them. */
export const layoutIds = ['report-by', 'report-round', 'report-shows']

/** Three menus of a report's filter form: grouping, rounding and columns. They come after the children. */
export const ReportLayout = ({
  query,
  params,
  children,
}: PropsWithChildren<{ query: ReportQuery; params: ReportParams }>) => {
  const { groups, rounding, withSessions, withNotes, withAmounts } = query
  const own = { idPrefix: 'report' }
  return (
    <div class="flex shrink-0 grow basis-full flex-wrap gap-2 max-sm:relative max-sm:order-2 max-sm:mt-2">
      {children}
      <Choice id="report-by" label="By" chosen={groups.join(', then ') || 'nothing'}>
        <Select label="Group by" name="group" {...own} value={groups[0] ?? ''} options={groupChoices(false)} />
        <Select
          label="Then by"
          name="group"
          idPrefix="report-then"
          value={groups[1] ?? ''}
          options={groupChoices(true)}
        />
      </Choice>
      <Choice id="report-round" label="Round" chosen={roundedText(rounding)}>
        <Select label="Time" name="rounding" {...own} value={params.rounding ?? 'none'} options={roundingChoices} />
        <Select
          label="Apply to"
          name="per"
          {...own}
          value={rounding.mode === 'none' ? 'entry' : rounding.per}
          options={roundedParts}
        />
      </Choice>
      <Choice
        id="report-shows"
        label="Show"
        chosen={[withSessions ? `entries${withNotes ? ' with notes' : ''}` : 'sums', withAmounts && 'amounts']
          .filter(Boolean)
          .join(', ')}
      >
        <Select
          label="Entries"
          name="sessions"
          {...own}
          value={params.sessions ?? '0'}
          options={[
            { value: '0', label: 'Only sums' },
            { value: '1', label: 'Each entry' },
          ]}
        />
        <Select
          label="Notes"
          name="notes"
          {...own}
          value={params.notes ?? '0'}
          options={[
            { value: '0', label: 'Without notes' },
            { value: '1', label: 'Notes of entries' },
          ]}
        />
        <Select
          label="Amounts"
          name="amounts"
          {...own}
          value={params.amounts ?? '1'}
          options={[
            { value: '1', label: 'With amounts' },
            { value: '0', label: 'Only hours' },
          ]}
        />
      </Choice>
    </div>
  )
}
