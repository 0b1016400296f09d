import type { Child } from 'hono/jsx'
import type { ListPreview } from '../../../functions/apps/app-rules/list-lines'
import type { UploadDraft } from '../../../functions/imports/read'
import { plural } from '../../../functions/lib/text/format'
import { Confirm } from '../../changes/preview'
import { LeftOutList } from '../../imports/left-out'
import { PreviewRows, UploadForm } from '../../imports/page'
import { Notice } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { optionsOf } from '../../ui/field'
import { CountKpi, Kpis } from '../../ui/figure'
import { ErrorSummary } from '../../ui/form'
import { Stack } from '../../ui/section'
import { AppName } from './editor'

const shown = 50

const namedUnknown = 10

type UnknownNamesProps = { names: string[]; knows: 'list' | 'list or report' }

/** Warns in a preview about package names that may be misspelt. */
const UnknownNames = ({ names, knows }: UnknownNamesProps) => {
  if (names.length === 0) return null
  const more = names.length - namedUnknown
  return (
    <Notice tone="warning" role="alert">
      <p>
        {names.slice(0, namedUnknown).map((name, index) => (
          <>
            {index > 0 && ', '}
            <bdi class="mono">{name}</bdi>
          </>
        ))}
        {more > 0 && ` and ${plural(more, 'other')}`} {names.length === 1 ? 'isn’t' : 'aren’t'} in any {knows}. Check
        the spelling before you confirm.
      </p>
    </Notice>
  )
}

/** Kind of list: the person's own rules, or defaults. */
export type ListKind = {
  title: string
  path: string
  back: string
  /** Name of the field with the list. */
  field: 'list' | 'text'
  label: string
  hint: string
  placeholder?: string
  /** Upload field; undefined if only text is accepted. */
  file?: { label: string; accept: string; hint: string }
  about?: Child
  knows: 'list' | 'list or report'
}

type FormProps = { kind: ListKind; draft?: UploadDraft }

export const ImportList = ({ kind, draft }: FormProps) => (
  <Stack>
    <UploadForm
      label={kind.title}
      action={kind.path}
      draft={draft}
      text={{
        name: kind.field,
        label: kind.label,
        rows: 6,
        required: kind.file === undefined,
        placeholder: kind.placeholder,
        hint: kind.hint,
        autofocus: !draft,
      }}
      file={kind.file}
      isTextFirst
    >
      <RadioGroup
        label="Apps without “allow” or “block”"
        name="rule"
        options={optionsOf({ allow: 'Allow', block: 'Block' })}
        value={draft?.values.rule ?? 'allow'}
        errors={draft?.errors.rule}
      />
    </UploadForm>
    {kind.about}
  </Stack>
)

/** Preview of an imported list, and the list itself, to correct it. */
export const ImportPreview = ({ kind, action, ...preview }: ListPreview & { kind: ListKind; action: string }) => {
  const { groups, unchanged, repeats, skipped, notes = [], unknown, warning, confirm } = preview
  return (
    <>
      <Stack>
        {warning && confirm && (
          <Notice tone="warning" role="alert">
            <p>{warning}</p>
          </Notice>
        )}
        {warning && !confirm && <ErrorSummary errors={[warning]} />}
        <Kpis>
          {groups.map(({ title, about, apps }) => (
            <CountKpi label={title} note={apps.length > 0 ? about : undefined} count={apps.length} />
          ))}
          <CountKpi label="No change" note={repeats} count={unchanged} />
          <CountKpi label="Left out" note={skipped.length > 0 ? 'listed below' : undefined} count={skipped.length} />
        </Kpis>
        <UnknownNames names={unknown} knows={kind.knows} />
        <p class="grey">Apps that aren’t in the list don’t change.</p>
        {confirm ? (
          <Confirm
            action={action}
            fields={Object.entries(confirm.fields)}
            isLong
            button={
              <>
                {confirm.label}
                {skipped.length > 0 && `, skip ${plural(skipped.length, 'line')}`}
              </>
            }
            cancel={kind.back}
            isFocused
          />
        ) : (
          !warning && <Notice>Nothing to change.</Notice>
        )}
      </Stack>
      <LeftOutList rows={[...notes, ...skipped]} />
      {groups.map(({ id, title, apps }) => (
        <PreviewRows
          id={id}
          title={title}
          rows={apps}
          limit={shown}
          item={({ words, ...app }) => (
            <li>
              <div>
                <div>
                  <AppName {...app} />
                </div>
                <p class="row-meta">{words}</p>
              </div>
            </li>
          )}
        />
      ))}
    </>
  )
}
