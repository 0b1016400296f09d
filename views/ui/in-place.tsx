import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Draft } from '../../functions/lib/http/form'
import { Actions, ActLink, Button, Cancel } from './button'
import type { Value } from './field'
import { drafted, ErrorSummary, sentTo } from './form'

/** Words of a row that a press edits in their place (client/lists/in-place.ts). */
export const Can = ({ field, children }: PropsWithChildren<{ field: string }>) => (
  <span data-edits={field}>{children}</span>
)

type PageProps = PropsWithChildren<{
  /** Id of the element of its row: `task-<id>`. */
  id: string
  /** Names a region that writes renew (`regionOnScreen`). */
  region: string
}>

/** The head and the facts of the page of a row; what its row edits in place is edited here, too. */
export const RowOfPage = ({ id, region, children }: PageProps) => (
  <ul class="row-of-page" id={`${id}-page`} data-region={region} role="presentation">
    <li id={id} role="presentation">
      {children}
    </li>
  </ul>
)

type FactProps = {
  label: string
  field: string
  /** Page of the row that the fact names. */
  href?: string
  note?: Child
  children: Child
}

/** A link to the page of the row that a fact names. */
export const Opens = ({ label, href }: { label: string; href: string }) => (
  <ActLink class="-my-0.5 size-6 flex-none" icon="right" label={`Open ${label.toLowerCase()}`} href={href} />
)

/** The facts of a page, one below the other. */
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

/** A fact of a page that a press edits. */
export const EditableFact = ({ label, field, href, note, children }: FactProps) => (
  <PlainFact label={label} note={note} isNone={!children}>
    <Can field={field}>{children || <span class="grey">None</span>}</Can>
    {href && children && <Opens label={label} href={href} />}
  </PlainFact>
)

/** `drafted` for an edit in place: labels are only read aloud, and hints are left out, since the row shows the field's name. */
export const draftedInPlace =
  <Values extends Record<string, Value>>(values: Values, draft: Draft<NoInfer<Values>> | undefined) =>
  (name: keyof Values & string) => ({
    ...drafted<Values>(values, draft, 'in-place')(name),
    unseenLabel: true,
    hint: undefined,
  })

/** Id of the form; a page has one at a time. */
const formId = 'in-place'

type Props = PropsWithChildren<{
  label: string
  /** Path of the row, where the form is sent. */
  url: string
  seq: number | string
  /** The field, or the group of them, that it edits. */
  field: string
  /** Errors of fields that the form does not show. */
  errors?: string[]
  /** In the row; otherwise a page. */
  isPart: boolean
  /** Replaces a form that was refused. */
  isAgain: boolean
}>

/** A form for one field of a row, which replaces the field's text. Its children are the controls. */
export const InPlace = ({ label, url, seq, field, errors, isPart, isAgain, children }: Props): Child => {
  const form = (
    <form
      id={formId}
      class={isPart ? 'in-place' : 'edit'}
      {...(isPart
        ? { ...sentTo(url), 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
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
          {errors?.length ? <span class="bad">{errors.join(' ')}</span> : <span>Enter saves, Esc cancels</span>}
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
