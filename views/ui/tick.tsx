import type { PropsWithChildren } from 'hono/jsx'
import { Icon } from './icon'

type Props = {
  /** Where the button is sent. */
  url: string
  id: string
  name: string
  isDone: boolean
  /** Says what is done: `Reached`. */
  word?: string
}

/** The button that completes something, or reopens it; its children are hidden fields. */
export const TickButton = ({ url, id, name, isDone, word = 'Done', children }: PropsWithChildren<Props>) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    {children}
    <button
      type="submit"
      class="tick"
      id={id}
      aria-label={`${word}: ${name}`}
      aria-pressed={isDone ? 'true' : 'false'}
      title={word}
    >
      <Icon name="check" />
    </button>
  </form>
)
