import type { JSX, PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { Field, type FieldProps } from './field'
import { KeptOrg } from './kept-org'
import { Notice } from './notice'

type FormAttributes = Partial<
  Pick<JSX.IntrinsicElements['form'], 'id' | 'action' | 'method' | 'enctype' | 'autocomplete' | 'novalidate' | 'role'>
>

/** Fields side by side, as many as fit. */
export const Fields = ({ children }: PropsWithChildren) => <div class="fields">{children}</div>

/**
 * The form that takes a row's place while the row is edited; `label` names it for screen readers. In multipart a
 * character takes 3 bytes at most and not the 9 of url-encoding, so that the longest notes fit in any script.
 */
export const EditForm = ({ label, children, ...rest }: PropsWithChildren<FormAttributes & { label: string }>) => (
  <form class="edit" method="post" enctype="multipart/form-data" aria-label={label} {...rest}>
    {children}
  </form>
)

/** The field `q` of a `LiveToolbar`. */
export const SearchField = (props: Omit<FieldProps, 'name'>) => (
  <Field unseenLabel grow type="search" name="q" {...props} />
)

type ToolbarProps = FormAttributes & {
  label?: string
  /** Applies itself on every change; its button is then there only where no script runs. */
  auto?: boolean
}

/** The form above a list that searches, filters and sorts it. */
export const Toolbar = ({ auto, label, children, ...rest }: PropsWithChildren<ToolbarProps>) => (
  <search aria-label={label}>
    <form class="toolbar" method="get" data-auto={auto ? '' : undefined} {...rest}>
      <KeptOrg />
      {children}
      <Button data-apply>Apply</Button>
    </form>
  </search>
)

type LiveToolbarProps = {
  action: string
  label: string
  /** The id of what is renewed. */
  list: string
  /** Prefix of the fields' ids; the field named `q` searches while somebody types. */
  idPrefix: string
}

/** A toolbar that renews the list under it as one types and chooses, and keeps the address in step. */
export const LiveToolbar = ({ action, label, list, idPrefix, children }: PropsWithChildren<LiveToolbarProps>) => (
  <Toolbar
    auto
    label={label}
    action={action}
    hx-get={action}
    hx-trigger={`submit, input delay:300ms target:#${idPrefix}-q`}
    hx-target={`#${list}`}
    hx-select={`#${list}`}
    hx-swap="outerMorph"
    hx-replace-url="true"
    hx-sync="this:replace"
  >
    {children}
  </Toolbar>
)

/** Errors of a form as a whole, above its fields. */
export const ErrorSummary = ({ errors, title }: { errors?: string[]; title?: string }) => {
  if (!errors?.length) return null
  return (
    <div role="alert" tabindex={-1} data-errors>
      <Notice tone="bad">
        {title && <p>{title}</p>}
        {errors.map((error) => (
          <p>{error}</p>
        ))}
      </Notice>
    </div>
  )
}
