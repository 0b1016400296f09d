import type { PropsWithChildren } from 'hono/jsx'
import { plural } from '../../../../functions/lib/format'
import type { BatchKind } from '../../../../functions/time/sessions/bulk/batch'
import type { FormFields } from '../../../../functions/time/sessions/bulk/selection'
import type { SubjectNames } from '../../../../functions/time/sessions/list/page'
import { type SessionsView, subjectsOf } from '../../../../functions/time/sessions/list/view'
import { Actions, Button, Cancel, LinkButton, Notice } from '../../../ui/button'
import { Empty } from '../../../ui/empty'
import { ErrorSummary } from '../../../ui/form'
import { PageHead, Stack } from '../../../ui/section'
import { datesInWords, subjectInWords } from '../words'

export const HiddenFields = ({ fields }: { fields: FormFields }) => (
  <>
    {Object.entries(fields).map(([name, values]) =>
      [values].flat().map((value) => <input type="hidden" name={name} value={value} />),
    )}
  </>
)

type ChosenProps = {
  /** Null if not counted. */
  total: number | null
  /** File name, if all sessions of an import are selected. */
  file?: string
  /** Null if sessions were selected one by one. */
  view: SessionsView | null
  names: SubjectNames
  today: string
}

const ChosenSummary = ({ total, file, view, names, today }: ChosenProps) => {
  if (file !== undefined) {
    return (
      <>
        those of <bdi>{file}</bdi>
      </>
    )
  }
  const dates = view && datesInWords(view, today)?.replace(/^(Since|Until)/, (word) => word.toLowerCase())
  const limits = view
    ? [dates, ...subjectsOf(view).map((subject) => subjectInWords(subject, names)), view.q && `“${view.q}”`].filter(
        Boolean,
      )
    : []
  return (
    <>
      {view && total !== 1 && 'all '}
      {plural(total ?? 0, 'session')}
      {limits.map((limit) => (
        <>
          , <bdi>{limit}</bdi>
        </>
      ))}
    </>
  )
}

type BulkFormProps = {
  batch: Pick<BatchKind, 'path' | 'title'>
  carried: FormFields
  chosen: ChosenProps
  back: string
  errors?: string[]
}

/** Nothing is written before the preview is confirmed. */
export const BulkForm = ({ batch, carried, chosen, back, errors, children }: PropsWithChildren<BulkFormProps>) => {
  const preview = `${batch.path}/preview`
  return (
    <div id="bulk">
      <PageHead title={batch.title} summary={<ChosenSummary {...chosen} />} />
      <form
        class="stack"
        method="post"
        action={preview}
        autocomplete="off"
        hx-post={preview}
        hx-target="#bulk"
        hx-swap="outerHTML show:top"
      >
        <HiddenFields fields={carried} />
        <ErrorSummary errors={errors} />
        {children}
        <Actions>
          <Button variant="primary">Preview</Button>
          <Cancel href={back} />
          {batch.path === '/sessions/bulk' && (
            <Button variant="danger" icon="trash" name="remove" value="yes" formnovalidate>
              Delete sessions
            </Button>
          )}
        </Actions>
      </form>
    </div>
  )
}

export const NothingChosen = ({ title, back }: { title: string; back: string }) => (
  <div id="bulk">
    <PageHead title={title} />
    <Empty title="No sessions here" actions={<LinkButton href={back}>Back to sessions</LinkButton>}>
      Choose days or a project with sessions.
    </Empty>
  </div>
)

export const Unusable = ({
  title,
  why,
  back = '/sessions?select=1',
}: {
  title: string
  why: string
  back?: string
}) => (
  <div id="bulk">
    <PageHead title={title} />
    <Stack>
      <Notice tone="bad" role="alert" actions={<LinkButton href={back}>Select sessions</LinkButton>}>
        <p>{why}</p>
      </Notice>
    </Stack>
  </div>
)
