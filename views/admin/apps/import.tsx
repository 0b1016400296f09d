import { columns } from '../../../functions/admin/apps/csv/write'
import type { Plan } from '../../../functions/admin/apps/import/plan'
import { stateOf } from '../../../functions/admin/apps/state'
import { differenceWords } from '../../../functions/admin/apps/words'
import { grouped, plural } from '../../../functions/lib/format'
import { Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { CountKpi, Kpis } from '../../ui/figure'
import { ErrorSummary, Fields } from '../../ui/form'
import { Notice } from '../../ui/notice'
import { RowName, Rows } from '../../ui/rows'
import { Section, Stack } from '../../ui/section'
import { appsPath } from './paths'

const changesShown = 50
const errorsShown = 100

const ImportForm = ({ error, text }: { error?: string; text?: string }) => (
  <form class="stack" action={appsPath('import')} method="post" enctype="multipart/form-data">
    <ErrorSummary errors={error ? [error] : undefined} />
    <Fields>
      <Field label="File" name="file" type="file" accept=".csv,text/csv" wide hint="Up to 1 MB and 5,000 apps" />
    </Fields>
    <Field
      label="Or paste CSV"
      name="text"
      type="textarea"
      rows={8}
      spellcheck={false}
      dir="auto"
      value={text}
      hint="Used if no file is chosen"
    />
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href={appsPath()} />
    </Actions>
  </form>
)

export const ImportPage = ({ error, text }: { error?: string; text?: string }) => (
  <Stack>
    <p>
      CSV whose first line names its columns: <code>{columns.join(', ')}</code>. Category and is_locked can be left out;
      then they stay as they are. You see what would change before anything is written.
    </p>
    <ImportForm error={error} text={text} />
  </Stack>
)

const Figures = ({ plan: { added, changed, unchanged, rejected } }: { plan: Plan }) => (
  <Kpis>
    <CountKpi label="New" count={added.length} />
    <CountKpi label="Changed" count={changed.length} />
    <CountKpi label="Unchanged" count={unchanged} />
    <CountKpi label="Errors" note={rejected.length > 0 ? 'listed below' : undefined} count={rejected.length} />
  </Kpis>
)

const Wrong = ({ rejected }: Pick<Plan, 'rejected'>) => (
  <Section id="wrong" title="Errors" summary="fix these before importing">
    <Rows>
      {rejected.slice(0, errorsShown).map(({ line, reason }) => (
        <li>
          <p>
            <strong>Line {line}</strong> {reason}
          </p>
        </li>
      ))}
    </Rows>
    {rejected.length > errorsShown && <p class="grey">and {plural(rejected.length - errorsShown, 'more line')}</p>}
  </Section>
)

const Changed = ({ changed }: Pick<Plan, 'changed'>) => (
  <Section id="changed" title="Changed" summary={plural(changed.length, 'app')}>
    <Rows>
      {changed.slice(0, changesShown).map(({ package_name, before, after }) => (
        <li>
          <div>
            <p>
              <RowName>{before.label}</RowName> <bdi class="grey mono">{package_name}</bdi>
            </p>
            <p class="row-meta">{differenceWords(stateOf(before), after && stateOf(after))}</p>
          </div>
        </li>
      ))}
    </Rows>
    {changed.length > changesShown && <p class="grey">and {grouped(changed.length - changesShown)} more</p>}
  </Section>
)

const Confirm = ({ plan, text }: { plan: Plan; text: string }) => {
  const count = plan.added.length + plan.changed.length
  return (
    <>
      {count === 0 && <Notice>Nothing to change.</Notice>}
      <div class="actions">
        {count > 0 && (
          <form method="post" action={appsPath('import/confirm')} enctype="multipart/form-data">
            <input type="hidden" name="text" value={text} />
            <input type="hidden" name="seq" value={plan.seq} />
            <Button variant="primary">Import {plural(count, 'app')}</Button>
          </form>
        )}
        <LinkButton variant={count > 0 ? 'quiet' : 'plain'} href={appsPath('import')}>
          {count > 0 ? 'Cancel' : 'Choose another file'}
        </LinkButton>
      </div>
    </>
  )
}

type PreviewProps = {
  plan: Plan
  text: string
  isOutdated?: boolean
}

export const ImportPreview = ({ plan, text, isOutdated }: PreviewProps) => (
  <>
    <Stack>
      {isOutdated && (
        <Notice tone="warning" role="alert">
          <p>The apps changed since the preview. Nothing was imported; here is the updated preview.</p>
        </Notice>
      )}
      {plan.rejected.length > 0 && (
        <Notice tone="bad" role="alert">
          <p>{plural(plan.rejected.length, 'line')} can’t be imported, so nothing was.</p>
        </Notice>
      )}
      <Figures plan={plan} />
      <p class="grey">Apps that aren’t in the file don’t change.</p>
      {plan.rejected.length === 0 && <Confirm plan={plan} text={text} />}
    </Stack>
    {plan.rejected.length > 0 && (
      <>
        <Wrong rejected={plan.rejected} />
        <Section id="correct" title="Fix errors" summary="choose the file again or edit the text here">
          <ImportForm text={text} />
        </Section>
      </>
    )}
    {plan.changed.length > 0 && <Changed changed={plan.changed} />}
  </>
)
