import type { Child } from 'hono/jsx'
import type { StatsFold, StatsParams } from '../../../functions/figures/stats/query'
import type { StatsView } from '../../../functions/figures/stats/view'
import { daysIn, earlierRange, laterRange, presetFor, presets } from '../../../functions/ledger/range'
import type { PageViews } from '../../../functions/ledger/views'
import { plural, rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { type FilterChoices, LedgerFilterBar } from '../../ledger/filter-fields'
import { classes } from '../../ui/icon'
import { jointPath, statsLink } from '../../ui/links'
import { PageHead, Steps, TextLink } from '../../ui/section'
import { DatesForm, Presets } from './changes-form'

export type RangeDraft = {
  values: Partial<Record<'from' | 'to', string>>
  errors: Partial<
    Record<'from' | 'to' | 'range' | 'group' | 'month' | 'by' | 'stack' | 'compare' | 'open' | 'subject', string[]>
  >
}

type FoldProps = { fold: StatsFold; section: string; params: StatsParams; class?: string }

/** Link that shows or hides a collapsible section of the page (`fold`). */
const FoldLink = ({ fold, section, params, class: more, words }: FoldProps & { words: string }) => {
  const open = params.open?.split('.') ?? []
  const others = open.filter((other) => other !== fold)
  const path = statsLink({
    ...params,
    open: (others.length < open.length ? others : [...open, fold]).join('.') || undefined,
  })
  return (
    <a
      class={classes('link', more)}
      aria-expanded={others.length < open.length ? 'true' : 'false'}
      id={`fold-${fold}`}
      href={`${path}#${section}`}
      hx-get={path}
      hx-target="#statistics"
      hx-swap="outerMorph"
      hx-replace-url="true"
    >
      {words}
    </a>
  )
}

/** Props of a section that is on the page only if the URL says so. */
export const sectionFoldProps = (props: FoldProps) => ({
  isOpen: props.params.open?.split('.').includes(props.fold) ?? false,
  link: (words: string) => <FoldLink {...props} words={words} />,
})

const ofRange = ({ by, stack, compare, group, subject }: StatsParams, range: Range) =>
  statsLink({ ...range, group, by, stack, compare, subject })

/** Names the compared range: `the 30 days before`, `the day before`. */
export const comparedDays = (range: Range) =>
  daysIn(range) === 1 ? 'the day before' : `the ${plural(daysIn(range), 'day')} before`

type HeadProps = {
  range: Range
  isAll: boolean
  isEmpty: boolean
  today: string
  weekStart: number
  params: StatsParams
  /** Items of the section's menu. */
  more: Child
}

const RangeSteps = ({ range, today, weekStart, params }: Omit<HeadProps, 'isAll' | 'isEmpty' | 'more'>) => {
  const words = ({ from, to }: Range) => rangeText(from, to, today)
  const before = earlierRange(range, today, weekStart)
  const next = laterRange(range, today, weekStart)
  return (
    <Steps
      label="Ranges"
      earlier={{ label: words(before), href: before.from >= '1970-01-01' ? ofRange(params, before) : undefined }}
      later={{ label: next ? words(next) : 'the range ends today', href: next && ofRange(params, next) }}
    />
  )
}

export const StatsHead = ({ range, isAll, isEmpty, today, weekStart, params, more }: HeadProps) => (
  <PageHead
    title="Statistics"
    summary={
      <>
        {rangeText(range.from, range.to, today)}
        <span class="max-lg:hidden">
          {!isAll
            ? `, compared with ${comparedDays(range)}`
            : isEmpty
              ? ', no sessions yet'
              : ', since your first session'}
        </span>
      </>
    }
    actions={!isAll && <RangeSteps range={range} today={today} weekStart={weekStart} params={params} />}
    more={more}
  />
)

type SieveProps = Pick<StatsView, 'subject' | 'nameOf'> & {
  choices: FilterChoices
  params: StatsParams
  viewed: PageViews
}

/** Filter of the page, which keeps all other parameters, and a link to the filtered sessions. */
export const StatsSieve = ({ range, params, viewed, ...filter }: SieveProps & { range: Range | null }) => {
  const hrefOf = (subject?: string) => statsLink({ ...params, subject: subject === 'all' ? undefined : subject })
  return (
    <LedgerFilterBar
      {...filter}
      saved={{ viewed, page: 'stats' }}
      label="Statistics"
      action="/stats"
      idPrefix="stats"
      list="statistics"
      isInside
      hrefOf={hrefOf}
      opens={statsLink({ ...params, open: [params.open, 'filter'].filter(Boolean).join('.') })}
      kept={{ ...params, subject: undefined, org: undefined }}
    >
      {filter.subject !== 'all' && (
        <p class="sieve-end">
          <TextLink href={jointPath(range, [filter.subject])}>Sessions</TextLink>
        </p>
      )}
    </LedgerFilterBar>
  )
}

type PickerProps = {
  range?: Range
  isAll?: boolean
  today: string
  weekStart?: number
  draft?: RangeDraft
  params?: StatsParams
}

/** Named ranges that the page offers. */
const offeredRanges = ['this-week', 'last-week', '30', '90', '365', 'this-month', 'last-month', 'all'] as const

/** Named ranges that need no dates. */
const namedRanges = [...presets, 'this-week', 'last-week'] as const

/** Range of the page. Keeps breakdown, stack and comparison. */
export const RangePicker = ({ range, isAll, today, weekStart = 1, draft, params = {} }: PickerProps) => {
  const { by, stack, compare, subject } = params
  const kept = { by, stack, compare, subject }
  return (
    <DatesForm
      action="/stats"
      hidden={kept}
      range={range}
      draft={draft}
      required
      open={
        range && !isAll && !params.range && presetFor(range, today, { names: namedRanges, weekStart }) === undefined
      }
      strip={
        <Presets
          range={isAll ? null : range}
          today={today}
          names={offeredRanges}
          weekStart={weekStart}
          hrefOf={(_, name) => statsLink({ range: name, ...kept })}
        />
      }
    />
  )
}
