import type { Child } from 'hono/jsx'
import { type Preset, presetFor, presetRange, presets } from '../../../functions/ledger/range'
import { rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { type Choices, Sieve } from '../../ledger/filter-fields'
import { Field } from '../../ui/field'
import { ErrorSummary, Kept, Toolbar } from '../../ui/form'
import { statsWay, withQuery } from '../../ui/links'
import { PageHead } from '../../ui/section'

/** @param range null for all time */
export const rangeLabel = (range: Range | null, today: string) =>
  range ? rangeText(range.from, range.to, today) : 'all time'

const presetNames: Record<Preset, string> = {
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  '365': 'Year',
  'this-month': 'This month',
  'last-month': 'Last month',
}

type PresetsProps = {
  /** null for all time */
  range?: Range | null
  today: string
  /** `all` where the figure can be of all time. */
  names?: readonly (Preset | 'all')[]
  /** `days` is null for all time. */
  hrefOf: (days: Range | null, name: Preset | 'all') => string
}

/** The named ranges of a figure. */
export const Presets = ({ range, today, names = [...presets, 'all'], hrefOf }: PresetsProps) => {
  const current = range === null ? 'all' : range && presetFor(range, today)
  return (
    <nav class="ranges" aria-label="Range">
      {names.map((name) => (
        <a
          href={hrefOf(name === 'all' ? null : presetRange(name, today), name)}
          aria-current={name === current ? 'true' : undefined}
        >
          {name === 'all' ? (
            <span>
              All<span class="phone-hide"> time</span>
            </span>
          ) : (
            presetNames[name]
          )}
        </a>
      ))}
    </nav>
  )
}

type FigureDraft = { values: Partial<Record<string, string>>; errors: Partial<Record<string, string[]>> }

type DatesFormProps = {
  action: string
  /** Parameters to keep. */
  hidden: Record<string, string | undefined>
  range?: Range | null
  draft?: FigureDraft
  /** Both dates are needed. */
  required?: boolean
  open?: boolean
  /** Links before the one that opens the form. */
  strip?: Child
}

/** The range of a figure: links to some, and behind the last of them the dates of any; without dates it is of all time. */
export const DatesForm = (props: DatesFormProps) => {
  const { action, hidden, range, draft, required, open, strip } = props
  const { from, to, ...others } = draft?.errors ?? {}
  const otherErrors = Object.values(others).flatMap((errors) => errors ?? [])
  return (
    <>
      <ErrorSummary errors={otherErrors} />
      <div class="range-picker">
        {strip}
        <details open={draft !== undefined || open}>
          <summary>Dates</summary>
          <Toolbar action={action} label="Range of dates">
            <Kept values={hidden} />
            <Field
              label="From"
              name="from"
              type="date"
              isPast
              required={required}
              value={draft?.values.from ?? range?.from}
              errors={from}
            />
            <Field
              label="To"
              name="to"
              type="date"
              isPast
              required={required}
              value={draft?.values.to ?? range?.to}
              errors={to}
            />
          </Toolbar>
        </details>
      </div>
    </>
  )
}

type SieveProps = {
  subject: string
  nameOf: (subject: string) => string
  choices: Choices
  page: string
  params: Record<string, string | undefined>
  filedOnly?: boolean
}

/** Id of all that a page about a figure shows. */
export const figurePageId = 'figure-page'

/** The filter of a page about a figure. */
export const FigureSieve = ({ page, params, ...filter }: SieveProps) => (
  <Sieve
    {...filter}
    label="Filter"
    action={page}
    idPrefix="figure"
    list={figurePageId}
    isInside
    hrefOf={(subject) =>
      withQuery(page, Object.entries({ ...params, subject: subject === 'all' ? undefined : subject }))
    }
    kept={params}
  />
)

type InvalidProps = { title: string; action: string; draft: FigureDraft }

/** The dates of a figure as they were typed, with what is wrong. */
export const InvalidFigurePage = ({ title, action, draft }: InvalidProps) => (
  <>
    <PageHead title={title} back={statsWay()} />
    <DatesForm
      action={action}
      hidden={{ subject: draft.errors.subject ? undefined : draft.values.subject }}
      draft={draft}
    />
  </>
)
