import type { PlainRule } from '../../../functions/admin/apps/import/plain'
import { isImportable, type Plan } from '../../../functions/admin/apps/import/plan'
import { columns, differenceWords, stateOf } from '../../../functions/admin/apps/state'
import type { AppChange } from '../../../functions/admin/apps/writes'
import { grouped, plural } from '../../../functions/lib/format'
import { Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { Radios } from '../../ui/choices'
import { Field } from '../../ui/field'
import { CountKpi, Kpis } from '../../ui/figure'
import { ErrorSummary, Fields } from '../../ui/form'
import { Notice } from '../../ui/notice'
import { RowName, Rows } from '../../ui/rows'
import { Section, Stack } from '../../ui/section'
import { UnknownNames } from '../../whitelists/add'
import { appsPath } from './row'

const changesShown = 50
const errorsShown = 100

type Typed = { error?: string; text?: string; rule?: PlainRule }

const rules = [
  { value: 'allow', label: 'Allow' },
  { value: 'block', label: 'Block' },
]

const ImportForm = ({ error, text, rule = 'allow' }: Typed) => (
  <form class="stack" action={appsPath('import')} method="post" enctype="multipart/form-data">
    <ErrorSummary errors={error ? [error] : undefined} />
    <Field
      label="Paste a list"
      name="text"
      type="textarea"
      rows={8}
      spellcheck={false}
      dir="auto"
      value={text}
      placeholder={'Instagram\ncom.reddit.frontpage Reddit, block'}
      hint="One app per line, by name or package name. Add allow, block or lock, and a category if you like. CSV works too."
    />
    <Radios label="For lines without allow or block" name="rule" options={rules} value={rule} />
    <Fields>
      <Field
        label="Or choose a file"
        name="file"
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        wide
        hint="Up to 1 MB and 5,000 apps. The file is used instead of pasted text."
      />
    </Fields>
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href={appsPath()} />
    </Actions>
  </form>
)

export const ImportPage = (typed: Typed) => (
  <Stack>
    <p>You’ll see what would change before anything is saved. Apps that aren’t in the list don’t change.</p>
    <ImportForm {...typed} />
    <p class="hint">
      In CSV the first line names the columns: <code>{columns.join(', ')}</code>. You can leave out category and
      is_locked; then they stay as they are.
    </p>
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

const Wrong = ({ rejected, isPlain }: Pick<Plan, 'rejected' | 'isPlain'>) => (
  <Section
    id="wrong"
    title={isPlain ? 'Lines to skip' : 'Errors'}
    summary={isPlain ? undefined : 'fix these before importing'}
  >
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

const Planned = ({ id, title, apps }: { id: string; title: string; apps: AppChange[] }) => (
  <Section id={id} title={title} summary={plural(apps.length, 'app')}>
    <Rows>
      {apps.slice(0, changesShown).map(({ package_name, before, after }) => (
        <li>
          <div>
            <p>
              <RowName>{(before ?? after)?.label}</RowName> <bdi class="grey mono">{package_name}</bdi>
            </p>
            <p class="row-meta">{differenceWords(before && stateOf(before), after && stateOf(after))}</p>
          </div>
        </li>
      ))}
    </Rows>
    {apps.length > changesShown && <p class="grey">and {grouped(apps.length - changesShown)} more</p>}
  </Section>
)

const Confirm = ({ plan, text, rule }: { plan: Plan; text: string; rule: PlainRule }) => {
  const count = plan.added.length + plan.changed.length
  const left = plan.rejected.length
  return (
    <>
      {count === 0 && <Notice>Nothing to change.</Notice>}
      <div class="actions">
        {count > 0 && (
          <form method="post" action={appsPath('import/confirm')} enctype="multipart/form-data">
            <input type="hidden" name="text" value={text} />
            <input type="hidden" name="rule" value={rule} />
            <input type="hidden" name="seq" value={plan.seq} />
            <Button variant="primary">
              Import {plural(count, 'app')}
              {left > 0 && `, skip ${plural(left, 'line')}`}
            </Button>
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
  rule: PlainRule
  isOutdated?: boolean
}

export const ImportPreview = ({ plan, text, rule, isOutdated }: PreviewProps) => (
  <>
    <Stack>
      {isOutdated && (
        <Notice tone="warning" role="alert">
          <p>The apps changed since the preview. Nothing was imported; here is the updated preview.</p>
        </Notice>
      )}
      {plan.rejected.length > 0 && (
        <Notice tone={plan.isPlain ? 'warning' : 'bad'} role="alert">
          <p>
            {plural(plan.rejected.length, 'line')} can’t be imported
            {plan.isPlain ? '. The list below says why.' : ', so nothing was.'}
          </p>
        </Notice>
      )}
      <UnknownNames names={plan.unknown} knows="list" />
      <Figures plan={plan} />
      <p class="grey">Apps that aren’t in the {plan.isPlain ? 'list' : 'file'} don’t change.</p>
      {isImportable(plan) && <Confirm plan={plan} text={text} rule={rule} />}
    </Stack>
    {plan.rejected.length > 0 && (
      <>
        <Wrong {...plan} />
        <Section id="correct" title="Fix errors" summary="edit the text here or choose the file again">
          <ImportForm text={text} rule={rule} />
        </Section>
      </>
    )}
    {plan.changed.length > 0 && <Planned id="changed" title="Changed" apps={plan.changed} />}
    {plan.added.length > 0 && <Planned id="added" title="New" apps={plan.added} />}
  </>
)
