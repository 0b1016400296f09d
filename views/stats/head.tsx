import type { Range } from '../../functions/lib/days'
import { plural, rangeText } from '../../functions/lib/format'
import { earlier, later, lengthOf } from '../../functions/stats/range'
import { type Preset, presets } from '../../functions/stats/schema'
import { statsPath } from '../links'
import { LinkButton } from '../ui/button'
import { Field } from '../ui/field'
import { ErrorSummary, Toolbar } from '../ui/form'
import { PageHead } from '../ui/section'

const presetNames: Record<Preset, string> = {
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  '365': 'Year',
  'this-month': 'This month',
  'last-month': 'Last month',
}

/** What was asked for and cannot be shown: the dates as they were typed, and what is wrong, by field. */
export type RangeDraft = {
  values: Partial<Record<'from' | 'to', string>>
  errors: Partial<Record<'from' | 'to' | 'range' | 'group' | 'month', string[]>>
}

/** The page's head: the range in words, the way to those beside it, and its sessions as a file. */
export const StatsHead = ({ range, today }: { range: Range; today: string }) => {
  const days = plural(lengthOf(range), 'day')
  const next = later(range, today)
  const words = ({ from, to }: Range) => rangeText(from, to, today)
  return (
    <PageHead
      title="Statistics"
      summary={
        <>
          {words(range)}
          <span class="phone-hide">, against the {days} before</span>
        </>
      }
      actions={
        <>
          <LinkButton
            variant="quiet"
            icon="left"
            iconOnly={`Earlier: ${words(earlier(range, today))}`}
            href={statsPath(earlier(range, today))}
          />
          <LinkButton
            variant="quiet"
            icon="right"
            iconOnly={next ? `Later: ${words(next)}` : 'Later: the range ends today'}
            href={next && statsPath(next)}
          />
          <LinkButton class="phone-hide" href={`/sessions.csv?${new URLSearchParams(range)}`}>
            CSV
          </LinkButton>
        </>
      }
    />
  )
}

type PickerProps = { range?: Range; current?: Preset; draft?: RangeDraft }

/** The ranges to choose from, and two dates for any other. */
export const RangePicker = ({ range, current, draft }: PickerProps) => {
  const { range: ofRange, group, month } = draft?.errors ?? {}
  return (
    <>
      <ErrorSummary errors={[...(ofRange ?? []), ...(group ?? []), ...(month ?? [])]} />
      <Toolbar action="/stats" label="Range of dates">
        <nav class="ranges grow" aria-label="Range">
          {presets.map((preset) => (
            <a href={`/stats?range=${preset}`} aria-current={preset === current ? 'true' : undefined}>
              {presetNames[preset]}
            </a>
          ))}
        </nav>
        <Field
          label="From"
          name="from"
          type="date"
          required
          value={draft?.values.from ?? range?.from}
          errors={draft?.errors.from}
        />
        <Field
          label="To"
          name="to"
          type="date"
          required
          value={draft?.values.to ?? range?.to}
          errors={draft?.errors.to}
        />
      </Toolbar>
    </>
  )
}
