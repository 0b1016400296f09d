import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Draft } from '../../functions/lib/http/form'
import { Actions, ActLink, Button, Cancel } from './button'
import type { FieldValue } from './field'
import { draftFields, ErrorSummary, htmxForm } from './form'

/** Text of a row that is edited in place when pressed (client/lists/in-place.ts). */
export const EditableText = ({ field, children }: PropsWithChildren<{ field: string }>) => (
  <span data-edits={field}>{children}</span>
)

type PageProps = PropsWithChildren<{
  /** Id of the row's element: `task-<id>`. */
  id: string
  /** Name of a region that writes refresh (`regionOnScreen`). */
  region: string
}>

/** Head and facts of a row's page. They can be edited in place like the row. */
export const RowOfPage = ({ id, region, children }: PageProps) => (
  <ul class="row-of-page" id={`${id}-page`} data-region={region} role="presentation">
    <li class="relative" id={id} role="presentation">
      {children}
    </li>
  </ul>
)

type FactProps = {
  label: string
  field: string
  /** Path of the row that the fact names. */
  href?: string
  note?: Child
  children: Child
}

/** Link to the page of the row that a fact names. */
export const FactLink = ({ label, href }: { label: string; href: string }) => (
  <ActLink class="-my-0.5 size-6 flex-none" icon="right" label={`Open ${label.toLowerCase()}`} href={href} />
)

/** The facts of a page, as a list. */
export const Facts = ({ children }: PropsWithChildren) => <dl class="facts named-values">{children}</dl>

type PlainProps = PropsWithChildren<{ label: string; note?: Child; isNone?: boolean }>

export const PlainFact = ({ label, note, isNone, children }: PlainProps) => (
  <div data-none={isNone || undefined}>
    <dt>{label}</dt>
    <dd>
      {children}
      {note && <small>{note}</small>}
    </dd>
  </div>
)

/** A fact of a page that is edited in place when pressed. Those without a value share a line below the others. */
export const EditableFact = ({ label, field, href, note, children }: FactProps) => (
  <PlainFact label={label} note={note} isNone={!children}>
    <EditableText field={field}>{children || 'Add'}</EditableText>
    {href && children && <FactLink label={label} href={href} />}
  </PlainFact>
)

/**
 * `draftFields` for an edit in place. Labels are only for screen readers and hints are left out, because the row shows the
 * field's name.
 */
export const draftFieldsInPlace =
  <Values extends Record<string, FieldValue>>(values: Values, draft: Draft<NoInfer<Values>> | undefined) =>
  (name: keyof Values & string) => ({
    ...draftFields<Values>(values, draft, 'in-place')(name),
    unseenLabel: true,
    hint: undefined,
  })

/** Id of the form; a page has at most one at a time. */
const formId = 'in-place'

type Props = PropsWithChildren<{
  label: string
  /** Path of the row; the form is submitted there. */
  url: string
  seq: number | string
  /** The field, or the group of fields, to edit. */
  field: string
  /** Errors of fields that are not in the form. */
  errors?: string[]
  /** True in the row, false on a page. */
  isPart: boolean
  /** True if it replaces a refused form. */
  isAgain: boolean
}>

/** Form for one field of a row, which replaces the field's text. Children are the controls. */
export const InPlaceForm = ({ label, url, seq, field, errors, isPart, isAgain, children }: Props): Child => {
  const form = (
    <form
      id={formId}
      class={isPart ? 'in-place' : 'edit'}
      {...(isPart
        ? { ...htmxForm(url), 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
        : { method: 'post', action: url })}
      aria-label={label}
      autocomplete="off"
      novalidate
    >
      <input type="hidden" name="seq" value={seq} />
      <input type="hidden" name="field" value={field} />
      {!isPart && <ErrorSummary errors={errors} />}
      {children}
      {isPart ? (
        <p class="keys-hint">
          {errors?.length ? (
            <span class="bad" data-refused>
              {errors.join(' ')}
            </span>
          ) : (
            <span>Enter saves, Esc cancels</span>
          )}
          <a href={url}>Open</a>
          <Button small>Save</Button>
        </p>
      ) : (
        <Actions>
          <Button variant="primary">Save</Button>
          <Cancel href={url} />
        </Actions>
      )}
    </form>
  )
  if (!isAgain || !isPart) return form
  return (
    <hx-partial hx-target={`#${formId}`} hx-swap="outerHTML">
      {form}
    </hx-partial>
  )
}
