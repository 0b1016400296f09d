import { Icon } from './icon'

type Props = {
  /** Where the button is sent. */
  url: string
  id: string
  name: string
  isDone: boolean
}

/** The button that completes something, or reopens it. */
export const TickButton = ({ url, id, name, isDone }: Props) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    <button
      type="submit"
      class="tick"
      id={id}
      aria-label={`Done: ${name}`}
      aria-pressed={isDone ? 'true' : 'false'}
      title="Done"
    >
      <Icon name="check" />
    </button>
  </form>
)
