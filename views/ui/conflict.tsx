import type { Difference } from '../../functions/lib/http/conflict'
import { Button, LinkButton, Notice, Version, Versions } from './button'

export const DifferentFields = ({ fields, side }: { fields: Difference[]; side: 'yours' | 'saved' }) => (
  <ul>
    {fields.map((field) => (
      <li>
        <span class="grey">{field.label}:</span> <bdi>{field[side] || 'nothing'}</bdi>
      </li>
    ))}
  </ul>
)

type ConflictProps = {
  /** Kind of the edited row, such as `goal`. */
  what: string
  /** Time when the other version was saved: `13:48`. */
  savedAt: string
  fields: Difference[]
  /** Path that the typed version is submitted to again. */
  action: string
  /** Typed text by field, and the `seq` of the saved version. */
  values: Record<string, string>
  takeHref: string
  /** htmx target of the choice, such as `closest li`. If undefined, the choice leads to whole pages. */
  target?: string
  /** True if the page already shows the saved version. */
  isShown?: boolean
}

/** Form of a stale edit, with both versions to choose from. The typed values are kept until the person chooses. */
export const ConflictForm = ({ what, savedAt, fields, action, values, takeHref, target, isShown }: ConflictProps) => {
  const inPlace = target && { 'hx-target': target, 'hx-swap': 'outerHTML swapEmpty:true' }
  return (
    <Notice tone="warning" role="alert">
      <p>This {what} was changed while you were editing. Nothing you typed is lost.</p>
      <form
        method="post"
        action={action}
        enctype="multipart/form-data"
        aria-label="Choose a version"
        {...(inPlace && { 'hx-post': action, ...inPlace })}
      >
        {Object.entries(values).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Versions>
          <Version
            title="Yours"
            action={
              <Button small variant="primary" autofocus data-autofocus>
                Keep mine
              </Button>
            }
          >
            <DifferentFields fields={fields} side="yours" />
          </Version>
          <Version
            title={`Saved ${savedAt}`}
            action={
              <LinkButton small href={takeHref} {...(inPlace && !isShown && { 'hx-get': takeHref, ...inPlace })}>
                Use that version
              </LinkButton>
            }
          >
            <DifferentFields fields={fields} side="saved" />
          </Version>
        </Versions>
      </form>
    </Notice>
  )
}
