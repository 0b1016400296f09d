import type { Child } from 'hono/jsx'
import { type Preset, presetFor, presets, relativeRange } from '../../../functions/ledger/range'
import { rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { type FilterChoices, LedgerFilterBar } from '../../ledger/filter-fields'
import { Field } from '../../ui/field'
import { ErrorSummary, HiddenParams, Toolbar } from '../../ui/form'
import { classes } from '../../ui/icon'
import { statsBackLink, withQuery } from '../../ui/links'
import { PageHead } from '../../ui/section'
import { Strip, StripLink } from '../../ui/strip'

/** Label of a range. @param range null for all time */
export const rangeLabel = (range: Range | null, today: string) =>
  range ? rangeText(range.from, range.to, today) : 'all time'

/** Ranges that figures offer: the presets and two weeks. */
type Offered = Preset | 'this-week' | 'last-week'

const presetNames: Record<Offered, string> = {
  'this-week': 'This week',
  'last-week': 'Last week',
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  '365': 'Year',
  'this-month': 'This month',
  'last-month': 'Last month',
}

type PresetsProps = {
  /** Null for all time. */
  range?: Range | null
  today: string
  /** Named ranges to offer; `all` if the figure can be of all time. */
  names?: readonly (Offered | 'all')[]
  /** ISO weekday, for ranges of weeks. */
  weekStart?: number
  label?: string
  /** Links before the named ranges. */
  first?: Child
  /** Path of a range. `days` is null for all time. */
  hrefOf: (days: Range | null, name: Offered | 'all') => string
}

/** Links to the named ranges of a figure. */
export const Presets = ({
  range,
  today,
  names = [...presets, 'all'],
  weekStart = 1,
  label = 'Range',
  first,
  hrefOf,
}: PresetsProps) => {
  const offered = names.filter((name) => name !== 'all')
  const current = range === null ? 'all' : range && presetFor(range, today, { names: offered, weekStart })
  return (
    <Strip label={label} look="dates">
      {first}
      {names.map((name) => (
        <StripLink
          href={hrefOf(name === 'all' ? null : relativeRange(name, today, weekStart), name)}
          isCurrent={name === current}
        >
          {name === 'all' ? (
            <span>
              All<span class="max-lg:hidden"> time</span>
            </span>
          ) : (
            presetNames[name]
          )}
        </StripLink>
      ))}
    </Strip>
  )
}

type FigureDraft = { values: Partial<Record<string, string>>; errors: Partial<Record<string, string[]>> }

type DatesFormProps = {
  action: string
  /** Parameters of the page to keep. */
  hidden: Record<string, string | undefined>
  range?: Range | null
  draft?: FigureDraft
  /** True if both dates are required. */
  required?: boolean
  /** True if the dates are the earlier range of a comparison. */
  isThan?: boolean
  open?: boolean
  /** Links before the button that opens the form. */
  strip?: Child
}

const pickerLook =
  'flex flex-wrap gap-1 *:[details]:strip-fold max-lg:min-w-0 max-lg:flex-1 max-sm:justify-between max-sm:gap-0 max-sm:text-small'

/** Range of a figure: links to named ranges, then a form for any dates. Without dates it is all time. */
export const DatesForm = (props: DatesFormProps) => {
  const { action, hidden, range, draft, required, isThan, open, strip } = props
  const errors = draft?.errors ?? {}
  const others = Object.keys(errors).filter((name) => !/^(than_)?(from|to)$/.test(name))
  return (
    <>
      {!isThan && <ErrorSummary errors={others.flatMap((name) => errors[name] ?? [])} />}
      <div class={classes(pickerLook, isThan && !strip && 'mt-4')}>
        {strip}
        <details open={draft !== undefined || open}>
          <summary class="strip-item max-sm:px-1">{isThan && !strip ? 'Compared with' : 'Dates'}</summary>
          <Toolbar
            action={action}
            label={isThan ? 'Dates compared with' : 'Range of dates'}
            class="mt-2 mb-0 has-aria-invalid:items-start has-aria-invalid:*:[button]:mt-5.75"
          >
            <HiddenParams values={hidden} />
            {(['from', 'to'] as const).map((end) => {
              const name = isThan ? `than_${end}` : end
              return (
                <Field
                  label={end === 'from' ? 'From' : 'To'}
                  name={name}
                  type="date"
                  isPast
                  required={required}
                  value={draft?.values[name] ?? range?.[end]}
                  errors={errors[name]}
                />
              )
            })}
          </Toolbar>
        </details>
      </div>
    </>
  )
}

type SieveProps = {
  subject: string
  nameOf: (subject: string) => string
  choices: FilterChoices
  page: string
  params: Record<string, string | undefined>
  filedOnly?: boolean
}

/** Id of the element with all content of a figure's page. */
export const figurePageId = 'figure-page'

/** Filter of a page about a figure. */
export const FigureSieve = ({ page, params, ...filter }: SieveProps) => (
  <LedgerFilterBar
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

/** Page for invalid dates of a figure: the typed dates with their errors. */
export const InvalidFigurePage = ({ title, action, draft }: InvalidProps) => {
  const { subject, from, to, than_from, than_to } = draft.values
  const kept = { subject: draft.errors.subject ? undefined : subject }
  return (
    <>
      <PageHead title={title} back={statsBackLink()} />
      <DatesForm action={action} hidden={{ ...kept, than_from, than_to }} draft={draft} />
      {action === '/stats/compare' && <DatesForm isThan action={action} hidden={{ ...kept, from, to }} draft={draft} />}
    </>
  )
}
