import type { PropsWithChildren } from 'hono/jsx'
import { namedMoments } from '../../../functions/figures/stats/changes/queries'
import type { Range } from '../../../functions/lib/days'
import { rangeText } from '../../../functions/lib/format'
import { Field } from '../../ui/field'
import { ErrorSummary, Toolbar } from '../../ui/form'
import { changesPath, statsWay } from '../../ui/links'
import { PageHead, Stack } from '../../ui/section'

/** @param range null for all time */
export const rangeLabel = (range: Range | null, today: string) =>
  range ? rangeText(range.from, range.to, today) : 'all time'

export type FigureDraft = { values: Partial<Record<string, string>>; errors: Partial<Record<string, string[]>> }

type DatesFormProps = PropsWithChildren<{
  action: string
  /** Parameters to keep. */
  hidden: Record<string, string | undefined>
  range?: Range | null
  draft?: FigureDraft
  open?: boolean
  /** Fields among the children, which show their own errors. */
  childFields?: string[]
}>

/** The dates of a figure; without dates it is of all time. */
export const DatesForm = ({ action, hidden, range, draft, open, childFields = [], children }: DatesFormProps) => {
  const { from, to, ...others } = draft?.errors ?? {}
  const otherErrors = Object.entries(others).flatMap(([field, errors]) =>
    childFields.includes(field) ? [] : (errors ?? []),
  )
  return (
    <>
      <ErrorSummary errors={otherErrors} />
      <details open={draft !== undefined || open}>
        <summary class="link">From – to</summary>
        <Toolbar action={action} label="Range of dates">
          {Object.entries(hidden).map(
            ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
          )}
          <Field label="From" name="from" type="date" value={draft?.values.from ?? range?.from} errors={from} />
          <Field label="To" name="to" type="date" value={draft?.values.to ?? range?.to} errors={to} />
          {children}
        </Toolbar>
      </details>
    </>
  )
}

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

/** Parameters of the page's address. */
export type ChangesParams = { subject: string; range: Range | null; since: string; until: string }

const Presets = ({ params }: { params: ChangesParams }) => (
  <nav class="ranges" aria-label="Edited in">
    {[...namedMoments].map(([since, { name }]) => (
      <a
        href={changesPath(params.range, params.subject, since)}
        aria-current={params.since === since && params.until === '' ? 'true' : undefined}
      >
        {name}
      </a>
    ))}
  </nav>
)

type FormProps = { params: ChangesParams; since?: string; until?: string; draft?: FigureDraft }

export const MomentsForm = ({ params, since, until, draft }: FormProps) => (
  <Stack>
    <Presets params={params} />
    <DatesForm
      action="/stats/changes"
      hidden={{ subject: draft?.errors.subject ? undefined : params.subject }}
      range={params.range}
      draft={draft}
      open={!namedMoments.has(params.since) || params.until !== ''}
      childFields={['since', 'until']}
    >
      <Field
        label="Edited since"
        grow
        name="since"
        type="datetime-local"
        value={draft?.values.since ?? since}
        errors={draft?.errors.since}
      />
      <Field
        label="Until"
        grow
        name="until"
        type="datetime-local"
        value={draft?.values.until ?? until}
        errors={draft?.errors.until}
      />
    </DatesForm>
  </Stack>
)
